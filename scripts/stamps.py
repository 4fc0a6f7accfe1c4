"""A step whose inputs have not changed is not done again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """One hash over files (folders: all files below them, no byte code) and some words."""
    digest = hashlib.sha256()
    for path in sorted(_files(paths)):
        digest.update(f"{path}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    for word in more:
        digest.update(f"\0{word}".encode())
    return digest.hexdigest()


def identity(path: Path) -> str:
    """Says whether a file is the same file as before, not whether its content is: "" where there is none."""
    if not path.exists():
        return ""
    found = path.stat()
    return f"{found.st_dev}:{found.st_ino}"


class Stamps:
    """Which steps are done, each with the fingerprint of what it was done from."""

    def __init__(self, folder: Path):
        self.folder = folder

    def is_done(self, step: str, print_of_inputs: str) -> bool:
        stamp = self.folder / step
        return stamp.exists() and stamp.read_text() == print_of_inputs

    def mark(self, step: str, print_of_inputs: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(print_of_inputs)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc")
        elif path.exists():
            yield path
