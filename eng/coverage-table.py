#!/usr/bin/env python3
"""The table of docs/coverage.md from the records of a run: coverage-table.py run.ndjson"""
import collections
import json
import sys

OPTION = " given"


def name(feature):
    axis, value = feature.split(": ", 1)
    if axis.endswith(OPTION):
        return "optional member", value
    return ("member", value) if " " not in axis else (axis, value)


cases, oracles, missing = collections.Counter(), collections.defaultdict(set), collections.defaultdict(set)
met = pairs = 0
order = []
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    coverage = record.get("coverage") if record["record"] == "unit" else None
    if not coverage:
        continue
    met, pairs = met + coverage["pairsMet"], pairs + coverage["pairs"]
    oracle = record["id"].split(":")[0]
    for feature, count in coverage["features"].items():
        key = name(feature)
        if key not in oracles:
            order.append(key)
        cases[key] += count
        oracles[key].add(oracle)
        if count == 0:
            missing[key].add(oracle)

print("| axis | value | statements | cases | statements without |")
print("|---|---|---:|---:|---:|")
for key in sorted(order, key=lambda k: (k[0].startswith(("member", "optional")), k[0])):
    print(f"| {key[0]} | {key[1]} | {len(oracles[key])} | {cases[key]} | {len(missing[key])} |")
print(f"\nPairs of features that met in a case: {met} of {pairs}.")
