#!/usr/bin/python3
"""Independent values of the catalogue's oracles, 40 digits, by mpmath.

Written from the statements of the papers, not from the oracle files. Prints a JSON list of
{"oracle", "inputs", "expect"}; expect is a decimal string, a list of them or an object of them.
Inputs follow the catalogue's convention: a JSON number is one double, a string an exact rational.

Usage: crosscheck.py > crosscheck.json
"""
import json
import math
from fractions import Fraction

from mpmath import mp, mpf, log, matrix, nstr, sqrt, svd_r

mp.dps = 90
DIGITS = 40


def number(x):
    """The exact number that an input means."""
    if isinstance(x, str):
        f = Fraction(x)
        return mpf(f.numerator) / mpf(f.denominator)
    return mpf(x)  # exact: an mpf of 90 digits holds every double


def numbers(xs):
    return [number(x) for x in xs]


def show(x):
    return nstr(x, DIGITS, strip_zeros=True, min_fixed=-5, max_fixed=20)


# ---------------------------------------------------------------- matrices

def singular_values(rows):
    a = matrix([[number(x) for x in row] for row in rows])
    if a.rows < a.cols:
        a = a.T
    return sorted((abs(s) for s in svd_r(a, compute_uv=False)), reverse=True)


def exact_rank(rows):
    """Gaussian elimination over the rationals."""
    a = [[Fraction(x) for x in row] for row in rows]
    rank = 0
    for column in range(len(a[0])):
        pivot = next((i for i in range(rank, len(a)) if a[i][column] != 0), None)
        if pivot is None:
            continue
        a[rank], a[pivot] = a[pivot], a[rank]
        for i in range(rank + 1, len(a)):
            factor = a[i][column] / a[rank][column]
            a[i] = [x - factor * y for x, y in zip(a[i], a[rank])]
        rank += 1
    return rank


def frobenius(rows):
    return sqrt(sum(number(x) ** 2 for row in rows for x in row))


def row_norms(rows):
    return sum(sqrt(sum(number(x) ** 2 for x in row)) for row in rows)


def transposed(rows):
    return [list(column) for column in zip(*rows)]


def schatten_sum(rows, p):
    if p == 0:
        return mpf(exact_rank(rows))
    return sum(s ** p for s in singular_values(rows)[:exact_rank(rows)])


def minus(a, b):
    return [[Fraction(x) - Fraction(y) for x, y in zip(r, s)] for r, s in zip(a, b)]


def as_double(rows):
    return [[float(x) for x in row] for row in rows]


# ---------------------------------------------------------------- spectra

MATRICES = {
    "square": [[2, -1, 0.5], [1, 3, -2], [0.25, 1, 4]],
    "wide": [[1, 2, 3, 4], [4, 3, 2, 1], [1, -1, 1, -1]],
    "tall and rank one": [[1, 2], [2, 4], [-3, -6], [0.5, 1]],
    "graded": [[1, 0.001, 0], [0.001, 1e-6, 1e-9], [0, 1e-9, 1e-12]],
    "one entry": [[-0.75]],
}
EXPONENTS = [0, 0.1, "0.1", "1/3", 1, 2, 3.5]


def spectra():
    for rows in MATRICES.values():
        s, r = singular_values(rows), exact_rank(rows)
        s = s[:r] + [mpf(0)] * (len(s) - r)
        yield "spectra/spectral-norm", {"A": rows}, s[0]
        yield "spectra/frobenius-norm", {"A": rows}, frobenius(rows)
        yield "spectra/nuclear-norm", {"A": rows}, sum(s)
        for k in (1, 2, 9):
            yield "spectra/ky-fan-norm", {"A": rows, "k": k}, sum(s[:k])
        yield "spectra/row-norm-21", {"A": rows}, row_norms(rows)
        yield "spectra/column-norm-21", {"A": rows}, row_norms(transposed(rows))
        yield "spectra/stable-rank", {"A": rows}, sum(x ** 2 for x in s) / s[0] ** 2
        yield "spectra/rank", {"A": rows}, mpf(r)
        yield "spectra/singular-values", {"A": rows}, s
        for p in EXPONENTS:
            yield "spectra/schatten-sum", {"A": rows, "p": p}, schatten_sum(rows, number(p))
            if p != 0:
                yield "spectra/schatten-norm", {"A": rows, "p": p}, schatten_sum(rows, number(p)) ** (1 / number(p))


# ---------------------------------------------------------------- storage precision (float64)

def half_ulps(rows):
    """Half the distance to the next double of larger size: the larger side at powers of two and at 0."""
    return [[mpf(math.ulp(float(x))) / 2 for x in row] for row in rows]


