"""What the coming nights would have to be like for the next read-out to say one thing or another.

The diary is continued by its own last weeks, or by nights of one even rate, and judged by the same rules. That is
arithmetic on "if it went on like this", never a forecast. Nights are one diary's (nights,), NaN = unanswered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .counts import assess_many
from .result import IMPROVED, WORSENED, Floats, ScoreVerdicts, Verdicts
from .scores import HIGHEST_SCORE, assess_scores
from .window import WEEK

LONGEST_BLOCK, SHORTEST_BLOCK = 28, 14
"""Nights that stand for "like lately": whole weeks, so that weekends stay weekends."""
RATES = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 14, 20, 30, 40], dtype=np.float64)
"""A week's episodes worth trying, as finely as people say them."""
FURTHEST, AT_LEAST = 4.0, 5.0
"""Rates beyond four times the diary's own (and above 5 a week) are not tried."""
LEVELS = np.arange(0.0, HIGHEST_SCORE + 1)

Judge = Callable[..., Verdicts | ScoreVerdicts]


@dataclass(frozen=True)
class Outlook:
    """What a coming read-out would say. `nights` are left until it; `weeks` of the diary were repeated.

    `lately` is their rate per 7 answered nights (or mean score). `like_lately` is the verdict if the coming nights
    were like them, `all_answered` if besides every one of them was answered. `improved_up_to` is the highest rate of
    the coming nights with which it would say improved, `worsened_from` the lowest for worsened; None = no rate,
    or every rate that was tried: then the limit lies beyond them.
    """

    readout: int
    nights: int
    weeks: int
    lately: float
    like_lately: str
    all_answered: str
    improved_up_to: float | None
    worsened_from: float | None


def outlook(
    counts: npt.ArrayLike, nights_before: int, readout: int, *, taken: npt.ArrayLike | None = None
) -> Outlook | None:
    """The read-out at night `readout` of a counted symptom; arguments as for `assess`.

    None when it is reached, or when too little of the time since the start is known to be continued.

    >>> ahead = outlook([1, 0, 2, 1] * 14 + [1, 0, 0, 1, 0, 0, 0] * 8, 56, 84)
    >>> ahead.like_lately, ahead.lately, ahead.nights
    ('improved', 2.0, 28)
    >>> outlook([1.0] * 84, 28, 56) is None
    True
    """
    return _outlook(_Diary.of(counts, nights_before, readout, taken), RATES, spread_evenly, WEEK, assess_many)


def score_outlook(
    scores: npt.ArrayLike, nights_before: int, readout: int, *, taken: npt.ArrayLike | None = None
) -> Outlook | None:
    """As `outlook` for a symptom scored 0–10: `lately` and the two limits are mean scores.

    >>> ahead = score_outlook([6.0, 7.0] * 28 + [4.0, 3.0, 5.0, 4.0] * 14, 56, 84)
    >>> ahead.lately, ahead.like_lately, ahead.worsened_from is None
    (4.0, 'improved', True)
    """
    return _outlook(_Diary.of(scores, nights_before, readout, taken), LEVELS, moved_to, 1, assess_scores)


@dataclass(frozen=True)
class _Diary:
    nights: Floats
    before: int
    readout: int
    taken: Floats | None

    @classmethod
    def of(cls, nights: npt.ArrayLike, before: int, readout: int, taken: npt.ArrayLike | None) -> "_Diary":
        values = np.asarray(nights, dtype=np.float64)
        if values.ndim != 1:
            raise ValueError(f"one diary has the shape (nights,), not {values.shape}")
        return cls(values, before, readout, None if taken is None else np.asarray(taken, dtype=np.float64))

    @property
    def since(self) -> int:
        return len(self.nights) - self.before

    @property
    def to_come(self) -> int:
        return self.readout - self.since

    @property
    def block(self) -> Floats:
        """The last whole weeks since the start, at most four."""
        length = min(LONGEST_BLOCK, self.since // WEEK * WEEK)
        return self.nights[len(self.nights) - length :] if length else self.nights[:0]


def _outlook(
    diary: _Diary, levels: Floats, drawn: Callable[[Floats, float], Floats], unit: int, judge: Judge
) -> Outlook | None:
    block, to_come = diary.block, diary.to_come
    if to_come <= 0 or len(block) < SHORTEST_BLOCK or np.isnan(block).all():
        return None
    lately = float(np.nanmean(block))
    levels = levels[levels <= max(AT_LEAST, FURTHEST * unit * float(np.nanmean(diary.nights)))]
    ways = [block, drawn(_answered(block), lately), *(drawn(block, level / unit) for level in levels)]
    coming = np.stack([np.resize(way, to_come) for way in ways])
    past = np.broadcast_to(diary.nights, (len(ways), len(diary.nights)))
    shares = None if diary.taken is None else _continued(diary.taken, len(block), to_come, len(ways))
    nights = np.concatenate([past, coming], axis=1)
    found = judge(nights, diary.before, taken=shares, readout=diary.readout).verdict
    tried = found[2:]
    better, worse = _limit(tried == IMPROVED), _limit((tried == WORSENED)[::-1])
    return Outlook(
        readout=diary.readout,
        nights=to_come,
        weeks=len(block) // WEEK,
        lately=lately * unit,
        like_lately=str(found[0]),
        all_answered=str(found[1]),
        improved_up_to=float(levels[better - 1]) if better else None,
        worsened_from=float(levels[len(levels) - worse]) if worse else None,
    )


def _answered(block: Floats) -> Floats:
    """The same nights with an answer to every one, at their mean."""
    return np.where(np.isnan(block), np.nanmean(block), block)


def _limit(flags: npt.NDArray[np.bool_]) -> int:
    """How many are set from the first on, without a gap; 0 when all are, and none of them is the limit.

    >>> _limit(np.array([True, True, False, True])), _limit(np.array([True, True]))
    (2, 0)
    """
    return 0 if flags.all() else int(np.argmin(flags))


def _continued(taken: Floats, length: int, to_come: int, ways: int) -> Floats:
    """Doses go on like those of the repeated nights."""
    share = np.concatenate([taken, np.resize(taken[-length:], to_come)])
    return np.broadcast_to(share, (ways, len(share)))


def spread_evenly(block: Floats, a_night: float) -> Floats:
    """Whole episodes as even as they can lie on the answered nights of `block`, `a_night` on average.

    >>> spread_evenly(np.array([0.0, np.nan, 3.0, 0.0, 1.0]), 0.5).tolist()
    [0.0, nan, 1.0, 0.0, 1.0]
    """
    answered = ~np.isnan(block)
    so_far = np.floor(np.cumsum(answered) * a_night + 1e-9)
    return np.where(answered, np.diff(so_far, prepend=0.0), np.nan)


def moved_to(block: Floats, level: float) -> Floats:
    """The scores of `block` with their ups and downs, moved to another mean and kept within 0–10.

    >>> moved_to(np.array([4.0, np.nan, 6.0]), 2.0).tolist()
    [1.0, nan, 3.0]
    """
    return np.clip(block - np.nanmean(block) + level, 0.0, HIGHEST_SCORE)
