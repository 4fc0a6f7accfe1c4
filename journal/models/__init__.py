from journal.models.background import Change, Condition, Examination, Medicine, WeekAnswer
from journal.models.episodes import Episode
from journal.models.nights import CheckIn, DailyScore
from journal.models.supplements import Dose, Ingredient, Phase, Regimen, Substance, Supplement
from journal.models.symptoms import SymptomType
from journal.models.visits import Appointment, Impression

__all__ = [
    "Appointment",
    "Change",
    "CheckIn",
    "Condition",
    "DailyScore",
    "Dose",
    "Episode",
    "Examination",
    "Impression",
    "Ingredient",
    "Medicine",
    "Phase",
    "Regimen",
    "Substance",
    "Supplement",
    "SymptomType",
    "WeekAnswer",
]
