"""The shipped red flags: sound rules, plain words, and raised by the entries that must raise them."""

import re
from decimal import Decimal

import pytest

from safety.rules import OPERATORS, fires
from tests.content.reading import CHOICES, LABS, NOTICES, SYMPTOMS

FACTS = {
    "entry": {"episode", "check_in", "score", "lab", "dose"},
    "symptom": {row["slug"] for row in SYMPTOMS},
    "words": {word for row in SYMPTOMS for word in row["words"]},
    "test": set(LABS),
    "comparator": {"<", ">"},
    "sites": set(CHOICES["sites"]),
    "hints": set(CHOICES["hints"]),
    "relief": set(CHOICES["relief"]),
    "relief_helped": set(CHOICES["relief"]),
    "contributors": set(CHOICES["contributors"]),
    "conditions": set(CHOICES["conditions"]),
    "signs": set(NOTICES),
} | dict.fromkeys(
    [
        "severity", "duration_minutes", "still_going", "woke", "urge_to_move", "walking_distance_m", "at_night",
        "soreness", "answer", "pain_medicine", "woken", "score", "value", "above_range", "below_range", "fasting",
        "on_vitamin_d", "high_dose_d", "d_prescribed", "d_self_started", "pregnant", "cramps_nights_last_28",
    ]
)  # fmt: skip


def leaves(rule):
    """Every single fact a rule asks about."""
    for joiner in ("all", "any"):
        for part in rule.get(joiner, []):
            yield from leaves(part)
    if "not" in rule:
        yield from leaves(rule["not"])
    if "fact" in rule:
        yield rule


