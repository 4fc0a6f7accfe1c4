"""`make clean`: remove what set-up made. What people wrote is not ours to remove."""

import shutil

from scripts import assets
from scripts.places import LOCAL, ROOT, VENV, say

MADE_BY_SET_UP = (
    VENV,
    LOCAL / "stamps",
    LOCAL / "static",
    LOCAL / "home",
    LOCAL / "uv",
    *(ROOT / name for name in (".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis")),
)


def clean() -> int:
    assets.clean()
    for folder in MADE_BY_SET_UP:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in ROOT.rglob("__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)
    say(f"Removed what set-up made. The diaries stay in {LOCAL}; remove that folder yourself to forget them.")
    return 0