def storage():
    for rows in [MATRICES["square"], MATRICES["graded"], [[1, 0], [0, 1e-17]], [[1, 1e-16], [1, 0]]]:
        s = singular_values(rows)
        d = matrix(half_ulps(rows))
        delta = max(abs(x) for x in svd_r(d if d.rows >= d.cols else d.T, compute_uv=False))
        r = sum(1 for x in s if x > delta)
        yield "spectra/storage-rank", {"A": rows}, mpf(r)
        for p in (0, 0.5, 1):
            q = number(p)
            yield "spectra/schatten-sum-at-storage-rank", {"A": rows, "p": p}, sum(x ** q for x in s[:r])
            yield "spectra/storage-schatten-sum", {"A": rows, "p": p}, {
                "lower": mpf(r) if p == 0 else sum(max(mpf(0), x - delta) ** q for x in s),
                "upper": mpf(len(s)) if p == 0 else sum((x + delta) ** q for x in s),
            }


# ---------------------------------------------------------------- pinto2025

NETWORKS = [
    {"m": 16, "X_frobenius": 4, "h": [8, 12, 5], "r": [2, 2], "B": [1, 1], "C1": 1, "C2": 1},
    {"m": 16, "X_frobenius": 4, "h": [8, 12, 5], "r": [2, 2], "B": [1, 1], "C1": 2, "C2": 1},
    {"m": 64, "X_frobenius": 12, "h": [10, 16, 12, 7], "r": [4, 2, 3], "B": [1.5, 0.75, 2], "C1": 1.25, "C2": 2},
    {"m": 1000, "X_frobenius": "31.6", "h": [784, 200, 100, 50, 10], "r": [20, 30, 5, 9], "B": [1.1, "0.9", "4/3", 2.5], "C1": 1.5, "C2": "2.2", "L_phi": "1/2"},
    {"m": 1, "X_frobenius": 0.1, "h": [3, 2], "r": [2], "B": ["1e-400"], "C1": 1, "C2": 7, "L_phi": 3},
]


def product(xs):
    result = mpf(1)
    for x in xs:
        result *= x
    return result


def chain(network, diameter):
    """Unrolls the recursion of the chain rule; diameter(i) stands for D(Z_{i-1}) / (X_F prod_{j<i} B_j)."""
    m, x, h, r, b = number(network["m"]), number(network["X_frobenius"]), network["h"], network["r"], numbers(network["B"])
    c1, c2 = number(network["C1"]), number(network["C2"])
    g = b[0] * sqrt(mpf(r[0] * h[1])) * x / m
    for i in range(2, len(b) + 1):
        d = diameter(i) * x * product(b[:i - 1])
        g = c1 * b[i - 1] * g + c2 * d / m * b[i - 1] * sqrt(mpf(r[i - 1] * h[i]))
    return g


def pinto():
    for network in NETWORKS:
        m, x, h, r, b = number(network["m"]), number(network["X_frobenius"]), network["h"], network["r"], numbers(network["B"])
        radius = x / sqrt(m)
        lemma = {k: v for k, v in network.items() if k not in ("C1", "C2", "L_phi")}
        yield "pinto2025/lemma-4", lemma, radius * sqrt(h[-1] * min(r) / m) * product(b)
        shallow = {k: v for k, v in network.items() if k not in ("C1", "C2")}
        yield "pinto2025/lemma-10", shallow, number(network.get("L_phi", 1)) * radius * sqrt(h[1] * r[0] / m) * b[0]
        main = {k: v for k, v in network.items() if k != "L_phi"}
        yield "pinto2025/theorem-7", main, chain(network, lambda i: 2 * sqrt(mpf(2 * min(r[:i]))))
        yield "pinto2025/theorem-7-tight", main, chain(network, lambda i: mpf(2))
        yield "pinto2025/theorem-7-tight-relu", main, chain(network, lambda i: sqrt(mpf(2)))


# ---------------------------------------------------------------- ledent2025

def diagonal(rows, columns, values):
    return [[values[i] if i == j and i < len(values) else 0 for j in range(columns)] for i in range(rows)]


