"""Whose diaries are looked at, and up to which night."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from trends.columns import Ints

Rows = Callable[[type], Any]
"""Gives the rows of a model that may be used: those of some patients, or what one shares with a reader."""


@dataclass(frozen=True)
class People:
    """Patients by id, ascending, each with her newest night that is over (an ordinal), both (patients,)."""

    ids: Ints
    until: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def one(cls, patient_id: int, until) -> "People":
        return cls(np.array([patient_id]), np.array([until.toordinal()]))

    def place(self, ids: Ints, *columns: Any) -> tuple[Any, ...]:
        """The places of these owners and the columns beside them, rows of anybody else left out."""
        places = np.searchsorted(self.ids, ids)
        known = self.ids[np.minimum(places, len(self.ids) - 1)] == ids
        if known.all():
            return places, *columns
        return places[known], *(column[known] for column in columns)
