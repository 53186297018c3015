#!/usr/bin/python3
"""Independent values of the spectral quantities that crosscheck.py does not have, 40 digits, by mpmath.

Usage: spectra.py > spectra.json
"""
import sys

sys.dont_write_bytecode = True

from fractions import Fraction  # noqa: E402
from itertools import product as grid  # noqa: E402

from mpmath import log, log10, matrix, mpf, sqrt, svd_r  # noqa: E402

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


def shares():
    tall = [[1, 1, 0], [1, -1, 0], [0, 0, 0.5], [2, 0, 0]]
    for rows in [*MATRICES.values(), tall, [[3, 0], [0, 4]], [[1, 0, 0], [0, 1, 0], [0, 0, 0]]]:
        r = exact_rank(rows)
        s = singular_values(rows)[:r]
        energy = sum(x ** 2 for x in s)
        entropy = -sum(x ** 2 / energy * log(x ** 2 / energy) for x in s)
        yield "spectra/matrix-entropy", {"A": rows}, mpf(0) if r == 1 else entropy / log(r)
        yield "spectra/rank-loss", {"A": rows}, mpf(min(len(rows), len(rows[0])) - r)
        for alpha in (0, 0.5, "1/3", 1, 2.5):
            yield "spectra/schatten-log", {"A": rows, "alpha": alpha}, log10(sum(x ** (2 * number(alpha)) for x in s))
        for t in (0.1, 0.5, "2/3", 0.9, "999/1000", 1):
            for name, power in (("spectra/energy-rank", 1), ("spectra/energy-rank/squares", 2)):
                whole = sum(x ** power for x in s)
                k = r if t == 1 else next(k for k in range(1, r + 1) if sum(x ** power for x in s[:k]) >= number(t) * whole)
                yield name, {"A": rows, "t": t}, mpf(k)
    for rows in [MATRICES["square"], MATRICES["graded"], [[1, 0], [0, 1e-17]], [[1, 1e-16], [1, 0]]]:
        d = matrix(half_ulps(rows))
        delta = max(abs(x) for x in svd_r(d, compute_uv=False))
        s = singular_values(rows)
        yield "spectra/storage-rank-loss", {"A": rows}, mpf(len(s) - sum(1 for x in s if x > delta))


# ---------------------------------------------------------------- convolutions

def map_of(inputs):
    """The matrix of a convolution, column by column: a unit image is padded in full and every window of the padded image is summed."""
    kernel, k, n = inputs["K"], inputs["k"], inputs["n"]
    dims = range(len(k))
    stride, dilation = inputs.get("stride", [1 for _ in dims]), inputs.get("dilation", [1 for _ in dims])
    before = inputs.get("pad", [0 for _ in dims])
    after, groups, circular = inputs.get("pad_end", before), inputs.get("groups", 1), inputs.get("circular", 0)
    window = list(grid(*(range(x) for x in k)))
    per_group = len(kernel[0]) // len(window)
    padded = [n[a] + before[a] + after[a] for a in dims]
    places = [range(0, padded[a] - dilation[a] * (k[a] - 1), stride[a]) for a in dims]
    columns = []
    for channel in range(per_group * groups):
        for one in grid(*(range(x) for x in n)):
            image = {}
            for at in grid(*(range(x) for x in padded)):
                inner = [at[a] - before[a] for a in dims]
                if circular:
                    inner = [inner[a] % n[a] for a in dims]
                if tuple(inner) == one:
                    image[at] = 1
            column = []
            for o, row in enumerate(kernel):
                same = o // (len(kernel) // groups) == channel // per_group
                first = channel % per_group * len(window)
                for corner in grid(*places):
                    column.append(sum((Fraction(row[first + j]) for j, tap in enumerate(window)
                                       if same and tuple(corner[a] + dilation[a] * tap[a] for a in dims) in image), Fraction(0)))
            columns.append(column)
    return [list(row) for row in zip(*columns)]


