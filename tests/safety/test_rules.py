import pytest

from safety.rules import fires

FACTS = {"symptom": "leg-cramp", "severity": 7, "sites": ["left-calf"], "woke": None}


@pytest.mark.parametrize(
    "rule",
    [
        {"fact": "symptom", "above": 3},
        {"fact": "severity", "includes": "left-calf"},
        {"fact": "sites", "at_most": 2},
        {"fact": "woke", "above": 0},
        {"fact": "nothing", "is": 1},
    ],
)
def test_what_cannot_be_compared_never_holds(rule):
    assert not fires(rule, FACTS)
    assert fires({"any": [rule, {"fact": "severity", "at_least": 7}]}, FACTS)
