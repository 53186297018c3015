#!/usr/bin/python3
"""Independent values of the family pacbayes, 40 digits, by mpmath.

The relative entropy by bisection; Catoni's form by expm1; the entropy of Gaussians from its three terms at 90 digits.

Usage: pacbayes.py > pacbayes.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import expm1, ln, mpf, sqrt  # noqa: E402

from crosscheck import number, numbers, print_cases  # noqa: E402
from test import bisect, entropy  # noqa: E402

GIBBS = [
    {"q": 0.028, "KL": 5000, "n": 60000, "delta": "1/20"},
    {"q": 0, "KL": 0, "n": 8, "delta": 0.5},
    {"q": "1/3", "KL": "2.5", "n": 100, "delta": "1e-9"},
    {"q": 1, "KL": 10, "n": 1000, "delta": "0.05"},
    {"q": "0.1", "KL": 300, "n": 1500, "delta": "0.05"},
]
TRADE = ["1", "1/2", "1.9", "0.001", "3/4"]
DRAWS = [{"M": 1000, "delta_mc": "0.01"}, {"M": 1, "delta_mc": "0.25"}, {"M": 150000, "delta_mc": "1e-4"}, {"M": 5, "delta_mc": "0.1"},
         {"M": 64, "delta_mc": "0.001"}]
CATONI = [{"lambda": 30000, "alpha": "1.1"}, {"lambda": 2, "alpha": 2}, {"lambda": "1.5", "alpha": "1.001"}, {"lambda": "1e6", "alpha": 10},
          {"lambda": 800, "alpha": "3/2"}]
GAUSSIANS = [
    {"w": [1, -2, "0.3"], "w0": [0.5, -2, 0], "sigma": ["0.1", "1/3", 2], "rho": ["0.1", 1, "0.5"]},
    {"w": [0], "w0": [0], "sigma": [1], "rho": [1]},
    {"w": ["1e-20", 5], "w0": [0, "-1e9"], "sigma": ["1.0000000001", "1e-30"], "rho": [1, "1e30"]},
]


def inverse(q, c):
    return mpf(1) if q == 1 else bisect(q, mpf(1), lambda p: p < 1 and entropy(q, p) <= c)


def cases():
    for case, trade, draws, catoni in zip(GIBBS, TRADE, DRAWS, CATONI):
        q, kl, n, delta = (number(case[name]) for name in ("q", "KL", "n", "delta"))
        share = (kl + ln(2) + ln(n) / 2 - ln(delta)) / n
        yield "pacbayes/kl", case, inverse(q, share)
        yield "pacbayes/classic", case, q + sqrt(share / 2)
        quadratic = (sqrt(q + share / 2) + sqrt(share / 2)) ** 2
        yield "pacbayes/quadratic", case, quadratic
        yield "pacbayes/lambda-best", case, quadratic
        lam = number(trade)
        yield "pacbayes/lambda", dict(case, **{"lambda": trade}), (q + share / lam) / (1 - lam / 2)
        yield "pacbayes/monte-carlo", dict(case, **draws), inverse(inverse(q, (ln(2) - ln(number(draws["delta_mc"]))) / draws["M"]), share)
        lam, grid = number(catoni["lambda"]), number(catoni["alpha"])
        x = q + grid / lam * (kl - ln(delta) + 2 * ln(2 + ln(lam) / ln(grid)))
        yield "pacbayes/catoni-grid", dict(case, **catoni), expm1(-lam / n * x) / expm1(-lam / n)
    for case in GAUSSIANS:
        yield "pacbayes/gaussian-kl", case, sum(
            ((s / r) ** 2 + ((a - b) / r) ** 2 - 1 - 2 * (ln(s) - ln(r))) / 2
            for a, b, s, r in zip(*(numbers(case[name]) for name in ("w", "w0", "sigma", "rho"))))


if __name__ == "__main__":
    print_cases(cases)
