"""A query as numpy columns. Postgres packs each column into one array, so that no row ever becomes an object here."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from psycopg.adapt import Loader
from psycopg.postgres import types
from psycopg.pq import Format

Ints = npt.NDArray[np.int64]
POSTGRES_EPOCH = 730120
"""The ordinal of 2000-01-01, from which Postgres counts days."""
HEADER = 20
"""Bytes before the first element of an array of one dimension: dimensions, flag, type, length, lower bound."""
MISSING = -1


def columns(rows: QuerySet, *names: str) -> tuple[Any, ...]:
    """The columns `names` of these rows: int64 arrays, and lists for texts.

    Days are ordinals (`date.toordinal`), truths 0 and 1, and NULL is −1 where a column may be empty: such a column
    has to come as `Coalesce(…, −1)`. The order of the rows is the same in every column and otherwise anything.
    """
    rows = rows.order_by()
    if connections[rows.db].vendor == "postgresql":
        return _packed(rows, names)
    table = list(rows.values_list(*names))
    return tuple(_column(values) for values in zip(*table, strict=True)) if table else _nothing(names)


def _packed(rows: QuerySet, names: Sequence[str]) -> tuple[Any, ...]:
    try:
        sql, parameters = rows.values_list(*names).query.sql_with_params()
    except EmptyResultSet:
        return _nothing(names)
    columns = [f"c{place}" for place in range(len(names))]
    packed = ", ".join(f"array_agg({column})" for column in columns)
    connection = connections[rows.db]
    connection.ensure_connection()
    # A cursor of its own: Django's cannot ask for binary results.
    with psycopg.Cursor(connection.connection) as cursor:
        for oid, loader in LOADERS.items():
            cursor.adapters.register_loader(oid, loader)
        # The query is the ORM's own, its values stay parameters.
        select = f"SELECT {packed} FROM ({sql}) AS packed ({', '.join(columns)})"  # nosec B608
        found = cursor.execute(select, parameters, binary=True).fetchone()
    return _nothing(names) if found is None or found[0] is None else tuple(found)


def _nothing(names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(np.zeros(0, dtype=np.int64) for _ in names)


def _column(values: Sequence[Any]) -> Any:
    if isinstance(values[0], str):
        return list(values)
    if hasattr(values[0], "toordinal"):
        return np.fromiter((day.toordinal() for day in values), np.int64, len(values))
    return np.fromiter(values, np.int64, len(values))


class _Numbers(Loader):
    """An array without NULLs as Postgres sends it: each element behind its length."""

    format = Format.BINARY
    number: ClassVar[str]
    add: ClassVar[int] = 0

    def load(self, data: Any) -> Ints:
        element = np.dtype([("length", ">i4"), ("value", self.number)])
        return np.frombuffer(data, element, offset=HEADER)["value"].astype(np.int64) + self.add


def _loader(number: str, add: int = 0) -> type[Loader]:
    return type("Numbers", (_Numbers,), {"number": number, "add": add})


LOADERS = {
    types[name].array_oid: loader
    for name, loader in {
        "bool": _loader("u1"),
        "int2": _loader(">i2"),
        "int4": _loader(">i4"),
        "int8": _loader(">i8"),
        "date": _loader(">i4", POSTGRES_EPOCH),
    }.items()
}
