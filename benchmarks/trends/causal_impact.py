"""CausalImpact (a Python port) on some invented diaries: `python -m benchmarks.trends.causal_impact`.

In an environment of its own (numpy < 2, pandas < 2.2, statsmodels < 0.15, pycausalimpact): it breaks on newer ones.
Writes causal_impact.json beside this file; the benchmark prints what it finds there. Unanswered nights, which the port
refuses, are filled with the mean of their phase.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from benchmarks.trends.count_diaries import BY_NAME, simulate

FOUND = Path(__file__).with_name("causal_impact.json")
CELLS = (
    "iid",
    "AR .6",
    "worst AR .6",
    "worst realistic",
    "−10 % realistic",
    "−50 % realistic",
    "−70 % realistic",
)
SEED = 20_261_120
LEVEL = 0.05


def main(patients: int = 100, before: int = 28) -> None:
    import pandas as pd  # noqa: PLC0415
    from causalimpact import CausalImpact  # noqa: PLC0415

    warnings.simplefilter("ignore")
    found = json.loads(FOUND.read_text("utf-8")) if FOUND.exists() else {}
    for name in CELLS:
        counts = simulate(BY_NAME[name], 1.0, before, patients, SEED).counts
        began, flags = time.process_time(), []
        for diary in counts:
            parts = [
                np.where(np.isnan(part), np.nanmean(part), part) for part in (diary[:before], diary[before:])
            ]
            data = pd.DataFrame({"y": np.concatenate(parts)})
            impact = CausalImpact(data, [0, before - 1], [before, len(diary) - 1])
            effect = float(impact.summary_data.loc["abs_effect", "average"])
            flags.append(impact.p_value < LEVEL and effect < 0)
        found[name] = {
            "before": before,
            "patients": patients,
            "improved": float(np.mean(flags)),
            "seconds": round((time.process_time() - began) / patients, 2),
        }
        FOUND.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
        print(name, found[name], flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
