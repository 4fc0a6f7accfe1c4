"""`.local/env`: what settings read on this machine. Secrets are made once; nobody has to choose anything."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

SECRETS = ("SECRET_KEY", "BROKER_PASSWORD")
HEADING = "# Written by dev.py for the embedded default. Your own lines stay; those it knows are set at each start.\n"


def prepare(path: Path, **settings: str) -> dict[str, str]:
    """Write the file, readable by its owner only, and return all of it; lines not in `settings` stay."""
    values = read(path)
    for name in SECRETS:
        # Letters and digits only: the file's reader gives "$" and quotes a meaning.
        values.setdefault(name, secrets.token_hex(32))
    values |= settings
    _write(path, values)
    return values


def read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, also when its folder has a space in its name."""
    return "sqlite:///" + quote(str(path))


def _write(path: Path, values: dict[str, str]) -> None:
    text = HEADING + "".join(f"{name}={value}\n" for name, value in values.items())
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved into place: a start that is cut off must not cost the secret key.
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    beside.replace(path)