def exact_singular_values(rows):
    """Of a matrix of fractions; exact zeros beyond the rank."""
    a = matrix([[mpf(x.numerator) / x.denominator for x in row] for row in rows])
    s = sorted((abs(x) for x in svd_r(a if a.rows >= a.cols else a.T, compute_uv=False)), reverse=True)
    r = exact_rank(rows)
    return s[:r] + [mpf(0)] * (len(s) - r)


CONVOLUTIONS = [
    {"K": [[1, 1, 1, 1, 1, 1, 1, 1, 1]], "k": [3, 3], "n": [1, 1], "pad": [1, 1]},
    {"K": [[1, -2, 0.5]], "k": [3], "n": [5], "pad": [1]},
    {"K": [[1, -2, 0.5]], "k": [3], "n": [5], "pad": [1], "circular": 1},
    {"K": [[1, 2, 3, -1], [0.5, 0, 1, 1]], "k": [2], "n": [6], "stride": [2]},
    {"K": [[1, 2], [3, -1], [0.25, 1], [1, 1]], "k": [2], "n": [4], "pad": [0], "pad_end": [1], "groups": 2},
    {"K": [[1, 0.1, -1, 2, 0.75, 3]], "k": [3, 2], "n": [4, 3], "stride": [2, 1], "dilation": [1, 2], "pad": [1, 1], "pad_end": [0, 2]},
    {"K": [[1, 0.1, -1, 2, 0.75, 3]], "k": [3, 2], "n": [3, 2], "stride": [1, 2], "pad": [1, 1], "circular": 1},
    # The window wraps onto itself: entries are 0.1 + 0.3 and 0.7 + 1, the first of which no double holds.
    {"K": [[0.1, 0.7, 0.3, 1]], "k": [4], "n": [2], "pad": [1], "pad_end": [2], "circular": 1},
    {"K": [[1, -1, 2, 0.5]], "k": [2], "n": [3], "pad": [3], "dilation": [2], "groups": 1},
    {"K": [[1, 2, 1, -1, 0.5, 2, 1, 3]], "k": [2, 2, 2], "n": [2, 2, 3], "pad": [0, 1, 0]},
]


def convolutions():
    for inputs in CONVOLUTIONS:
        s = exact_singular_values(map_of(inputs))
        yield "spectra/convolution-norm", inputs, s[0]
        yield "spectra/convolution-singular-values", inputs, s


# ---------------------------------------------------------------- products

FACTORS = [
    [[[1, 2], [3, 4], [5, 6]], [[1, -1, 2], [0.5, 0, 1]]],
    [[[1, 0], [0, 0]], [[0, 0], [0, 1]]],
    [[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], [[0.7, 0.1], [0.1, 0.3], [0.2, 0.9]], [[1, 0.1, 0.7]]],
    # Rank one exactly: the product of the first two in doubles is not.
    [[[0.1], [0.3], [0.7]], [[0.1, 0.2, 0.9], [1.1, 0.3, 0.6], [0.7, 0.7, 0.1]], [[0.3, 0.9, 0.1], [0.1, 0.1, 1.3]]],
    [[[2, 1, 0], [1, 1, 1]]],
    [[[1, 1e-9], [1, 0]], [[1, -1], [1e-7, 1]]],
]


def products():
    for factors in FACTORS:
        rows = [[Fraction(x) for x in row] for row in factors[0]]
        for factor in factors[1:]:
            rows = [[sum(Fraction(x) * row[j] for x, row in zip(line, rows)) for j in range(len(rows[0]))] for line in factor]
        s, r = exact_singular_values(rows), exact_rank(rows)
        yield "spectra/product-singular-values", {"F": factors}, s
        yield "spectra/product-rank", {"F": factors}, mpf(r)
        for p in (0, 0.1, "1/3", 1, 2.5):
            yield "spectra/product-schatten-sum", {"F": factors, "p": p}, mpf(r) if p == 0 else sum(x ** number(p) for x in s[:r])


if __name__ == "__main__":
    print_cases(relative, storage, shares, convolutions, products)
