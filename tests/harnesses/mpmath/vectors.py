"""The interpreter against the certified test vectors: python3 vectors.py [part of an id]. Prints what lies outside of an enclosure."""
import json
import pathlib
import sys
import time

from mpmath import mp

import exact
import harness
import oracles

VECTORS = pathlib.Path(__file__).resolve().parents[3] / "fixtures" / "vectors"
# Digits to which ends of enclosures are written; items of a list are judged beside its largest.
CERTIFIED = 20


def pairs(expected, result):
    """An enclosure and a number at every leaf."""
    if "named" in expected:
        return [pair for name, part in expected["named"].items() for pair in pairs(part, result[name])]
    if "values" in expected:
        return [pair for part, x in zip(expected["values"], result, strict=True) for pair in pairs(part, x)]
    return [(mp.mpf(expected["lower"]), mp.mpf(expected["upper"]), exact.real(result))]


def outside(expected, result):
    with mp.workdps(60):
        found = pairs(expected, result)
        largest = max(abs(x) for _, _, x in found)
        size = largest if "values" in expected else 0
        return [f"{mp.nstr(x, 30)} is not in [{mp.nstr(low, 30)}, {mp.nstr(high, 30)}]" for low, high, x in found
                if not low - max(size, abs(low)) * mp.mpf(10) ** -CERTIFIED <= x <= high + max(size, abs(high)) * mp.mpf(10) ** -CERTIFIED]


def main():
    known, part = oracles.load(), sys.argv[1] if len(sys.argv) > 1 else ""
    count = wrong = skipped = 0
    for file in sorted(VECTORS.rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            vector = json.loads(line)
            if part not in vector["id"] and part not in vector["oracle"]:
                continue
            oracle, start = known[vector["oracle"]], time.monotonic()
            try:
                faults = outside(vector["expect"], harness.evaluate(oracle, harness.read_inputs(oracle, vector["inputs"])))
            except (harness.Disagreement, NotImplementedError) as reason:
                skipped += 1
                print(f"{vector['id']}: skipped: {reason}", flush=True)
                continue
            except Exception as fault:
                faults = [f"{type(fault).__name__}: {fault}"]
            count, wrong = count + 1, wrong + bool(faults)
            seconds = time.monotonic() - start
            for fault in faults + ([f"{seconds:.0f} s"] if seconds > 8 else []):
                print(f"{vector['id']}: {fault}", flush=True)
    print(f"{count} vectors, {wrong} outside, {skipped} skipped")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
