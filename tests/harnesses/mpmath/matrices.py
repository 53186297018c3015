"""Functions of one matrix, whose entries are rationals; singular values by mpmath.svd_r, ranks by exact elimination."""
import base64
import struct
from fractions import Fraction

from mpmath import mp

import exact
from exact import real

FORMATS = {"float64": ("d", 8), "float32": ("f", 4), "float16": ("e", 2), "int8": ("b", 1)}
# Digits of the significand in binary, exponent of the least normal number.
GRAINS = {"float64": (53, -1022), "float32": (24, -126), "float16": (11, -14), "bfloat16": (8, -126)}
MARGIN = 30


class Matrix:
    """Rows of rationals, with the format they were stored in."""

    def __init__(self, rows, dtype="float64", scale=None):
        self.rows, self.dtype, self.scale = rows, dtype, scale
        self.m, self.n = len(rows), len(rows[0])
        self.known = {}

    @staticmethod
    def read(data):
        """A list of rows, or shape, dtype and base64 of the entries row by row."""
        if isinstance(data, list):
            return Matrix([[Fraction(x) for x in row] for row in data])
        raw, dtype, (m, n) = base64.b64decode(data["data"]), data["dtype"], data["shape"]
        if dtype == "bfloat16":
            halves = struct.unpack(f"<{m * n}H", raw)
            values = struct.unpack(f"<{m * n}f", struct.pack(f"<{m * n}I", *[h << 16 for h in halves]))
        else:
            values = struct.unpack(f"<{m * n}{FORMATS[dtype][0]}", raw)
        scale = Fraction(data["scale"]) if dtype == "int8" else None
        entries = [Fraction(x) * (scale or 1) for x in values]
        return Matrix([entries[i * n:(i + 1) * n] for i in range(m)], dtype, scale)

    def minus(self, other):
        return Matrix([[x - y for x, y in zip(a, b)] for a, b in zip(self.rows, other.rows)])

    def zero(self):
        return Matrix([[Fraction(0)] * self.n for _ in range(self.m)])

    def entries(self):
        return [x for row in self.rows for x in row]

    def real(self):
        matrix = mp.matrix(self.m, self.n)
        for i, row in enumerate(self.rows):
            for j, x in enumerate(row):
                matrix[i, j] = real(x)
        return matrix

    def rank(self):
        """By fraction-free elimination on integers."""
        if "rank" not in self.known:
            self.known["rank"] = integer_rank(self.rows)
        return self.known["rank"]

    def singular_values(self):
        """All min(m, n), descending; 0 beyond the exact rank. With so many digits that the least keeps some."""
        digits, values = self.known.get("singular", (0, None))
        if digits >= mp.dps:
            return values
        rank, least = self.rank(), min(self.m, self.n)
        work = mp.dps
        values = []
        while rank and not values:
            with mp.workdps(work):
                found = sorted(mp.svd_r(self.real(), compute_uv=False), reverse=True)
                if found[rank - 1] > found[0] * mp.mpf(10) ** (MARGIN - work):
                    values = [+x for x in found[:rank]]
            work *= 2
        values = values + [mp.mpf(0)] * (least - rank)
        self.known["singular"] = (mp.dps, values)
        return values

    def spectral(self):
        return self.singular_values()[0]

    def frobenius(self):
        return exact.root(sum((x * x for x in self.entries()), Fraction(0)))

    def schatten_sum(self, p):
        return Fraction(self.rank()) if p == 0 else mp.fsum(mp.power(x, real(p)) for x in self.singular_values() if x > 0)

    def rows_norm(self):
        return mp.fsum(real(exact.root(sum((x * x for x in row), Fraction(0)))) for row in self.rows)

    def columns_norm(self):
        return Matrix([list(column) for column in zip(*self.rows)]).rows_norm()

    def half_ulp(self, x):
        """Half the distance from |x| to the next larger number of the format."""
        precision, least = GRAINS[self.dtype]
        exponent = least
        if x != 0:
            exponent = abs(x).numerator.bit_length() - abs(x).denominator.bit_length()
            exponent -= abs(x) < Fraction(2) ** exponent
        return Fraction(2) ** (max(exponent, least) - precision)

    def storage_radius(self):
        """The spectral norm of the half-ulps; of int8 all are half the scale, and saturated entries have none."""
        if "radius" not in self.known:
            if self.dtype == "int8":
                if any(x / self.scale in (-128, 127) for x in self.entries()):
                    raise ValueError("saturated entries have no storage range")
                halves = Matrix([[self.scale / 2] * self.n for _ in self.rows])
            else:
                halves = Matrix([[self.half_ulp(x) for x in row] for row in self.rows])
            self.known["radius"] = halves
        return self.known["radius"].spectral()

    def moved(self, direction):
        """Singular values that are off by the storage radius, not below 0."""
        radius = self.storage_radius()
        return [max(mp.mpf(0), x + direction * radius) for x in self.singular_values()]

    def storage_rank(self):
        return sum(1 for x in self.singular_values() if exact.compare(x, self.storage_radius()) > 0)

    def storage_schatten(self, p, direction):
        if p == 0:
            return Fraction(self.storage_rank() if direction < 0 else min(self.m, self.n))
        return mp.fsum(mp.power(x, real(p)) for x in self.moved(direction) if x > 0)

    def storage_stable_rank(self, direction):
        values, largest = self.moved(direction), self.moved(-direction)[0]
        if self.moved(-1)[0] == 0:
            raise ZeroDivisionError("the matrix may stand for 0")
        return 1 + mp.fsum(min(mp.mpf(1), x / largest) ** 2 for x in values[1:])


def integer_rank(rows):
    """The rank over the rationals: each row times its denominators, then Bareiss."""
    a = []
    for row in rows:
        factor = 1
        for x in row:
            factor = max(factor, x.denominator) if factor % x.denominator and x.denominator % factor == 0 else \
                factor if factor % x.denominator == 0 else factor * x.denominator
        a.append([int(x * factor) for x in row])
    rank, before = 0, 1
    for j in range(len(a[0]) if a else 0):
        pivot = next((i for i in range(rank, len(a)) if a[i][j]), None)
        if pivot is None:
            continue
        a[rank], a[pivot] = a[pivot], a[rank]
        top = a[rank]
        for i in range(rank + 1, len(a)):
            row = a[i]
            a[i] = [(top[j] * row[t] - row[j] * top[t]) // before if t > j else 0 for t in range(len(row))]
        before, rank = top[j], rank + 1
    return rank


def step_kernel_rank(matrix):
    """Lines that hold a row other than 0, plus the dimension of the span of those with rows on both sides of 0."""
    lines = {}
    for row in matrix.rows:
        first = next((x for x in row if x), None)
        if first is not None:
            lines.setdefault(tuple(x / first for x in row), set()).add(first > 0)
    twice = [list(line) for line, sides in lines.items() if len(sides) == 2]
    return Fraction(len(lines) + (integer_rank(twice) if twice else 0))
