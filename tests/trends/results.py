"""Results to write sentences about: alice's, thin ones, and any result at all."""

from dataclasses import replace
from datetime import date, timedelta
from math import nan

from hypothesis import strategies as st

from trends import wording
from trends.wording import Facts, OtherChange

STARTED, TODAY = date(2026, 9, 19), date(2026, 11, 20)
OMEPRAZOLE = OtherChange("omeprazole", date(2026, 9, 28))
STRETCHING = OtherChange("evening calf stretching", date(2026, 10, 1))
ALICE = Facts(
    singular="cramp", plural="cramps", product="Vitamin D3", started_on=STARTED, today=TODAY,
    verdict="improved", rate_ratio=0.45, low=0.27, high=0.74, low_90=0.22, high_90=0.91, probability_better=0.984,
    readout=56, readout_on=date(2026, 11, 14), nights_answered_before=39, nights_answered_after=54,
    nights_before=42, nights_after=62, before=7.0, now=2.6, answered_now=27, symptom_nights_before=5.6,
    symptom_nights_now=2.3, answered_early=26, episodes=70, next_readout=84, next_readout_on=date(2026, 12, 12),
    taken=12, doses_answered=13,
)  # fmt: skip
ERIN = replace(
    ALICE, singular="spell of burning or tingling", plural="burning or tingling", slug="burning-tingling",
    kind="scored", rate_ratio=nan, change_points=-2.6, low=-3.57, high=-1.66, low_90=-3.7, high_90=-1.55,
    probability_better=0.997, readout=84, readout_on=date(2026, 11, 20), before=6.2, now=2.9,
    symptom_nights_before=None, symptom_nights_now=None, episodes=None, next_readout=None, next_readout_on=None,
)  # fmt: skip
THIN = {
    "verdict": "not_enough_data", "rate_ratio": nan, "change_points": nan, "low": nan, "high": nan,
    "low_90": nan, "high_90": nan, "probability_better": nan, "readout": None, "readout_on": None,
}  # fmt: skip


def thin(*reasons, **fields):
    return replace(ALICE, **(THIN | {"reasons": reasons} | fields))


def thin_scores(*reasons, **fields):
    return replace(ERIN, **(THIN | {"reasons": reasons} | fields))


PRODUCTS = ("Vitamin D3", "Magnesium", "B12", "Colecalciferol forte")
numbers = st.one_of(st.none(), st.just(nan), st.floats(0, 60))
scores = st.one_of(st.none(), st.just(nan), st.floats(0, 10))
ratios = st.one_of(st.just(nan), st.floats(0.01, 12))
points = st.one_of(st.just(nan), st.floats(-9, 9))
days = st.dates(date(2026, 1, 1), date(2027, 6, 1))
nights = st.integers(0, 90)
changes = st.lists(
    st.builds(OtherChange, st.sampled_from(["omeprazole", "flu", "yoga"]), days), max_size=4
).map(tuple)


@st.composite
def results(draw):
    """Any result at all: every verdict with every set of reasons, of both kinds, with numbers known or not."""
    before, after = draw(nights), draw(nights)
    kind = draw(st.sampled_from(["counted", "scored"]))
    change = points if kind == "scored" else ratios
    low, high = sorted((draw(change), draw(change)), key=str)
    started = draw(days)
    return Facts(
        singular="cramp",
        plural="burning or tingling" if kind == "scored" else "cramps",
        product=draw(st.sampled_from(PRODUCTS)),
        started_on=started,
        today=started + timedelta(days=draw(st.integers(-40, 200))),
        kind=kind,
        slug=draw(st.sampled_from(["leg-cramp", "burning-tingling", "numbness"])),
        already_started=draw(st.booleans()),
        verdict=draw(st.sampled_from(wording.VERDICTS)),
        rate_ratio=nan if kind == "scored" else draw(ratios),
        change_points=draw(points) if kind == "scored" else nan,
        low=min(low, high),
        high=max(low, high),
        low_90=draw(change),
        high_90=draw(change),
        probability_better=draw(st.one_of(st.just(nan), st.floats(0, 1))),
        readout=draw(st.sampled_from([None, 56, 84])),
        readout_on=draw(st.none() | days),
        nights_answered_before=draw(st.integers(0, before)),
        nights_answered_after=draw(st.integers(0, after)),
        reasons=tuple(draw(st.sets(st.sampled_from(wording.REASONS)))),
        nights_before=before,
        nights_after=after,
        before=draw(scores if kind == "scored" else numbers),
        now=draw(scores if kind == "scored" else numbers),
        answered_now=draw(st.integers(0, 28)),
        symptom_nights_before=draw(numbers),
        symptom_nights_now=draw(numbers),
        answered_early=draw(st.none() | st.integers(0, 40)),
        episodes=draw(st.none() | st.integers(0, 200)),
        next_readout=draw(st.sampled_from([None, 56, 84])),
        next_readout_on=draw(st.none() | days),
        changes=draw(changes),
        odd_night_on=draw(st.none() | days),
        taken=draw(st.none() | st.integers(0, 60)),
        doses_answered=draw(st.none() | st.integers(0, 60)),
        ended_on=draw(st.none() | days),
    )
