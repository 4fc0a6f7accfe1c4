"""What one dose of a product holds of each substance on its label. Pure.

A product is a list of parts, anything with the attributes of `Part` will do. The first part that is measured in the
unit of the dose is the one the dose is counted in; tablets are counted by the label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from journal.doses import in_unit

IU, TABLET = "IU", "tablet"


class SubstanceLike(Protocol):
    """`units` it is measured in, the `base_unit` of its limits, and IU in a microgram (None: it has no IU)."""

    @property
    def units(self) -> Sequence[str]: ...
    @property
    def base_unit(self) -> str: ...
    @property
    def iu_per_mcg(self) -> Decimal | None: ...


class PartLike(Protocol):
    """A substance, and how much of it one tablet holds (None: the label does not say)."""

    @property
    def substance(self) -> SubstanceLike: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """A part as a plain value."""

    substance: SubstanceLike
    amount: Decimal | None = None
    unit: str = ""


def is_measured_in(substance: SubstanceLike, unit: str) -> bool:
    """Whether this substance has this unit at all: IU only where content says how many a microgram has."""
    return unit in substance.units and (unit != IU or bool(substance.iu_per_mcg))


def in_base(substance: SubstanceLike, amount: Decimal, unit: str) -> Decimal:
    """An amount in the substance's own unit. ValueError for a unit it is not measured in.

    >>> from types import SimpleNamespace
    >>> d3 = SimpleNamespace(units=["IU", "mcg"], base_unit="IU", iu_per_mcg=Decimal(40))
    >>> in_base(d3, Decimal(25), "mcg")
    Decimal('1000')
    """
    if not is_measured_in(substance, unit):
        raise ValueError(f"{substance} is not measured in {unit}")
    return in_unit(amount, unit, substance.base_unit, iu_per_mcg=substance.iu_per_mcg)


def counted_in(parts: Sequence[PartLike], unit: str) -> PartLike | None:
    """The part that an amount in this unit is an amount of; None for tablets and for a unit no part is measured in."""
    return next((part for part in parts if is_measured_in(part.substance, unit)), None)


def contents(parts: Sequence[PartLike], amount: Decimal, unit: str) -> list[Decimal | None]:
    """How much of each part one dose holds, in the unit of its substance; None where the label does not say.

    >>> from types import SimpleNamespace
    >>> d3 = SimpleNamespace(units=["IU", "mcg"], base_unit="IU", iu_per_mcg=Decimal(40))
    >>> b6 = SimpleNamespace(units=["mg", "mcg"], base_unit="mg", iu_per_mcg=None)
    >>> contents([Part(d3, Decimal(400), "IU"), Part(b6, Decimal(2), "mg")], Decimal(2), "tablet")
    [Decimal('800'), Decimal('4')]
    """
    measured = counted_in(parts, unit)
    if unit == TABLET:
        tablets: Decimal | None = amount
    elif measured is not None and measured.amount:
        of_one = in_base(measured.substance, measured.amount, measured.unit)
        tablets = in_base(measured.substance, amount, unit) / of_one
    else:
        tablets = None
    return [
        in_base(part.substance, amount, unit) if part is measured else _of_tablets(part, tablets)
        for part in parts
    ]


def _of_tablets(part: PartLike, tablets: Decimal | None) -> Decimal | None:
    if tablets is None or part.amount is None:
        return None
    return tablets * in_base(part.substance, part.amount, part.unit)
