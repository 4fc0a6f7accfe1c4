"""Every address of the project: its name and its route, those of the admin and of the doors included."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Route:
    """One pattern. `name` carries its namespace: "admin:index"."""

    name: str
    route: str
    view: Any

    @property
    def is_admins(self) -> bool:
        return self.route.startswith("admin/")

    @property
    def is_a_door(self) -> bool:
        """One of allauth's: signing in and up, addresses, passwords, second factors."""
        return self.route.startswith("accounts/")


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, prefix, space) -> Iterator[Route]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(
                f"{space}{pattern.name}" if pattern.name else f"unnamed {route}", route, pattern.callback
            )
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
