"""Rules that hold for every sentence about every result there can be."""

import re
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.trends.results import PRODUCTS, days, results
from trends import wording


def patient_reads(facts):
    step, first, second = wording.next_step(facts), wording.before(facts), wording.now(facts)
    said = [
        wording.given_line(facts), wording.headline(facts), wording.attribution(facts),
        wording.range_sentence(facts), *wording.range_ends(facts), step.title, step.text,
        wording.does_not_prove(facts), wording.placebo_fact(facts),
    ]  # fmt: skip
    for figure in (first, second):
        said += [figure.label, figure.value, figure.unit, figure.basis]
    for paragraph in wording.doubts(facts):
        said += [paragraph.title, paragraph.text]
    return said


def doctor_reads(facts):
    figures = [words for pair in wording.doctor_figures(facts) for words in pair]
    return [
        wording.verdict_word(facts), wording.second_line(facts), wording.doctor_headline(facts),
        wording.full_line(facts), *figures,
    ]  # fmt: skip


everything = settings(max_examples=120, deadline=None)


@everything
@given(results())
def test_nothing_is_ever_praised_and_nothing_unknown_is_printed(facts):
    for sentence in patient_reads(facts) + doctor_reads(facts):
        assert not re.search(
            r"\b(works?|worked|working|effective\w*|cures?|cured|proven|proof)\b", sentence, re.I
        )
        assert not re.search(r"\b(nan|None|inf)\b", sentence)
        assert "{" not in sentence
        assert "  " not in sentence


@everything
@given(results())
def test_with_another_change_near_the_start_no_sentence_says_after_the_supplement(facts):
    facts = replace(facts, reasons=(*facts.reasons, "other_change"))

    for sentence in patient_reads(facts) + doctor_reads(facts):
        pattern = (
            rf"\b(after|since)\b[^.]*({re.escape(facts.name)}|{re.escape(facts.product)}|you (started|began))"
        )
        assert not re.search(pattern, sentence, re.I)


@everything
@given(results())
def test_every_figure_names_its_nights(facts):
    assume(facts.nights_before)

    for figure in (wording.before(facts), wording.now(facts)):
        assert re.fullmatch(r"\d+ of \d+ (night|day)s? answered", figure.basis)
    assert re.search(r"\d+ of \d+ (night|day)s", wording.full_line(facts))


@everything
@given(results())
def test_worsened_says_tell_your_doctor_and_never_stop(facts):
    facts = replace(facts, verdict="worsened", already_started=False)

    said = " ".join(patient_reads(facts))
    assert "tell your doctor" in said
    assert not re.search(r"\bstop", said, re.I)


@everything
@given(results())
def test_no_clear_change_always_adds_that_it_may_have_an_effect(facts):
    facts = replace(facts, verdict="no_clear_change", already_started=False)

    assert wording.attribution(facts) == f"This does not mean that {facts.name} has no effect."
    assert re.search(r"[Pp]robably|[Pp]erhaps|cannot tell", wording.headline(facts))
    said = " ".join(patient_reads(facts) + doctor_reads(facts))
    assert not re.search(r"(?<!evidence of )\bno effect\b(?<!has no effect)|does nothing|unchanged", said)


@everything
@given(results())
def test_every_missing_minimum_says_a_date_or_that_there_is_none(facts):
    facts = replace(facts, verdict="not_enough_data", already_started=False)

    for paragraph in wording.shortfalls(facts):
        assert re.search(
            r"by \d|on \d|cannot be (met|made up)|No date can be given|from now on count", paragraph.text
        )


@everything
@given(results())
def test_the_same_layout_for_every_outcome(facts):
    assert wording.headline(facts)
    assert wording.attribution(facts)
    assert wording.next_step(facts).title
    assert wording.does_not_prove(facts)
    assert len(wording.doubts(facts)) == len({paragraph.code for paragraph in wording.doubts(facts)})


@everything
@given(results())
def test_described_symptoms_get_no_verdict_and_no_range(facts):
    facts = replace(facts, already_started=True)

    said = " ".join(patient_reads(facts) + doctor_reads(facts))
    assert wording.range_sentence(facts) == ""
    assert not re.search(r"(fewer|more|milder|worse) than before|chances in|Improved|Worsened", said)


@everything
@given(results())
def test_points_and_per_cent_of_fewer_are_never_mixed(facts):
    facts = replace(facts, already_started=False, slug="numbness" if facts.is_scored else "leg-cramp")

    said = wording.range_sentence(facts) + " ".join(wording.range_ends(facts)) + wording.full_line(facts)
    assert not re.search(
        r"% fewer|% more|times as many|P\(fewer\)" if facts.is_scored else r"points?\b|P\(lower\)", said
    )


@everything
@given(results())
def test_the_range_and_the_raw_figures_come_together(facts):
    if wording.range_sentence(facts):
        assert "chances in" in wording.range_sentence(facts)
        assert wording.range_basis(facts)
        assert all(wording.range_ends(facts))


@everything
@given(results())
def test_sentences_are_short_enough_to_be_read_aloud(facts):
    for text in patient_reads(facts):
        for sentence in re.split(r"(?<=[.:]) ", text):
            assert len(sentence.split()) <= 42, sentence


@everything
@given(
    st.builds(
        wording.Baseline,
        st.just("cramps"),
        days,
        st.integers(0, 60),
        st.integers(0, 60),
        st.integers(0, 40),
        st.sampled_from(PRODUCTS),
        st.none() | days,
        st.sampled_from(["counted", "scored"]),
    )  # fmt: skip
)
def test_coaching_always_puts_prescribed_medicines_first(baseline):
    coached = wording.coaching(baseline)

    said = " ".join(paragraph.title + " " + paragraph.text for paragraph in coached)
    assert wording.PRESCRIBED_FIRST in said
    assert not re.search(r"\b(works?|None|nan)\b", said)
