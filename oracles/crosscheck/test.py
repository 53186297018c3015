#!/usr/bin/python3
"""Independent values of limits from test samples, 40 digits, by mpmath.

The relative entropy by bisection, the binomial tail by mpmath's incomplete beta function.

Usage: test.py > test.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import betainc, log, mpf, sqrt  # noqa: E402

from crosscheck import number, print_cases  # noqa: E402

BITS = 300
CASES = [
    {"k_err": 0, "n": 1, "delta": 0.5},
    {"k_err": 1, "n": 1, "delta": 0.05},
    {"k_err": 19, "n": 360, "delta": "1/20"},
    {"k_err": 14, "n": 360, "delta": "1/20"},
    {"k_err": 597, "n": 1000, "delta": "1/20"},
    {"k_err": 3, "n": 10, "delta": "0.9"},
    {"k_err": 9, "n": 10, "delta": "99/100"},
    {"k_err": 1, "n": 100, "delta": "1e-30"},
    {"k_err": 120, "n": 20000, "delta": "0.01"},
]


def bisect(low, high, is_within):
    for _ in range(BITS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_within(middle) else (low, middle)
    return low


def entropy(q, p):
    return (q * log(q / p) if q else 0) + ((1 - q) * log((1 - q) / (1 - p)) if q != 1 else 0)


def tail(k, n, p):
    """P(Bin(n, p) <= k) = I_{1-p}(n - k, k + 1)."""
    return betainc(n - k, k + 1, 0, 1 - p, regularized=True)


def cases():
    for case in CASES:
        k, n, delta = case["k_err"], case["n"], number(case["delta"])
        q, budget = mpf(k) / n, log(1 / delta) / n
        yield "test/hoeffding", case, q + sqrt(budget / 2)
        yield "test/kl", case, mpf(1) if k == n else bisect(q, mpf(1), lambda p: entropy(q, p) <= budget)
        yield "test/clopper-pearson", case, mpf(1) if k == n else bisect(mpf(0), mpf(1), lambda p: tail(k, n, p) >= delta)


if __name__ == "__main__":
    print_cases(cases)
