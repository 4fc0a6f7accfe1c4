"""What patients and doctors read about a result, told as stories."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.trends.results import ALICE, OMEPRAZOLE, STRETCHING, TODAY, thin
from trends import wording
from trends.core import minimums, result, window
from trends.wording import Needs, OtherChange
from trends.wording.facts import DOUBTS, MISSING


def test_improved_with_other_changes_is_never_put_down_to_the_supplement():
    alice = replace(ALICE, reasons=("other_change",), changes=(OMEPRAZOLE, STRETCHING))

    assert wording.headline(alice) == "You are having fewer cramps than before."
    assert wording.attribution(alice) == "This diary alone cannot show the reason."
    first = wording.doubts(alice)[0]
    assert first.title == "Two other things changed near the start:"
    assert first.text == "omeprazole (28 Sep) and evening calf stretching (1 Oct). They cannot be told apart."


def test_improved_alone_says_the_order_and_not_the_reason():
    assert wording.attribution(ALICE) == (
        "The change came after you started vitamin D3. A diary alone cannot show the reason."
    )


def test_numbers_are_absolute_and_name_their_nights():
    before, now = wording.before(ALICE), wording.now(ALICE)

    assert (before.value, before.unit, before.basis) == ("about 7", "a week", "39 of 42 nights answered")
    assert (now.value, now.label, now.basis) == ("about 2½", "Last four weeks", "27 of 28 nights answered")


def test_the_range_is_said_as_chances():
    assert wording.range_sentence(ALICE) == "3 chances in 4 that it lies between 25 and 75 % fewer."
    assert wording.range_ends(ALICE) == ("75 % fewer", "25 %")


def test_a_range_that_hardly_counts_the_worst_weeks_says_so():
    bob = replace(ALICE, verdict="no_clear_change", reasons=("started_at_worst",), low=0.65, high=2.0)

    assert wording.range_basis(bob).endswith(
        "It hardly counts the two weeks before the start, which were unusual."
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.7, 1.2, "between 30 % fewer and 20 % more"),
        (1.2, 2.0, "between 20 % more and twice as many"),
        (2.0, 3.1, "between twice and 3 times as many"),
        (0.7, 2.1, "between 30 % fewer and twice as many"),
        (1.2, 2.5, "between 20 % more and 2½ times as many"),
        (3.0, 5.2, "between 3 and 5 times as many"),
        (0.6, 0.99, "between no change and 40 % fewer"),
        (1.01, 1.3, "between no change and 30 % more"),
        (0.001, 0.2, "between 80 and 95 % fewer"),
        (0.99, 1.01, "around no change"),
        (0.5, 0.51, "around 50 % fewer"),
    ],
)
def test_each_kind_of_range_reads_well(low, high, words):
    assert (
        wording.range_sentence(replace(ALICE, low=low, high=high)) == f"3 chances in 4 that it lies {words}."
    )


def test_the_next_date_and_what_to_do_until_then():
    step = wording.next_step(ALICE)

    assert step.title == "Next: the final read-out on 12 December, in 22 days."
    assert step.text == "Please keep logging, quiet nights too."


def test_answers_still_wanted_are_counted():
    early = thin("too_early", today=date(2026, 10, 19), nights_after=30, nights_answered_after=25,
                 next_readout=56, next_readout_on=date(2026, 11, 14))  # fmt: skip

    assert wording.next_step(early).text.startswith("3 more answered nights wanted until then.")
    assert wording.headline(early) == "It is too early to compare."
    assert wording.second_line(early) == "started 19 Sep"


def test_a_short_baseline_cannot_be_made_up_and_promises_no_readout():
    short = thin("baseline_too_short", nights_before=20, nights_answered_before=18)

    (paragraph,) = wording.shortfalls(short)
    assert "20 nights from before; 28 are needed" in paragraph.text
    assert "cannot be made up" in paragraph.text
    assert wording.next_step(short).title == "No read-out can come from this start."
    assert wording.second_line(short) == "cannot be met"


def test_a_planned_start_can_still_get_its_baseline():
    planned = thin("baseline_too_short", started_on=date(2026, 12, 24), nights_before=12, nights_after=0)

    assert wording.can_be_met_on(planned) == date(2026, 12, 6)


def test_few_answers_since_the_start_name_the_day_they_can_be_enough():
    few = thin("too_few_after", nights_answered_after=18, nights_after=62)

    assert wording.can_be_met_on(few) == date(2026, 11, 30)
    assert wording.second_line(few) == "can be met 30 Nov"
    (paragraph,) = wording.shortfalls(few)
    assert (
        "18 of 62 nights since the start are answered; 28 are needed. 10 more answered nights"
        in paragraph.text
    )


def test_enough_answers_too_early_say_where_more_are_wanted():
    (paragraph,) = wording.shortfalls(thin("too_few_after", nights_answered_after=30))

    assert "at least 14 of them must come after the first four weeks" in paragraph.text


def test_too_late_for_enough_answers():
    late = thin("too_few_after", nights_answered_after=18, today=date(2026, 12, 10), nights_after=82)

    assert wording.can_be_met_on(late) is None
    assert wording.second_line(late) == "cannot be met"


def test_a_change_that_ends_the_window_ends_the_waiting():
    cut = thin("too_early", "window_cut", nights_after=40, nights_answered_after=38,
               next_readout=None, next_readout_on=None,
               changes=(OtherChange("a new mattress", date(2026, 10, 29)),))  # fmt: skip

    assert wording.can_be_met_on(cut) is None
    (paragraph,) = wording.shortfalls(cut)
    assert "40 of 56 nights since the start to compare" in paragraph.text
    assert paragraph.text.endswith("This cannot be met for this start.")
    assert "a new mattress (29 Oct)" in " ".join(p.text for p in wording.doubts(cut))


def test_unclear_is_not_no_effect():
    unclear = replace(ALICE, verdict="no_clear_change")

    assert wording.headline(unclear) == "No clear change in your cramps. We cannot tell yet."
    assert wording.attribution(unclear) == "This does not mean that vitamin D3 has no effect."


def test_worsened_sends_to_the_doctor():
    worse = replace(ALICE, verdict="worsened", before=3.0, now=5.1, low=1.2, high=2.5)

    assert "tell your doctor" in wording.attribution(worse)
    assert wording.next_step(worse).title == "Next: tell your doctor about this."
    assert wording.second_line(worse) == "was 3 a week, now 5"


def test_already_started_gets_no_verdict_and_no_before():
    harold = replace(ALICE, already_started=True, before=None, nights_before=0, nights_answered_before=0)

    assert wording.headline(harold) == "You were already taking vitamin D3 when this diary began."
    assert wording.range_sentence(harold) == ""
    assert "Do not delay or leave out a medicine" in wording.next_step(harold).text
    assert wording.verdict_word(harold) == "Described only"
    assert wording.doctor_figures(harold)[0] == ("2.6", "cramps a week")


def test_the_placebo_figures_are_given_with_their_source():
    fact = wording.placebo_fact(ALICE)

    assert "27.8 %" in fact
    assert "65.9 %" in fact
    assert "CD009402" in fact


def test_the_doctor_reads_it_in_one_line():
    alice = replace(ALICE, reasons=("other_change",), changes=(OMEPRAZOLE,))

    assert wording.doctor_headline(alice) == "Improved. Cause cannot be told apart."
    assert wording.doctor_figures(alice) == (
        ("7.0 → 2.6", "cramps a week"), ("5.6 → 2.3", "nights with cramps a week"),
    )  # fmt: skip
    assert wording.full_line(alice) == (
        "55 % fewer: 75 % range 26–73 % fewer, 90 % range 9–78 % fewer. P(fewer) 0.98. "
        "Answered 39 of 42 nights before, 54 of 56 since the start. Doses taken: 12 of 13 answered. "
        "Other changes near the start: omeprazole day 9. AB, unblinded, one patient."
    )


def test_the_mail_names_nothing_but_the_journal():
    subject, body = wording.news_mail("Alice", "https://example.org/")

    assert subject == "Something new to read in Quiet Nights"
    assert "https://example.org/" in body
    assert not re.search(
        r"cramp|burning|tingling|vitamin|symptom|doctor|verdict|read-out", subject + body, re.I
    )


def test_coaching_counts_the_nights_and_names_the_readouts():
    coached = wording.coaching(
        wording.Baseline(
            "cramps", TODAY, nights=12, answered=11, product="Vitamin D3", planned_on=date(2026, 12, 24)
        )
    )

    assert coached[0].title == "First keep the diary for 28 nights."
    assert "11 of 12 nights so far" in coached[0].text
    assert "18 February and 18 March" in coached[3].text
    assert coached[-1].text == wording.PRESCRIBED_FIRST


def test_coaching_asks_for_answers_when_the_nights_are_long_enough_but_empty():
    baseline = wording.Baseline("cramps", TODAY, nights=40, answered=16, answered_early=6)

    assert "10 of the nights up to two weeks before the start need an answer; 6 have one" in (
        wording.coaching(baseline)[0].text
    )


def test_unknown_codes_are_refused():
    with pytest.raises(ValueError, match="no words"):
        replace(ALICE, reasons=("sunspots",))


@pytest.mark.parametrize("code", wording.REASONS)
def test_every_reason_has_a_title_and_a_paragraph(code):
    facts = thin(code) if code in MISSING else replace(ALICE, reasons=(code,))

    (paragraph,) = [p for p in wording.doubts(facts) if p.code == code]
    assert paragraph.title[-1] in ".:"
    assert paragraph.text.endswith(".")


def test_the_minimums_are_those_of_the_core():
    assert Needs() == Needs(
        nights_before=minimums.NIGHTS_BEFORE,
        answered_early=minimums.ANSWERED_BEFORE_LEAD_IN,
        lead_nights=window.LEAD_IN,
        answered_after=minimums.ANSWERED_AFTER,
        answered_settled=minimums.ANSWERED_AFTER_WASH_IN,
        nights_after=window.READOUTS[0],
        last_night=window.WEEK_12,
        episodes=minimums.EPISODES,
        near_before=window.NEAR_BEFORE,
        near_after=window.NEAR_AFTER,
    )


def test_the_reasons_are_those_of_the_core():
    assert set(MISSING + DOUBTS) == set(result.REASONS)
