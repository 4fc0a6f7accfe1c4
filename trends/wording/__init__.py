"""Every sentence about a result, for patients and for doctors, in one place where a clinician can read them all.

Absolute numbers first, each with the nights it rests on. The supplement is never praised, a change is never put down to
it, and nobody is told to begin or end a medicine. `facts.Facts` goes in, plain text comes out; templates escape it.
"""

from trends.wording.coaching import PRESCRIBED_FIRST, Baseline, coaching, readout_days
from trends.wording.doctor import doctor_figures, doctor_headline, full_line, second_line, verdict_word
from trends.wording.doubts import does_not_prove, doubts, placebo_fact
from trends.wording.facts import REASONS, VERDICTS, Facts, Figure, Needs, OtherChange, Paragraph
from trends.wording.mail import MAIL_SUBJECT, news_mail
from trends.wording.missing import can_be_met_on, shortfalls
from trends.wording.next_step import given_line, next_step, readout_name
from trends.wording.numbers import mid_sentence
from trends.wording.outcome import attribution, before, headline, now
from trends.wording.pictures import chart_description, chart_title, spark_description
from trends.wording.ranges import range_basis, range_ends, range_sentence

__all__ = [
    "MAIL_SUBJECT", "PRESCRIBED_FIRST", "REASONS", "VERDICTS",
    "Baseline", "Facts", "Figure", "Needs", "OtherChange", "Paragraph",
    "attribution", "before", "can_be_met_on", "chart_description", "chart_title", "coaching", "doctor_figures",
    "doctor_headline", "does_not_prove", "doubts", "full_line", "given_line", "headline", "mid_sentence", "news_mail",
    "next_step", "now", "placebo_fact", "range_basis", "range_ends", "range_sentence", "readout_days",
    "readout_name", "second_line", "shortfalls", "spark_description", "verdict_word",
]  # fmt: skip
