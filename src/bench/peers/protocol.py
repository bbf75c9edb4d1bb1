"""The peers' side of the benchmark's protocol: say hello, then answer each line with a number by that many runs."""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np

FOLDER = Path(sys.argv[1])
ARGUMENTS = sys.argv[2:]


def arrays():
    """Every shared array by name."""
    entries = json.loads((FOLDER / "arrays.json").read_text())
    return {e["name"]: np.fromfile(FOLDER / e["file"], e["type"]).reshape(e["shape"]) for e in entries}


def threads():
    import os

    return int(os.environ["OMP_NUM_THREADS"])


def serve(run, check, **versions):
    """`run()` does the work and gives its result, `check(result)` the numbers to compare, as lists by name."""
    answer({"versions": {"python": sys.version.split()[0], "numpy": np.__version__, **versions}})
    for line in sys.stdin:
        before = watch()
        milliseconds, result = [], None
        for _ in range(int(line)):
            start = time.perf_counter()
            result = run()
            milliseconds.append(1000 * (time.perf_counter() - start))
        peak = None if before is None else resident("VmHWM") - before
        numbers = {name: [float(x) for x in np.ravel(values)] for name, values in check(result).items()}
        answer({"milliseconds": milliseconds, "peakMegabytes": peak, "check": numbers})


def answer(value):
    print("@" + json.dumps(value), flush=True)


def watch():
    try:
        Path("/proc/self/clear_refs").write_text("5")
        return resident("VmRSS")
    except OSError:
        return None


def resident(field):
    return int(re.search(field + r":\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
