"""What a run leaves behind: the tables of docs/validation.md, its picture, and the figures that pages read."""

import datetime as dt
import json
import math
from pathlib import Path

from trends.core import METHOD_VERSION

from . import count_diaries, score_diaries
from .comparing import Peer
from .goals import Goal
from .measuring import Cells, Key, Measured
from .own import NAME as OWN_NAME

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "validation.md"
PICTURE = ROOT / "docs" / "validation.svg"
FIGURES = ROOT / "trends" / "core" / "figures.json"
BEGIN, END = "<!-- figures: written by python -m benchmarks.trends -->", "<!-- end of figures -->"


def goal_table(goals: list[Goal]) -> str:
    head = "| goal | measured, % | must · stretch | | where |\n|---|---|---|---|---|\n"
    return head + "\n".join(f"| {goal.line()} |" for goal in goals)


def count_table(cells: Cells) -> str:
    designs = sorted({key.before for key in cells})
    columns = [(before, rate) for before in designs for rate in count_diaries.RATES]
    head = "| scenario | " + " | ".join(f"{before}+84, {rate:g}" for before, rate in columns) + " |\n"
    lines = [head + "|---" * (len(columns) + 1) + "|"]
    for scenario in count_diaries.SCENARIOS:
        row = [cells[Key(scenario.name, rate, before)] for before, rate in columns]
        is_effect = scenario.change != 0
        shown = [
            f"{c.improved_final} / {c.worsened_final}"
            if is_effect
            else f"{c.improved_either} / {c.worsened_either}"
            for c in row
        ]
        lines.append(f"| {scenario.name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def score_table(cells: Cells) -> str:
    columns = [
        (before, (level, sd))
        for before in score_diaries.DESIGNS
        for level in score_diaries.LEVELS
        for sd in score_diaries.DAY_SDS
    ]
    head = "| scenario | " + " | ".join(f"{b}+84, {lv:g}, sd {sd:g}" for b, (lv, sd) in columns) + " |\n"
    lines = [head + "|---" * (len(columns) + 1) + "|"]
    for scenario in score_diaries.SCENARIOS:
        shown = []
        for before, (level, sd) in columns:
            at = level if scenario.level is None else scenario.level
            c = cells[Key(scenario.name, (at, sd), before)]
            pair = (
                (c.improved_final, c.worsened_final)
                if scenario.change
                else (c.improved_either, c.worsened_either)
            )
            shown.append(f"{pair[0]} / {pair[1]}")
        lines.append(f"| {scenario.name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def peer_table(found: list[Peer], before: int, own: dict[str, str]) -> str:
    """The usual ways, then the method twice: as the verdict is given, and at week 12 with thresholds moved alike.

    `own` is the share per scenario as given: at either read-out where nothing changed, at week 12 where something did.
    """
    here = [peer for peer in found if peer.before == before]
    columns, effects, alone = list(here[0].as_used), list(here[0].matched_power), list(here[0].power_here)
    heads = [*columns, *(f"{e}, matched" for e in effects), *(f"{e}, matched at this rate" for e in alone)]
    lines = ["| method | " + " | ".join(heads) + " |", "|---" * (1 + len(heads)) + "|"]
    for peer in here:
        shares = [
            *(peer.as_used[c] for c in columns),
            *peer.matched_power.values(),
            *peer.power_here.values(),
        ]
        row = [peer.name, *(f"{100 * share:.0f}" for share in shares)]
        lines.append(
            "| " + " | ".join(f"**{cell}**" if peer.name == OWN_NAME else cell for cell in row) + " |"
        )
    given = [f"**{own.get(name, '–')}**" for name in (*columns, *("" for _ in (*effects, *alone)))]
    lines.insert(-1, f"| **{OWN_NAME}, as given** | " + " | ".join(given) + " |")
    return "\n".join(lines)


def own_counts(cells: Cells, found: list[Peer], before: int) -> dict[str, str]:
    """Share called improved per scenario at one episode a night, per cent."""
    return {
        name: _own([cells[Key(name, 1.0, before)]], count_diaries.BY_NAME[name].change)
        for name in found[0].as_used
    }


def own_scores(cells: Cells, found: list[Peer], before: int) -> dict[str, str]:
    """Share called improved per scenario, mean over levels and day-to-day sds, per cent."""
    return {
        name: _own(
            [c for key, c in cells.items() if (key.scenario, key.before) == (name, before)],
            score_diaries.BY_NAME[name].change,
        )
        for name in found[0].as_used
    }


def _own(cells: list[Measured], change: float) -> str:
    shares = [(cell.improved_final if change else cell.improved_either).value for cell in cells]
    return f"{100 * sum(shares) / len(shares):.0f}"


def write_page(figures: str) -> None:
    """Put the figures between their marks; the words around them are people's."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else f"# Validation\n\n{BEGIN}\n{END}\n"
    start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
    PAGE.write_text(f"{page[:start]}\n\n{figures.strip()}\n\n{page[end:]}", "utf-8")


def write_figures(
    counts: Cells,
    scores: Cells,
    goals: dict[str, list[Goal]],
    peers: dict[str, list[Peer]],
    *,
    patients: int,
    seed: int,
) -> None:
    """The numbers that pages quote, with what they were measured on."""
    found = {
        "method_version": METHOD_VERSION,
        "measured_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "diaries_per_cell": patients,
        "seed": seed,
        "goals": {
            kind: [
                {
                    "label": g.label,
                    "value": round(g.value, 1),
                    "error": round(g.se, 1),
                    "met": g.met,
                    "stretch": g.stretched,
                }
                for g in some
            ]
            for kind, some in goals.items()
        },
        "counts": [_plain(key, cell) for key, cell in counts.items()],
        "scores": [_plain(key, cell) for key, cell in scores.items()],
        "peers": {kind: [_plain_peer(peer) for peer in some] for kind, some in peers.items()},
    }
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _plain(key: Key, cell) -> dict:
    size = (
        {"rate": key.size} if isinstance(key.size, float) else {"level": key.size[0], "day_sd": key.size[1]}
    )
    return {
        "scenario": key.scenario,
        "nights_before": key.before,
        **size,
        "improved": round(cell.improved_either.value, 4),
        "improved_week_12": round(cell.improved_final.value, 4),
        "worsened": round(cell.worsened_either.value, 4),
        "covered_90": round(cell.covered.value, 4),
        "not_enough_data": round(cell.thin.value, 4),
    }


def _plain_peer(peer: Peer) -> dict:
    return {
        "name": peer.name,
        "nights_before": peer.before,
        "improved": {scenario: round(share, 4) for scenario, share in peer.as_used.items()},
    }


# ── The picture: false alarms of each method, one row a scenario ────────────────────────────────────────────────────

WIDTH, LEFT, ROW, TOP = 760, 190, 26, 64
INK, PALE, OWN = "#1f2937", "#9ca3af", "#0f766e"


def picture(found: list[Peer], own: dict[str, str], before: int) -> str:
    """SVG: share called improved though nothing changed, this method as a filled dot, peers as rings."""
    here = [peer for peer in found if peer.before == before]
    rows = [name for name in here[0].as_used if not count_diaries.BY_NAME[name].change]
    height = TOP + ROW * len(rows) + 60
    most = max([0.5, *(peer.as_used[row] for peer in here for row in rows)])
    most = math.ceil(most * 10) / 10

    def x(share: float) -> float:
        return LEFT + (WIDTH - LEFT - 24) * share / most

    marks = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12">',
        "<title>How often each method calls a diary improved although nothing changed</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="24" font-size="15" fill="{INK}">Called “improved” though nothing changed, % '
        f"({before} nights before, 84 after, one episode a night)</text>",
        f'<circle cx="22" cy="42" r="5" fill="{OWN}"/><text x="34" y="46" fill="{INK}">this method</text>',
        f'<circle cx="132" cy="42" r="4" fill="none" stroke="{PALE}" stroke-width="1.6"/>'
        f'<text x="144" y="46" fill="{INK}">the usual tests (p &lt; .05) and “down by 30 %”</text>',
    ]
    bottom = TOP + ROW * len(rows)
    for tenth in range(int(round(most * 10)) + 1):
        at = x(tenth / 10)
        marks.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{bottom}" stroke="#e5e7eb"/>')
        marks.append(
            f'<text x="{at:.1f}" y="{bottom + 16}" text-anchor="middle" fill="{INK}">{tenth * 10}</text>'
        )
    marks.append(
        f'<line x1="{x(0.05):.1f}" x2="{x(0.05):.1f}" y1="{TOP}" y2="{bottom}" stroke="{OWN}" stroke-dasharray="4 3"/>'
    )
    marks.append(f'<text x="{x(0.05):.1f}" y="{bottom + 34}" text-anchor="middle" fill="{OWN}">5 %</text>')
    for number, row in enumerate(rows):
        y = TOP + ROW * (number + 0.5)
        marks.append(f'<text x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end" fill="{INK}">{row}</text>')
        for peer in here:
            marks.append(
                f'<circle cx="{x(peer.as_used[row]):.1f}" cy="{y:.1f}" r="4" fill="none" stroke="{PALE}" '
                f'stroke-width="1.6"><title>{peer.name}: {100 * peer.as_used[row]:.0f} %</title></circle>'
            )
        share = float(own[row]) / 100
        marks.append(
            f'<circle cx="{x(share):.1f}" cy="{y:.1f}" r="5" fill="{OWN}">'
            f"<title>this method: {own[row]} %</title></circle>"
        )
    return "\n".join([*marks, "</svg>"]) + "\n"
