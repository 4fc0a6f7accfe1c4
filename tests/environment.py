"""The environment of a test run, set before Django reads its settings (pytest loads this with -p)."""

import os

DEFAULTS = {
    "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "ALLOWED_HOSTS": "*",
    "SITE_URL": "http://testserver",
    "EMBEDDED": "1",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "memory://",
}
for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)
