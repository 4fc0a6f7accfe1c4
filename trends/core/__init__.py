"""What the diary says about a supplement: pure arithmetic on arrays of nights. No Django, no database, no clock."""

from .counts import assess, assess_many
from .describe import before_and_now, describe_counts, describe_scores, rate_interval, weekly, weekly_scores
from .plan import Need, Readout, baseline_needs, next_readout, readout_dates
from .result import METHOD_VERSION, REASONS, VERDICTS, ScoreVerdict, ScoreVerdicts, Verdict, Verdicts
from .scores import assess_scores
from .sensitivity import Reading, Sensitivity, sensitivity
from .series import SeriesEffect, assess_series
from .window import READOUTS, Cut, cut_window

__all__ = [
    "METHOD_VERSION",
    "READOUTS",
    "REASONS",
    "VERDICTS",
    "Cut",
    "Need",
    "Reading",
    "Readout",
    "ScoreVerdict",
    "ScoreVerdicts",
    "Sensitivity",
    "SeriesEffect",
    "Verdict",
    "Verdicts",
    "assess",
    "assess_many",
    "assess_scores",
    "assess_series",
    "baseline_needs",
    "before_and_now",
    "cut_window",
    "describe_counts",
    "describe_scores",
    "next_readout",
    "rate_interval",
    "readout_dates",
    "sensitivity",
    "weekly",
    "weekly_scores",
]
