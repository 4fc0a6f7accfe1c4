"""`make lock`: from the reasoned requirements to pinned ones with hashes. For maintainers; needs the network."""

from scripts import assets, venv
from scripts.places import LOCAL, VENV_PYTHON, Problem
from scripts.progress import CommandFailed, follow
from scripts.venv import explain

UV = LOCAL / "uv"
# The runtime set first: the developers' set then agrees with it.
SETS = (
    ("requirements.in", "requirements.txt", ()),
    ("requirements-build.in", "requirements-build.txt", ()),
    (
        "requirements-dev.in",
        "requirements-dev.txt",
        ("-c", "requirements.txt", "-c", "requirements-build.txt"),
    ),
)
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
    # No host and no path: the lock says what is installed, not where it came from.
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def lock() -> int:
    """Pins that still fit stay as they are; remove a line from the .txt to get a newer version."""
    venv.create()
    try:
        _fetch_uv()
        for source, target, constraints in SETS:
            argv = [str(UV / "bin" / "uv"), "pip", "compile", *OPTIONS, *constraints, source, "-o", target]
            follow(argv, f"Locking {target}")
        venv.prepare(to_develop=True)
        follow(
            [*assets.npm(), "install", "--package-lock-only", "--no-audit", "--no-fund"],
            "Locking package-lock.json",
        )
    except CommandFailed as failure:
        raise Problem(explain(failure, "the lists of packages")) from failure
    return 0


def _fetch_uv() -> None:
    if not (UV / "bin" / "uv").exists():
        pip = [
            str(VENV_PYTHON),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--progress-bar",
            "off",
        ]
        follow([*pip, "--only-binary", ":all:", "--target", str(UV), "uv"], "Fetching uv")