RANK_SPARSE = [
    {"N": 100, "B": 3, "rho": [1], "p": [0, 0], "W": [diagonal(3, 4, [1, 0.5, 0.1]), diagonal(2, 3, [2, 0.25])]},
    {"N": 100, "B": 3, "rho": [1], "p": [0.5, 0.5], "W": [diagonal(3, 4, [1, 0.5, 0.1]), diagonal(2, 3, [2, 0.25])]},
    {"N": 50, "B": 1.5, "gamma": "0.3", "rho": ["1/2"], "p": [0.1, 2],
     "W": [MATRICES["wide"], [[1, 1, 0.5], [0, 2, 1]]]},
    {"N": 7, "B": 10, "gamma": 2, "rho": [0.5, 1.25], "p": ["1/3", 0, 1],
     "W": [MATRICES["square"], [[1, 2, 0.5], [2, 4, 1]], [[3, -1]]],
     "M": [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 0], [1, 1, 1]], [[1, 1]]]},
    {"N": 1000, "B": 2, "rho": [1], "p": [1.5, 0.5], "positions": [64, 1], "op_norm": [3.5, "7/3"],
     "W": [MATRICES["wide"], [[1, 0.5], [0.25, 2]]]},
]


def ledent():
    for network in RANK_SPARSE:
        w = network["W"]
        layers = len(w)
        references = network.get("M") or [[[0] * len(a[0]) for _ in a] for a in w]
        op = numbers(network["op_norm"]) if "op_norm" in network else [singular_values(a)[0] for a in w]
        positions = network.get("positions", [1] * layers)
        p = numbers(network["p"])
        base = number(network["B"]) / number(network.get("gamma", 1)) * product(numbers(network["rho"])) * product(op)
        for form in ("code", "doc", "repaired", "l2"):
            total = mpf(0)
            for l in range(layers):
                u, d = len(w[l]), len(w[l][0])
                last = l == layers - 1
                size = {
                    "code": positions[l],
                    "doc": 1 if last else u * positions[l],
                    "repaired": min(u, d) if last else u * positions[l] * min(u, d),
                    "l2": u * positions[l] * min(u, d),
                }[form]
                a = as_double(minus(w[l], references[l]))
                proxy = schatten_sum(a, p[l]) / op[l] ** p[l]
                q = p[l] + 2
                total += base ** (2 * p[l] / q) * proxy ** (2 / q) * mpf(u + d) ** (2 / q) * mpf(size) ** (p[l] / q)
            yield f"ledent2025/theorem-3.6/{form}", network, sqrt(mpf(layers) / network["N"]) * sqrt(total)


# ---------------------------------------------------------------- classical

def classical():
    for network in [
        {"X_frobenius": 10, "n": 100, "A": [MATRICES["wide"], [[1, 1, 0.5], [0, 2, 1]]]},
        {"X_frobenius": "0.1", "n": 3, "gamma": "1/7", "rho": [0.5, 2], "A": [MATRICES["square"], [[1, 2, 0.5]]],
         "M": [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0]]]},
        {"X_frobenius": 1, "n": 3, "W": 500, "s": [2, "3/2"], "b": [7, 0.25], "A": [[[1]], [[1]]]},
    ]:
        a = network["A"]
        m = network.get("M") or [[[0] * len(w[0]) for _ in w] for w in a]
        s = numbers(network["s"]) if "s" in network else [singular_values(w)[0] for w in a]
        b = numbers(network["b"]) if "b" in network else [row_norms(as_double(minus(w, v))) for w, v in zip(a, m)]
        width = network.get("W", max([len(a[0][0])] + [len(w) for w in a]))
        complexity = product(numbers(network.get("rho", [1] * len(a)))) * product(s) * sum(
            (x / y) ** (mpf(2) / 3) for x, y in zip(b, s)) ** (mpf(3) / 2)
        yield "classical/bartlett2017-theorem-1.1", network, \
            number(network["X_frobenius"]) * complexity * log(mpf(width)) / (number(network.get("gamma", 1)) * network["n"])
    for network in [
        {"M_F": [1.5, 2], "n": 100, "sum_sq_norms": 25},
        {"M_F": ["1e200", 3, "1/3", 0.7, 5], "n": 12345, "sum_sq_norms": "2.5"},
    ]:
        d = len(network["M_F"])
        yield "classical/golowich2018-theorem-1", network, \
            product(numbers(network["M_F"])) * (sqrt(2 * log(mpf(2)) * d) + 1) * sqrt(number(network["sum_sq_norms"])) / network["n"]


def shown(value):
    if isinstance(value, list):
        return [show(v) for v in value]
    if isinstance(value, dict):
        return {name: show(v) for name, v in value.items()}
    return show(value)


def print_cases(*families):
    """Prints what families of (oracle, inputs, value) give."""
    cases = []
    for family in families:
        for oracle, inputs, value in family():
            cases.append({"oracle": oracle, "inputs": inputs, "expect": shown(value)})
    print("[")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]")


if __name__ == "__main__":
    print_cases(spectra, storage, pinto, ledent, classical)
