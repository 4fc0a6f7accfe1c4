"""The whole site running for a test: real processes, on the services this run of the suite is on."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from psycopg import sql

from scripts import chromium
from scripts.stack import Stack


@contextmanager
def live_stack(folder: Path, *, start: bool = True, **settings: str) -> Iterator[Stack]:
    """A stack with tables and content in `folder`; afterwards nothing of it runs, and its database is dropped.

    SQLite and a broker of its own, or Postgres and Redis where DATABASE_URL and REDIS_URL say so.
    """
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    with ExitStack() as borrowed:
        services = {}
        if database_url.startswith("postgres"):
            services["database_url"] = borrowed.enter_context(_database(database_url))
        if redis_url.startswith("redis"):
            services["redis_url"] = redis_url
            settings["REDIS_PREFIX"] = borrowed.enter_context(_keys(redis_url))
        with Stack(folder, **services, **settings) as stack:
            stack.prepare()
            if start:
                stack.start()
            yield stack


def chromium_or_skip() -> str:
    """The browser's path; without one, a skip that says why, or a failure where it is required."""
    found = chromium.find()
    if found:
        return found
    reason = "NO BROWSER: Chromium is not installed (Debian: apt install chromium), so nothing was clicked"
    if chromium.is_required():
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _database(url: str) -> Iterator[str]:
    """An empty database beside the named one, dropped at the end whoever still holds it."""
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_live_{secrets.token_hex(4)}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _keys(url: str) -> Iterator[str]:
    """A prefix nobody else uses; its keys are removed at the end."""
    prefix = f"{os.environ.get('REDIS_PREFIX', 'quiet-test:')}{secrets.token_hex(4)}:"
    try:
        yield prefix
    finally:
        with redis.Redis.from_url(url) as server:
            for key in server.scan_iter(f"{prefix}*"):
                server.delete(key)
