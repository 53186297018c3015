#!/usr/bin/python3
"""Independent values of the spectral quantities that crosscheck.py does not have, 40 digits, by mpmath.

Usage: spectra.py > spectra.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import matrix, mpf, sqrt, svd_r  # noqa: E402

from crosscheck import EXPONENTS, MATRICES, exact_rank, half_ulps, number, print_cases, singular_values  # noqa: E402


def relative():
    for rows in MATRICES.values():
        s = singular_values(rows)[:exact_rank(rows)]
        for p in EXPONENTS:
            yield "spectra/schatten-ratio-sum", {"A": rows, "p": p}, sum((x / s[0]) ** number(p) for x in s)


def storage():
    for rows in [MATRICES["square"], MATRICES["wide"], MATRICES["graded"], MATRICES["one entry"], [[1, 0], [0, 1e-17]], [[1, 1e-16], [1, 0]]]:
        s = singular_values(rows)
        s = s[:exact_rank(rows)] + [mpf(0)] * (len(s) - exact_rank(rows))
        d = matrix(half_ulps(rows))
        delta = max(abs(x) for x in svd_r(d if d.rows >= d.cols else d.T, compute_uv=False))
        ends = {"lower": [max(mpf(0), x - delta) for x in s], "upper": [x + delta for x in s]}
        yield "spectra/storage-radius", {"A": rows}, delta
        yield "spectra/storage-spectral-norm", {"A": rows}, {end: v[0] for end, v in ends.items()}
        yield "spectra/storage-frobenius-norm", {"A": rows}, {end: sqrt(sum(x ** 2 for x in v)) for end, v in ends.items()}
        yield "spectra/storage-nuclear-norm", {"A": rows}, {end: sum(v) for end, v in ends.items()}
        for k in (1, 2, 9):
            yield "spectra/storage-ky-fan-norm", {"A": rows, "k": k}, {end: sum(v[:k]) for end, v in ends.items()}
        for p in (0.5, 1, 2, "7/2"):
            q = number(p)
            yield "spectra/storage-schatten-norm", {"A": rows, "p": p}, {end: sum(x ** q for x in v) ** (1 / q) for end, v in ends.items()}
        low, high = ends["lower"], ends["upper"]
        yield "spectra/storage-stable-rank", {"A": rows}, {
            "lower": 1 + sum((x / high[0]) ** 2 for x in low[1:]),
            "upper": 1 + sum(min(mpf(1), x / low[0]) ** 2 for x in high[1:]),
        }


if __name__ == "__main__":
    print_cases(relative, storage)
