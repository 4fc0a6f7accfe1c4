"""Counts the database queries of each page, in this process, on the database of a stack.

Run by pages.py in the stack's environment: pages as JSON on standard input, counts as JSON on standard output.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402


def count(email: str | None, path: str) -> int:
    """The second visit counts: the first one may compute what was stale."""
    client = Client(SERVER_NAME="localhost")
    if email:
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(User.objects.get(email=email), backend=backend)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)


if __name__ == "__main__":
    pages = json.load(sys.stdin)
    json.dump([count(page["email"], page["path"]) for page in pages], sys.stdout)
