"""The browser of this machine; none is ever downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Its path, or None. CHROMIUM names another one."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def is_required() -> bool:
    """Whether a missing browser is a failure and not a reason to skip."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes") or os.environ.get("BROWSER") == "required"


def arguments() -> list[str]:
    """Root may not use the sandbox; small containers have little shared memory."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
