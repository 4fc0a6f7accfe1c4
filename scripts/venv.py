"""The project's own Python environment in `.venv`, with exactly the pinned packages."""

import importlib.util
import shutil
import subprocess
import sys

from scripts.places import LOGS, ROOT, VENV, VENV_PYTHON, Problem, tool_environment
from scripts.progress import CommandFailed, follow
from scripts.stamps import Stamps, fingerprint

TO_RUN = ("requirements.txt", "requirements-build.txt")
TO_DEVELOP = ("requirements-dev.txt",)
STAMPS = Stamps(VENV / "stamps")


def prepare(*, to_develop: bool = False) -> None:
    """Create the environment if there is none that starts, then install what is pinned, checked by hash."""
    create()
    wanted = TO_DEVELOP if to_develop else TO_RUN
    # The developers' lock holds every pin of the other two.
    if not any(STAMPS.is_done(_step(names), _print_of(names)) for names in {wanted, TO_DEVELOP}):
        _install(wanted)
        STAMPS.mark(_step(wanted), _print_of(wanted))


def create() -> None:
    """An empty environment, unless there is one that starts."""
    if not _starts():
        _create()


def check_venv(uv: str | None) -> None:
    """Raises Problem where Python cannot make a virtual environment (Debian packs that part apart)."""
    if uv is None and importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "This Python cannot create a virtual environment: install its venv package "
            f"(on Debian or Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv), "
            "then start again."
        )


def _starts() -> bool:
    """False also for an environment of another Python, or of one that has since been removed."""
    if not VENV_PYTHON.exists():
        return False
    question = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([str(VENV_PYTHON), "-c", question], check=False).returncode == 0


def _create() -> None:
    uv = shutil.which("uv")
    check_venv(uv)
    if importlib.util.find_spec("ensurepip"):
        argv = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    else:
        argv = [str(uv), "venv", "--seed", "--python", sys.executable, str(VENV)]
    try:
        follow(argv, "Creating .venv")
    except CommandFailed as failure:
        raise Problem(f"Could not create .venv: {failure.last_lines(3)}") from failure


def _install(names: tuple[str, ...]) -> None:
    files = [part for name in names for part in ("-r", name)]
    count = sum(line[:1].isalnum() for name in names for line in (ROOT / name).open())
    title = f"Installing {count} pinned Python packages"
    uv = shutil.which("uv")
    if uv and _installed_by_uv(uv, files, title):
        return
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    pip += ["--retries", "2", "--require-hashes", "--only-binary", ":all:"]
    try:
        follow(pip + files, title, note=_package_in)
    except CommandFailed as failure:
        raise Problem(explain(failure, "the Python packages")) from failure


def _installed_by_uv(uv: str, files: list[str], title: str) -> bool:
    argv = [uv, "pip", "install", "--require-hashes", "--only-binary", ":all:", *files]
    try:
        follow(argv, title, environment=tool_environment(VIRTUAL_ENV=str(VENV)))
    except CommandFailed:
        return False  # uv does not read pip's own settings, a company's mirror for example: pip may still do
    return True


def explain(failure: CommandFailed, what: str) -> str:
    """One sentence for a failed download: the network, or the last thing the installer said."""
    if failure.is_missing_network:
        return f"No network: {what} could not be downloaded. Connect and start again; nothing done is lost."
    return f"Installing {what} failed; all it said is in {LOGS / 'setup.log'}. It ended with:\n{failure.last_lines()}"


def _package_in(line: str) -> str | None:
    words = line.split()
    return words[1].split("=")[0] if len(words) > 1 and words[0] == "Collecting" else None


def _step(names: tuple[str, ...]) -> str:
    return "+".join(names)


def _print_of(names: tuple[str, ...]) -> str:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return fingerprint([ROOT / name for name in names], version)
