"""What would change the answer, in words: computed, plain, and no promise in either direction."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trends.results import ALICE, ERIN, OMEPRAZOLE, results, thin
from trends.wording import VERDICTS
from trends.wording.what_if import (
    Ahead,
    Reading,
    Stretch,
    WhatIf,
    lead_in_line,
    sensitivity_head,
    sensitivity_rows,
    what_would_change,
)

AHEAD = Ahead(84, 22, 4, 2.6, "improved", "improved", 5.0, None)
JUDGED = Reading("as_judged", 0.45, 0.27, 0.74, 0.98)
STIFF = Reading("no_trend", 0.42, 0.30, 0.60, 0.99)
WIDE = Reading("wide_trend", 0.55, 0.25, 1.05, 0.9)


def said(facts, found):
    return " ".join(f"{one.title} {one.text}" for one in what_would_change(facts, found))


def test_before_the_final_read_out_it_says_what_it_would_say_and_where_it_turns():
    words = said(ALICE, WhatIf(AHEAD))

    assert (
        "If it went on like the last four weeks, the final read-out on 12 December would say the same"
        in words
    )
    assert "fewer cramps than before" in words
    assert "not a forecast" in words
    assert "up to about 5 a week would leave the answer as it is" in words


def test_an_unclear_answer_names_both_rates_that_would_clear_it():
    unclear = replace(ALICE, verdict="no_clear_change")
    ahead = replace(AHEAD, like_lately="no_clear_change", improved_up_to=1.5, worsened_from=14.0)

    words = said(unclear, WhatIf(ahead))

    assert "about 1½ a week or fewer would make it “fewer”" in words
    assert "about 14 a week or more would make it “more”" in words


def test_only_none_at_all_is_said_as_none():
    unclear = replace(ALICE, verdict="no_clear_change")

    assert "only no cramps at all would make it" in said(unclear, WhatIf(replace(AHEAD, improved_up_to=0.0)))


def test_a_final_unclear_answer_says_what_it_could_have_told():
    final = replace(ALICE, verdict="no_clear_change", readout=84, next_readout=None, next_readout_on=None)

    words = said(final, WhatIf(told_from=replace(AHEAD, improved_up_to=3.0, worsened_from=20.0)))

    assert (
        "A larger change would have: from the fifth week on, about 3 a week or fewer would have made it “fewer”"
        in words
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            ALICE,
            "No fall was large enough: from the fifth week on, not even none at all would have made it “fewer”. "
            "About 20 a week or more would have made it “more”.",
        ),
        (
            replace(ERIN, low=-1.0, high=1.0),
            "No fall was large enough: from the fifth week on, not even an average of 0 would have made it “milder”. "
            "An average of 20 or more would have made it “worse”.",
        ),
    ],
)
def test_where_no_fall_could_have_been_told_that_is_said(facts, words):
    final = replace(facts, verdict="no_clear_change", readout=84, next_readout=None, next_readout_on=None)
    told_from = replace(AHEAD, like_lately="no_clear_change", improved_up_to=None, worsened_from=20.0)

    assert said(final, WhatIf(told_from=told_from)) == words


def test_a_diary_that_could_tell_nothing_names_no_cause_that_was_not_computed():
    final = replace(ALICE, verdict="no_clear_change", readout=84, next_readout=None, next_readout_on=None)
    told_from = replace(AHEAD, like_lately="no_clear_change", improved_up_to=None, worsened_from=None)

    assert said(final, WhatIf(told_from=told_from)) == (
        "This diary could hardly have told. "
        "The nights before the start were too few, too quiet or too uneven for it."
    )
    decided = replace(told_from, like_lately="improved")
    assert said(final, WhatIf(told_from=decided)) == ""


def test_an_answer_that_holds_says_in_which_readings():
    words = said(ALICE, WhatIf(readings=(JUDGED, STIFF)))

    assert "Other ways of reading it do not: the range stays on the side of fewer" in words
    assert words.endswith("with symptoms never drifting by themselves.")


def test_an_answer_that_weakens_says_when_and_how_far():
    words = said(ALICE, WhatIf(readings=(JUDGED, STIFF, WIDE)))

    assert "If symptoms drifted further by themselves than is usual, it would be less clear" in words
    assert "between 75 % fewer and 5 % more" in words


def test_a_bad_fortnight_that_would_look_like_a_change_is_explained():
    bob = replace(ALICE, verdict="no_clear_change", rate_ratio=0.9, low=0.6, high=1.3)
    lead_in = Reading("lead_in_as_baseline", 0.5, 0.3, 0.8, 0.97)

    words = said(bob, WhatIf(readings=(replace(JUDGED, low=0.6, high=1.3), lead_in)))

    assert "If the two weeks before the start counted like any others, it would look like a change" in words
    assert "people often start at their worst" in words


@pytest.mark.parametrize(
    ("facts", "judged", "also"),
    [
        (ALICE, JUDGED, "hold without the night with the most cramps"),
        (ERIN, replace(JUDGED, estimate=-1.2, low=-2.1, high=-0.3), "be a change of 30 %"),
    ],
)
def test_where_the_range_leans_and_it_is_unclear_no_other_reading_is_given_as_the_reason(facts, judged, also):
    unclear = replace(facts, verdict="no_clear_change", low=judged.low, high=judged.high)
    stiff = replace(judged, code="no_trend", high=judged.high - 0.1)

    words = said(unclear, WhatIf(readings=(judged, stiff)))

    assert "look like a change" not in words
    assert words.startswith("The range leans to ")
    assert f"it also has to {also}, and it has to hold in a second, different reading" in words


def test_a_reading_that_reads_nothing_differently_is_left_out():
    same = replace(JUDGED, code="lead_in_as_baseline")

    assert said(ALICE, WhatIf(readings=(JUDGED, same))) == ""


def test_where_every_night_is_answered_nothing_is_said_of_unanswered_ones():
    whole = replace(ALICE, nights_before=39, nights_after=54, readout=84, nights_answered_after=54)

    assert "unanswered" not in said(
        whole, WhatIf(readings=(JUDGED, Reading("unanswered_as_quiet", 0.4, 0.2, 0.7, 1)))
    )


def test_thin_data_say_what_answering_would_give():
    facts = thin("too_few_after", nights_answered_after=12)
    ahead = replace(AHEAD, like_lately="not_enough_data", all_answered="no_clear_change")

    words = said(facts, WhatIf(ahead))

    assert "An answer for every night." in words
    assert "It would say: no clear change." in words


def test_what_can_no_longer_be_met_says_what_can_still_be_learned():
    words = said(thin("baseline_too_short", nights_before=10), WhatIf())

    assert "More answers cannot, not for this start." in words
    assert "“before” of anything that begins later" in words


def test_another_change_is_a_thing_no_night_can_separate():
    words = said(replace(ALICE, reasons=("other_change",), changes=(OMEPRAZOLE,)), WhatIf())

    assert "More nights cannot separate two things: omeprazole: near the start as well." in words


def test_who_had_already_started_is_promised_nothing():
    assert (
        what_would_change(replace(ALICE, already_started=True), WhatIf(AHEAD, readings=(JUDGED, WIDE))) == ()
    )


def test_the_doctor_reads_every_assumption_with_its_range():
    rows = sensitivity_rows(WhatIf(readings=(JUDGED, WIDE)))

    assert sensitivity_head(ALICE) == ("Read as", "Rate ratio", "75 % range", "P(fewer)")
    assert rows[0] == ("As judged", "0.45", "0.27–0.74", "0.98")
    assert rows[1][0] == "Wide natural trend"
    assert sensitivity_head(replace(ALICE, kind="scored"))[2] == "86 % range"


def test_the_lead_in_is_told_beside_what_was_before_it_with_its_nights():
    found = WhatIf(lead_in=Stretch(12.4, 13, 14), earlier=Stretch(None, 0, 42))

    line = lead_in_line(ALICE, found)

    assert line == (
        "Last 14 nights before the start: 12.4 a week (13 of 14 answered). The 42 before them: none answered."
    )
    assert lead_in_line(ALICE, WhatIf()) == ""


rates = st.none() | st.sampled_from([0.0, 0.5, 4.0, 40.0])
aheads = st.builds(
    Ahead, st.sampled_from([56, 84]), st.integers(1, 84), st.integers(2, 4), st.floats(0, 60),
    st.sampled_from(VERDICTS), st.sampled_from(VERDICTS), rates, rates,
)  # fmt: skip
codes = ["lead_in_as_baseline", "no_trend", "wide_trend", "unanswered_as_quiet", "unanswered_as_zero"]
readings = st.lists(
    st.builds(Reading, st.sampled_from(codes), *[st.floats(-9, 9)] * 3, st.floats(0, 1)),
    max_size=5, unique_by=lambda one: one.code,
).map(lambda found: (JUDGED, *found))  # fmt: skip
anything = st.builds(WhatIf, st.none() | aheads, st.none() | aheads, readings)


@settings(max_examples=150, deadline=None)
@given(results(), anything)
def test_whatever_is_found_is_said_plainly_and_cautiously(facts, found):
    paragraphs = what_would_change(facts, found)

    assert len(paragraphs) <= 4
    for one in paragraphs:
        words = f"{one.title} {one.text}"
        assert not re.search(r"\b(works?|working|effective\w*|proof|proven|cause[sd]?|nan|None|inf)\b", words)
        assert not re.search(rf"\b(after|since)\b[^.]*{re.escape(facts.name)}", words)
        assert "  " not in words
        for sentence in re.split(r"(?<=[.:]) ", words):
            assert len(sentence.split()) <= 42, sentence


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nothing_found_is_nothing_said(verdict):
    assert what_would_change(replace(ALICE, verdict=verdict, low=float("nan")), WhatIf()) == ()
