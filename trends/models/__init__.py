from trends.models.assessment import Assessment, AssessmentQuerySet
from trends.models.heartbeat import Heartbeat
from trends.models.news import News
from trends.models.nightly import NightlyRange, NightlyRun
from trends.models.self_check import SelfCheck
from trends.models.trend_state import TrendState

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "Heartbeat",
    "News",
    "NightlyRange",
    "NightlyRun",
    "SelfCheck",
    "TrendState",
]
