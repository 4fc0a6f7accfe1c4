"""When a red flag is shown: rules written as content, read here. Pure."""

from collections.abc import Mapping
from typing import Any

Rule = Mapping[str, Any]
Facts = Mapping[str, Any]

OPERATORS = ("is", "above", "at_least", "below", "at_most", "includes", "known")


def fires(rule: Rule | None, facts: Facts) -> bool:
    """Whether these facts meet the rule. What is not known is never true; no rule is never met.

    >>> fires({"all": [{"fact": "symptom", "is": "leg-cramp"}, {"fact": "minutes", "above": 10}]},
    ...       {"symptom": "leg-cramp", "minutes": 14})
    True
    """
    if not rule:
        return False
    if "all" in rule:
        return all(fires(part, facts) for part in rule["all"])
    if "any" in rule:
        return any(fires(part, facts) for part in rule["any"])
    if "not" in rule:
        return not fires(rule["not"], facts)
    return _holds(rule, facts.get(rule["fact"]))


def _holds(leaf: Rule, value: Any) -> bool:
    if "known" in leaf:
        return (value is not None) == leaf["known"]
    if value is None:
        return False
    checks = {
        "is": lambda bound: value == bound,
        "above": lambda bound: value > bound,
        "at_least": lambda bound: value >= bound,
        "below": lambda bound: value < bound,
        "at_most": lambda bound: value <= bound,
        "includes": lambda bound: bound in value,
    }
    try:
        return all(check(leaf[name]) for name, check in checks.items() if name in leaf)
    except TypeError:
        # A slip in the content, a word compared with a number, must not cost a patient her entry.
        return False


def needs(rule: Rule | None, fact: str) -> bool:
    """Whether the rule cannot be met while this fact is unknown.

    >>> needs({"any": [{"fact": "test", "is": "sodium"}, {"fact": "symptom", "is": "leg-cramp"}]}, "test")
    False
    """
    if not rule or "not" in rule:
        return False
    if "all" in rule:
        return any(needs(part, fact) for part in rule["all"])
    if "any" in rule:
        return all(needs(part, fact) for part in rule["any"])
    return rule["fact"] == fact and rule.get("known") is not False


def problems(rule: Any, known_facts: frozenset[str]) -> list[str]:
    """What is wrong with a rule that somebody wrote, as sentences; an empty list for a sound one."""
    if not isinstance(rule, Mapping):
        return ["A rule is a table with all, any, not or fact."]
    for joiner in ("all", "any"):
        if joiner in rule:
            parts = rule[joiner]
            if not isinstance(parts, list) or not parts:
                return [f"“{joiner}” needs a list of rules."]
            return [problem for part in parts for problem in problems(part, known_facts)]
    if "not" in rule:
        return problems(rule["not"], known_facts)
    return _leaf_problems(rule, known_facts)


def _leaf_problems(leaf: Rule, known_facts: frozenset[str]) -> list[str]:
    found = []
    if leaf.get("fact") not in [*known_facts]:
        found.append(f"“{leaf.get('fact')}” is not a fact that the app knows.")
    operators = set(leaf) - {"fact"}
    if not operators:
        found.append("A fact needs a comparison, such as at_least.")
    found += [f"“{name}” is not a comparison." for name in sorted(operators - set(OPERATORS))]
    for name in operators & {"above", "at_least", "below", "at_most"}:
        if not isinstance(leaf[name], int | float) or isinstance(leaf[name], bool):
            found.append(f"“{name}” compares with a number.")
    return found
