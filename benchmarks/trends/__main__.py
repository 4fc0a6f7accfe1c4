"""`python -m benchmarks.trends [--full] [--only counts|scores] [--patients N] [--seed S] [--write]`.

Quick: a few minutes, nothing is written unless asked. `--full`: 4,000 diaries a cell, and the page, the picture and
the figures are written. Seeds of tuning runs are never those of `--full`.
"""

import argparse
import json
import time

from . import comparing, measuring, report
from .causal_impact import FOUND as CAUSAL_IMPACT
from .goals import count_goals, score_goals

FULL_SEED, QUICK_SEED = 20_261_121, 11
FULL, QUICK = 4000, 500
MATCHED = (
    ". “Matched”: the 30 % rule kept and the threshold moved until the worst core null is at 5 % at week 12, over all "
    "three rates as for this method, or at this rate alone"
)
MATCHED_SCORES = (
    ". “Matched”: the gate kept and one threshold moved until no core null is above 5 % and no cell of half a point of "
    "drift per four weeks above 15 %, at week 12"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trends", description=__doc__)
    parser.add_argument("--full", action="store_true", help="4,000 diaries a cell; writes docs/validation.md")
    parser.add_argument("--only", choices=("counts", "scores"))
    parser.add_argument("--patients", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--write", action="store_true", help="write the page, the picture and the figures")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    patients = asked.patients or (FULL if asked.full else QUICK)
    seed = asked.seed or (FULL_SEED if asked.full else QUICK_SEED)
    print(
        f"{patients} diaries a cell, seed {seed}. Per cell: improved (either read-out)/(week 12)/worsened, %"
    )
    began = time.perf_counter()
    parts, goals, peers = [_preface(patients, seed)], {}, {}
    counts: measuring.Cells = {}
    scores: measuring.Cells = {}
    if asked.only != "scores":
        counts, part, goals["counts"], peers["counts"], picture = run_counts(patients, seed)
        parts.append(part)
    if asked.only != "counts":
        scores, part, goals["scores"], peers["scores"] = run_scores(patients, seed)
        parts.append(part)
    independent = measuring.is_independent_of_the_batch()
    parts.append(
        f"Verdicts independent of batch size and order, to the last bit: {'yes' if independent else 'NO'}."
    )
    print(f"\n{parts[-1]}\n{time.perf_counter() - began:.0f} s")
    if (asked.full or asked.write) and not asked.only:
        report.write_page("\n\n".join(parts))
        report.PICTURE.write_text(picture, "utf-8")
        report.write_figures(counts, scores, goals, peers, patients=patients, seed=seed)
    short = [goal.label for some in goals.values() for goal in some if goal.met is False]
    print(f"short of a must: {', '.join(short) or 'none'}")
    return int(bool(short) or not independent)


def _preface(patients: int, seed: int) -> str:
    return (
        f"Method `{report.METHOD_VERSION}`, {patients} diaries a cell, seed {seed}. A share of 5 % has a Monte-Carlo "
        f"error of {100 * (0.05 * 0.95 / patients) ** 0.5:.2f}, one of 50 % of {100 * (0.25 / patients) ** 0.5:.2f}. "
        "“Met” = within the bound but for two such errors. Cells are % improved / % worsened: at either read-out where "
        "nothing changed, at week 12 where something did."
    )


def run_counts(patients: int, seed: int):
    print("counts")
    cells = measuring.count_cells(patients, seed)
    found = comparing.compare_counts(min(patients, 2000), seed)
    goals = count_goals(cells, found, measuring.seconds_per_million(scores=False))
    own = {before: report.own_counts(cells, found, before) for before in (28, 56)}
    peers = "\n\n".join(
        f"{before} nights before, 84 after, one episode a night, % called improved{MATCHED}:\n\n"
        + report.peer_table(found, before, own[before])
        for before in (28, 56)
    )
    _say(goals)
    picture = report.picture(comparing.usual_ways(found), own[28], 28)
    part = (
        f"### Counted symptoms: goals\n\n{report.goal_table(goals)}\n\n### Counted symptoms: against the usual ways\n\n"
        f"![False alarms of each method](validation.svg)\n\n{peers}\n\n{_causal_impact()}\n\n"
        f"### Counted symptoms: every cell\n\n{report.count_table(cells)}"
    )
    return cells, part, goals, comparing.usual_ways(found), picture


def run_scores(patients: int, seed: int):
    print("scores")
    cells = measuring.score_cells(patients, seed)
    found = comparing.compare_scores(min(patients, 1500), seed)
    goals = score_goals(cells, found, measuring.seconds_per_million(scores=True))
    peers = "\n\n".join(
        f"{before} nights before, 84 after, mean over levels 3, 5, 7 and sd 1, 2, % improved{MATCHED_SCORES}:\n\n"
        + report.peer_table(found, before, report.own_scores(cells, found, before))
        for before in (28, 56)
    )
    _say(goals)
    part = (
        f"### Scored symptoms: goals\n\n{report.goal_table(goals)}\n\n### Scored symptoms: against the usual ways\n\n"
        f"{peers}\n\n### Scored symptoms: every cell\n\n{report.score_table(cells)}"
    )
    return cells, part, goals, comparing.usual_ways(found)


def _say(goals) -> None:
    for goal in goals:
        print("  " + goal.line())


def _causal_impact() -> str:
    if not CAUSAL_IMPACT.exists():
        return "CausalImpact was not run."
    found = json.loads(CAUSAL_IMPACT.read_text("utf-8"))
    cells = "; ".join(f"{name} {100 * cell['improved']:.0f}" for name, cell in found.items())
    one = next(iter(found.values()))
    return (
        f"CausalImpact (pycausalimpact) on {one['patients']} diaries a cell of the same simulator, {one['before']}+84, "
        f"% improved: {cells}. About {one['seconds']} s of processor time a diary."
    )


if __name__ == "__main__":
    raise SystemExit(main())
