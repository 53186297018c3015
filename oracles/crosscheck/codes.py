#!/usr/bin/python3
"""Independent values of the family codes, 40 digits, by mpmath.

The relative entropy by bisection, the binomial tail by mpmath's incomplete beta function, binomial coefficients as integers.

Usage: codes.py > codes.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import binomial, log, mpf, sqrt  # noqa: E402

from crosscheck import number, numbers, print_cases  # noqa: E402
from test import bisect, entropy  # noqa: E402

CODES = [
    {"k_err": 30, "n": 1500, "l_bits": 400, "delta": "1/20"},
    {"k_err": 0, "n": 1, "l_bits": 0, "delta": 0.5},
    {"k_err": 0, "n": 1500, "l_bits": 10000, "delta": "1/20"},
    {"k_err": 7, "n": 7, "l_bits": 3, "delta": "1/20"},
    {"k_err": 112, "n": 1500, "l_bits": 561, "delta": "1/20"},
    {"k_err": 1242, "n": 60000, "l_bits": 9768, "delta": "1/20"},
    {"k_err": 3, "n": 20, "l_bits": 1, "delta": "0.99"},
]
LARGE = {"k_err": 1800, "n": 60000, "l_bits": 8000, "delta": "1/20"}
KEPT = [
    {"k_err": 57, "n": 1500, "d": 26, "l_bits": 10, "delta": "1/20"},
    {"k_err": 0, "n": 2, "d": 1, "l_bits": 0, "delta": 0.5},
    {"k_err": 5, "n": 100, "d": 0, "l_bits": 7, "delta": "0.01"},
    {"k_err": 3, "n": 40, "d": 37, "l_bits": 0, "delta": 0.25},
]
CHAINS = [
    {"rho": [1, "1.13", 1], "norm": [2.5, "1/3", 4], "norm_difference": ["0.01", 0.25, 0], "bias_difference": [0, "1e-3", 2],
     "activation_norm": [8, 3, "5/7"]},
    {"rho": [0.5], "norm": [0], "norm_difference": [3], "bias_difference": [1], "activation_norm": [4]},
    {"rho": [1, 0, 2], "norm": ["1e300", "1e200", 1], "norm_difference": [1, 1, 1], "bias_difference": [1, 1, "1e-300"], "activation_norm": [1, 1, 2]},
]
SUBSAMPLED = [
    {"l_bits": 8000000, "N": 8000000, "s": 10000, "D": "22.246", "sampled_risk": 3.5, "delta": "1/20"},
    {"l_bits": 0, "N": 1, "s": 1, "D": 1, "sampled_risk": 0, "delta": 0.5},
]
SMOOTHED = [{"a": "0.01", "V": 50257}, {"a": "0.1", "V": 50257}, {"a": 0.5, "V": 50257}, {"a": "1e-300", "V": 2}, {"a": "99/100", "V": "100000000000000000000"}]


def log_tail(k, n, p):
    """ln P(Bin(n, p) <= k), the whole sum from the first term on; nothing cancels."""
    odds, term, total = p / (1 - p), mpf(1), mpf(1)
    for j in range(1, k + 1):
        term *= odds * (n - j + 1) / j
        total += term
    return n * log(1 - p) + log(total)


def limit(k, n, budget):
    return mpf(1) if k == n else bisect(mpf(0), mpf(1), lambda p: p < 1 and log_tail(k, n, p) >= -budget)


def cases():
    for case in CODES + [LARGE]:
        k, n, budget = case["k_err"], case["n"], log(1 / number(case["delta"])) + case["l_bits"] * log(mpf(2))
        q = mpf(k) / n
        yield "codes/occam-kl", case, mpf(1) if k == n else bisect(q, mpf(1), lambda p: p < 1 and entropy(q, p) <= budget / n)
        yield "codes/occam-binomial", case, limit(k, n, budget)
    for case in KEPT:
        budget = log(1 / number(case["delta"])) + case["l_bits"] * log(mpf(2)) + log(binomial(case["n"], case["d"]))
        yield "codes/sample-compression", case, limit(case["k_err"], case["n"] - case["d"], budget)
    for case in CHAINS:
        distance = mpf(0)
        for rho, norm, change, bias, size in zip(*(numbers(case[m]) for m in ("rho", "norm", "norm_difference", "bias_difference", "activation_norm"))):
            distance = rho * (norm * distance + change * size + bias)
        yield "codes/perturbation", case, distance
    for case in SUBSAMPLED:
        v = {name: number(x) for name, x in case.items()}
        r = v["s"] / (v["s"] + v["N"])
        yield "codes/subsampled", case, v["sampled_risk"] + v["D"] * (
            sqrt((v["l_bits"] * log(mpf(2)) - log(r * v["delta"])) / (2 * v["N"])) + sqrt(-log((1 - r) * v["delta"]) / (2 * v["s"])))
    for case in SMOOTHED:
        a, size = number(case["a"]), number(case["V"])
        yield "codes/smoothed-range", case, (-log(a / size) + log(1 - a + a / size)) / log(mpf(2))


if __name__ == "__main__":
    print_cases(cases)