RULES = [
    pytest.param(row[name], id=f"{row['slug']}-{name}")
    for row in NOTICES.values()
    for name in ("asked_when", "fires_when")
    if name in row
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_asks_only_about_what_exists(rule):
    asked = list(leaves(rule))

    assert asked
    for leaf in asked:
        operators = set(leaf) - {"fact"}
        vocabulary = FACTS[leaf["fact"]]
        assert operators
        assert operators <= set(OPERATORS)
        for operator in operators & {"is", "includes"} if vocabulary else ():
            assert leaf[operator] in vocabulary


@pytest.mark.parametrize("row", NOTICES.values(), ids=lambda row: row["slug"])
def test_a_notice_says_what_to_do_and_can_be_raised(row):
    assert row["urgency"] in {"emergency", "same_day", "see_doctor"}
    assert all(row[name].strip() for name in ("title", "sign", "advice", "short"))
    assert "asked_when" in row or "fires_when" in row
    assert bool(row["question"]) == ("asked_when" in row)
    assert not re.findall(r"\{(?!emergency_number\})", row["advice"])


@pytest.mark.parametrize("row", NOTICES.values(), ids=lambda row: row["slug"])
def test_a_notice_names_no_diagnosis(row):
    shown = " ".join(row[name] for name in ("title", "sign", "advice", "short", "question"))

    assert not re.search(
        r"\b(stroke|thrombosis|clot|embolism|tetanus|cauda|rhabdo\w*|pre-?eclampsia|ischaemia|hypercalc\w*)\b",
        shown,
        re.IGNORECASE,
    )


# The entry as facts, and the notices it must raise by itself
RAISED = [
    ({"entry": "lab", "test": "calcium-adjusted", "value": 3.0}, {"calcium-high"}),
    ({"entry": "lab", "test": "calcium", "value": 12.0}, {"calcium-high"}),
    ({"entry": "lab", "test": "calcium-adjusted", "value": 2.99}, set()),
    ({"entry": "lab", "test": "calcium-adjusted", "value": 3.51}, {"calcium-high", "calcium-very-high"}),
    ({"entry": "lab", "test": "calcium-adjusted", "value": 1.89}, {"calcium-very-low"}),
    ({"entry": "lab", "test": "calcium-adjusted", "value": Decimal("1.9")}, set()),
    ({"entry": "lab", "test": "potassium", "value": 2.4}, {"potassium-dangerous"}),
    ({"entry": "lab", "test": "potassium", "value": 2.5}, set()),
    ({"entry": "lab", "test": "potassium", "value": 6.5}, {"potassium-dangerous"}),
    ({"entry": "lab", "test": "sodium", "value": 124}, {"sodium-very-low"}),
    ({"entry": "lab", "test": "sodium", "value": 125}, set()),
    ({"entry": "lab", "test": "creatine-kinase", "value": 1335}, {"creatine-kinase-high"}),
    ({"entry": "lab", "test": "creatine-kinase", "value": 60000}, {"creatine-kinase-very-high"}),
    ({"entry": "lab", "test": "vitamin-d-25oh", "value": 100}, set()),
    ({"entry": "lab", "test": "vitamin-d-25oh", "value": 101}, {"vitamin-d-level-high"}),
    ({"entry": "lab", "test": "vitamin-d-25oh", "value": 151}, {"vitamin-d-level-toxic-range"}),
    (
        {"entry": "lab", "test": "calcium-adjusted", "value": 2.7, "above_range": True, "on_vitamin_d": True},
        {"calcium-above-range-on-vitamin-d"},
    ),
    ({"entry": "lab", "test": "calcium-adjusted", "value": 2.7, "above_range": True}, set()),
    (
        {"entry": "episode", "symptom": "leg-cramp", "duration_minutes": 10, "still_going": True},
        {"cramp-over-10-minutes"},
    ),
    ({"entry": "episode", "symptom": "leg-cramp", "duration_minutes": 10, "still_going": False}, set()),
    (
        {
            "entry": "episode", "symptom": "burning-tingling", "at_night": True, "sites": ["left-foot"],
            "relief_helped": ["hanging-leg-down"],
        },
        {"foot-eased-by-hanging"},
    ),
    (
        {
            "entry": "episode", "symptom": "leg-pain", "hints": ["with-walking"], "sites": ["left-calf"],
            "relief_helped": ["rest"],
        },
        {"calf-pain-on-walking"},
    ),
    ({"entry": "episode", "symptom": "leg-cramp", "woke": True, "cramps_nights_last_28": 8}, {"cramps-disturb-sleep"}),
    ({"entry": "episode", "symptom": "leg-cramp", "pregnant": True}, {"pregnancy-leg-symptoms"}),
    ({"entry": "score", "symptom": "low-mood", "score": 4}, {"low-mood"}),
    ({"entry": "score", "symptom": "low-mood", "score": 3}, set()),
    ({"entry": "dose", "high_dose_d": True, "conditions": ["kidney-stones"]}, {"high-dose-and-calcium-condition"}),
    ({"entry": "dose", "high_dose_d": True, "pregnant": True}, {"high-dose-in-pregnancy"}),
    ({"entry": "episode", "symptom": "leg-cramp", "severity": 8, "woke": True}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), RAISED)
def test_what_an_entry_raises_by_itself(facts, expected):
    assert {slug for slug, row in NOTICES.items() if fires(row.get("fires_when"), facts)} == expected


def test_a_result_printed_as_more_than_150_is_in_the_toxicity_range():
    printed = {"entry": "lab", "test": "vitamin-d-25oh", "value": Decimal(150), "comparator": ">"}

    assert fires(NOTICES["vitamin-d-level-toxic-range"]["fires_when"], printed)


@pytest.mark.parametrize(
    "trouble",
    [
        {"signs": ["vitamin-d-thirst"]},
        {"signs": ["vitamin-d-confusion"]},
        {"test": "calcium-adjusted", "value": 2.8, "above_range": True},
        {"test": "calcium", "value": 12.4},
        {"test": "vitamin-d-25oh", "value": 160},
    ],
)
def test_high_calcium_or_toxicity_signs_speak_differently_to_prescribed_and_self_started(trouble):
    stop, ask = NOTICES["stop-self-started-vitamin-d"], NOTICES["call-prescriber-before-next-dose"]

    assert fires(stop["fires_when"], {**trouble, "d_self_started": True})
    assert not fires(stop["fires_when"], {**trouble, "d_prescribed": True})
    assert fires(ask["fires_when"], {**trouble, "d_prescribed": True})
    assert not fires(ask["fires_when"], {**trouble, "d_self_started": True})
    assert stop["advice"].startswith("Take no more vitamin D or calcium until a clinician says so.")
    assert ask["advice"].startswith("Before the next dose, call the prescriber today.")


def test_night_burning_in_the_foot_asks_about_hanging_the_leg_down():
    entry = {"entry": "episode", "symptom": "burning-tingling", "at_night": True, "sites": ["right-toes"]}

    assert fires(NOTICES["foot-eased-by-hanging"]["asked_when"], entry)


def test_an_ordinary_cramp_asks_nothing():
    entry = {
        "entry": "episode",
        "symptom": "leg-cramp",
        "severity": 6,
        "sites": ["left-calf"],
        "at_night": True,
    }

    assert not [slug for slug, row in NOTICES.items() if fires(row.get("asked_when"), entry)]
