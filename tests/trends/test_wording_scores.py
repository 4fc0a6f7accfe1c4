"""What is read about burning, numbness, tiredness and low mood: scores of 0 to 10, judged like counts."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from tests.trends.results import ALICE, ERIN, OMEPRAZOLE, thin_scores
from trends import wording
from trends.wording.facts import DOUBTS, MISSING

with (settings.CONTENT_DIR / "symptoms.toml").open("rb") as file:
    CATALOGUE = tomllib.load(file)["symptom"]
SCORED = [row for row in CATALOGUE if row["outcome"] == "scored"]


def facts_of(row, **fields):
    """Facts about a symptom of the catalogue, named as `trends.reading` names it."""
    scored = row["outcome"] == "scored"
    plural = wording.mid_sentence(row["name"]) if scored else row["plural"]
    return replace(
        ERIN if scored else ALICE, singular=row["singular"], plural=plural, slug=row["slug"], **fields
    )


def doubt(facts, code):
    (paragraph,) = [p for p in wording.doubts(facts) if p.code == code]
    return paragraph


def test_milder_is_said_with_the_raw_scores_beside_it():
    assert wording.headline(ERIN) == "Your burning or tingling is milder than before."
    before, now = wording.before(ERIN), wording.now(ERIN)
    assert (before.value, before.unit, before.basis) == (
        "about 6", "of 10 on average", "39 of 42 days answered",
    )  # fmt: skip
    assert (now.value, now.label) == ("about 3", "Last four weeks")


def test_a_change_of_a_point_is_never_rounded_away():
    close = replace(ERIN, before=6.4, now=5.6)

    assert (wording.before(close).value, wording.now(close).value) == ("about 6½", "about 5½")


def test_the_range_is_in_points_and_six_chances_in_seven():
    assert wording.range_sentence(ERIN) == (
        "6 chances in 7 that your score lies between 1½ and 3½ points lower."
    )
    assert wording.range_ends(ERIN) == ("3½ points lower", "1½ points")
    assert "leans towards small changes" in wording.range_basis(ERIN)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-2.0, 1.1, "between 2 points lower and 1 point higher"),
        (-1.1, 0.4, "between 1 point lower and ½ point higher"),
        (-2.0, -0.1, "between no change and 2 points lower"),
        (0.1, 2.0, "between no change and 2 points higher"),
        (-3.0, -0.9, "between 1 and 3 points lower"),
        (0.5, 1.0, "between ½ and 1 point higher"),
        (-1.0, -0.9, "around 1 point lower"),
        (-0.1, 0.2, "around no change"),
    ],
)
def test_each_kind_of_range_reads_well(low, high, words):
    ranged = replace(ERIN, low=low, high=high)

    assert wording.range_sentence(ranged) == f"6 chances in 7 that your score lies {words}."


def test_it_is_never_put_down_to_the_supplement_when_something_else_began():
    treated = replace(ERIN, reasons=("other_change",), changes=(OMEPRAZOLE,))

    assert wording.attribution(treated) == "This diary alone cannot show the reason."
    assert wording.doctor_headline(treated) == "Improved. Cause cannot be told apart."
    assert wording.second_line(treated) == "cannot be told apart"


def test_unclear_is_not_no_effect():
    unclear = replace(ERIN, verdict="no_clear_change", readout=56, low=-1.6, high=0.8)

    assert wording.headline(unclear) == "No clear change in your burning or tingling. We cannot tell yet."
    assert wording.attribution(unclear) == "This does not mean that vitamin D3 has no effect."
    assert wording.headline(replace(unclear, readout=84)).endswith("This diary cannot tell.")


def test_leaning_and_small_changes_have_their_own_sentences():
    leaning = replace(ERIN, verdict="no_clear_change", readout=56, reasons=("leaning_better",))
    small = replace(leaning, reasons=("less_than_a_third", "leaning_better"))

    assert wording.headline(leaning) == "Your burning or tingling is perhaps milder, but we cannot tell yet."
    assert wording.verdict_word(leaning) == "Leaning better"
    assert (
        wording.headline(small) == "Your burning or tingling is probably milder, but perhaps only a little."
    )
    assert (
        "at least one point, and about a third of your usual score" in doubt(small, "less_than_a_third").text
    )


def test_worse_sends_to_the_doctor():
    worse = replace(ERIN, verdict="worsened", before=3.0, now=5.4, change_points=2.0, low=1.1, high=2.9)

    assert wording.headline(worse) == "Your burning or tingling is worse than before."
    assert wording.attribution(worse).startswith("Please tell your doctor.")
    assert wording.next_step(worse).title == "Next: tell your doctor about this."
    assert wording.second_line(worse) == "was 3 of 10, now 5½"
    assert wording.placebo_fact(worse) == ""


def test_a_scale_can_shift_whichever_way_the_scores_went():
    for verdict in ("improved", "worsened"):
        assert doubt(replace(ERIN, verdict=verdict), "own_scale").title == "Your own scale may have shifted."
    assert "own_scale" not in {p.code for p in wording.doubts(replace(ERIN, verdict="no_clear_change"))}
    assert "own_scale" not in {p.code for p in wording.doubts(ALICE)}


def test_low_scores_leave_little_to_see():
    unclear = replace(ERIN, verdict="no_clear_change", before=2.8)

    assert "little room to fall" in doubt(unclear, "low_scores").text
    assert "low_scores" not in {p.code for p in wording.doubts(replace(unclear, before=5.0))}


def test_the_worst_weeks_and_changed_logging_are_doubts_about_days():
    doubted = replace(ERIN, reasons=("started_at_worst", "logging_changed"))

    assert doubt(doubted, "started_at_worst").text.startswith("Your scores in the two weeks before the start")
    assert "Days without an answer may have been better or worse" in doubt(doubted, "logging_changed").text
    assert doubt(doubted, "unanswered").text == "They are left out, never counted as zero."


def test_answers_still_wanted_are_days():
    few = thin_scores("too_few_after", nights_answered_after=18, readout=56, today=date(2026, 11, 20))

    assert wording.headline(few) == "There are not enough answered days yet to compare."
    assert wording.shortfalls(few)[0].text == (
        "18 of 56 days since the start are answered; 28 are needed. 10 more answered days are wanted. "
        "A good day counts as an answer too. This can be met by 30 November, if every day until then is answered."
    )


def test_the_next_date_and_what_to_do_until_then():
    early = thin_scores("too_early", next_readout=56, next_readout_on=date(2026, 12, 12))

    assert wording.next_step(early).title == "Next: the week-8 read-out on 12 December, in 22 days."
    assert wording.next_step(early).text == "Please keep scoring, good days too."
    assert wording.given_line(ERIN) == "Week-12 read-out, 20 November 2026"
    assert wording.next_step(ERIN).title == "This was the final read-out."


def test_the_doctor_reads_it_in_one_line():
    assert wording.verdict_word(ERIN) == "Improved"
    assert wording.second_line(ERIN) == "final, 20 Nov"
    assert wording.doctor_headline(ERIN) == "Improved. Cause not shown by this design."
    assert wording.doctor_figures(ERIN) == (("6.2 → 2.9", "burning or tingling, mean of 0–10"),)
    assert wording.full_line(ERIN) == (
        "2.6 points lower: 86 % range 1.7–3.6 points lower, 90 % range 1.6–3.7 points lower. P(lower) > 0.99. "
        "Answered 39 of 42 days before, 54 of 62 since the start. Doses taken: 12 of 13 answered. "
        "AB, unblinded, one patient."
    )


def test_the_dummy_pill_is_told_of_with_its_trial_and_only_for_burning():
    assert "about two in five people on a dummy pill also improved" in wording.does_not_prove(ERIN)
    assert "28 of 66 people on a dummy pill, 42 %" in wording.placebo_fact(ERIN)
    assert "Dinat" in wording.placebo_fact(ERIN)
    numb = replace(ERIN, slug="numbness", plural="numbness")
    assert wording.placebo_fact(numb) == ""
    assert "go up and down by themselves" in wording.does_not_prove(numb)


def test_already_started_gets_no_verdict():
    had = replace(ERIN, already_started=True, before=None, nights_before=0, nights_answered_before=0)

    assert wording.verdict_word(had) == "Described only"
    assert wording.range_sentence(had) == ""
    assert wording.doctor_figures(had)[0] == ("2.9", "burning or tingling, mean of 0–10")


def test_before_the_start_scores_are_promised_the_same_two_read_outs():
    today = date(2026, 11, 20)
    coached = wording.coaching(
        wording.Baseline("numbness", today, nights=12, answered=11, product="B12", kind="scored",
                         planned_on=date(2026, 12, 24))
    )  # fmt: skip

    assert coached[0].title == "First keep the diary for 28 days."
    assert "11 of 12 days so far" in coached[0].text
    assert coached[1].title == "Score good days too, and keep to one scale."
    assert "18 February and 18 March" in coached[3].text


# Every symptom of the catalogue

VERDICTS = [
    ("improved", (), 84), ("worsened", (), 84), ("no_clear_change", (), 84), ("no_clear_change", (), 56),
    ("no_clear_change", ("leaning_better",), 56), ("no_clear_change", ("less_than_a_third",), 84),
]  # fmt: skip


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row["slug"])
@pytest.mark.parametrize(("verdict", "reasons", "readout"), VERDICTS)
def test_every_symptom_reads_as_a_sentence(row, verdict, reasons, readout):
    facts = facts_of(row, verdict=verdict, reasons=reasons, readout=readout)

    said = wording.headline(facts)
    many = row["plural"]
    assert said in {
        f"Your {facts.plural} is milder than before.",
        f"Your {facts.plural} is worse than before.",
        f"Your {facts.plural} is perhaps milder, but we cannot tell yet.",
        f"Your {facts.plural} is probably milder, but perhaps only a little.",
        f"You are having fewer {many} than before.",
        f"You are having more {many} than before.",
        f"Perhaps fewer {many}, but we cannot tell yet.",
        f"Probably fewer {many}, but less than a third fewer.",
        f"No clear change in your {facts.plural}. We cannot tell yet.",
        f"No clear change in your {facts.plural}. This diary cannot tell.",
    }
    assert ("milder" in said or "worse" in said or "No clear" in said) or row["outcome"] == "counted"


@pytest.mark.parametrize("row", SCORED, ids=lambda row: row["slug"])
def test_what_is_scored_is_never_counted_in_spells_or_nights(row):
    everything = [
        sentence
        for verdict, reasons, readout in VERDICTS
        for facts in [facts_of(row, verdict=verdict, reasons=(*reasons, *DOUBTS[:6]), readout=readout)]
        for sentence in (
            wording.headline(facts), wording.range_sentence(facts),
            wording.range_basis(facts), wording.full_line(facts), wording.second_line(facts),
            wording.next_step(facts).title, wording.next_step(facts).text,
            *(p.title + " " + p.text for p in wording.doubts(facts)),
        )
    ]  # fmt: skip
    everything += [
        p.title + " " + p.text
        for code in MISSING
        for p in wording.shortfalls(replace(thin_scores(code), plural=facts_of(row).plural))
    ]

    said = " ".join(everything)
    assert "spell" not in said
    assert "night" not in said
    assert "fewer than" not in said.replace("fewer than 8", "").replace("Fewer than", "")
