"""Functions of a matrix J together with a vector r, by the eigenvalues and eigenvectors of J J^T."""
import itertools
from fractions import Fraction

from mpmath import mp

import exact
from exact import real

MOST_SIGNS = 12


class Split:
    """r in the left singular vectors of J: pairs of a squared singular value and the squared coefficient."""

    def __init__(self, matrix, r, finest=None):
        self.matrix, self.r = matrix, [real(x) for x in r]
        digits = mp.dps
        largest = matrix.frobenius()
        if finest is not None and exact.compare(finest, largest) < 0:
            # The square of a value of the size of the cutoff must keep its digits beside the largest square.
            digits += int(4 * mp.log10(real(largest) / real(finest)))
        gram = [[sum((x * y for x, y in zip(a, b)), Fraction(0)) for b in matrix.rows] for a in matrix.rows]
        with mp.workdps(digits + 20):
            square = mp.matrix(matrix.m, matrix.m)
            for i in range(matrix.m):
                for j in range(matrix.m):
                    square[i, j] = real(gram[i][j])
            found, self.vectors = mp.eigsy(square) if matrix.rank() else (mp.zeros(matrix.m, 1), mp.eye(matrix.m))
            self.order = sorted(range(matrix.m), key=lambda i: -found[i])
            values = [found[i] for i in self.order]
            self.squares = [max(x, mp.mpf(0)) if k < matrix.rank() else mp.mpf(0) for k, x in enumerate(values)]
            self.coefficients = [mp.fsum(self.vectors[i, k] * self.r[i] for i in range(matrix.m)) for k in self.order]

    def kept(self, alpha):
        """How many singular values are at least the cutoff."""
        return sum(1 for x in self.squares if exact.compare(x, exact.multiply(alpha, alpha)) >= 0)


def information(matrix, r, alpha):
    split = Split(matrix, r, alpha)
    return mp.sqrt(mp.fsum(c * c for c in split.coefficients[:split.kept(alpha)]))


def nuisance(matrix, r, alpha):
    split = Split(matrix, r, alpha)
    return mp.sqrt(mp.fsum(c * c for c in split.coefficients[split.kept(alpha):]))


def pseudo_inverse(matrix, r, alpha):
    split = Split(matrix, r, alpha)
    kept = split.kept(alpha)
    return mp.sqrt(mp.fsum(c * c / s for c, s in zip(split.coefficients[:kept], split.squares)))


def nuisance_image(matrix, r, alpha):
    split = Split(matrix, r, alpha)
    kept = split.kept(alpha)
    return mp.sqrt(mp.fsum(c * c * s for c, s in zip(split.coefficients[kept:], split.squares[kept:])))


def kept(matrix, alpha):
    return Fraction(Split(matrix, [Fraction(0)] * matrix.m, alpha).kept(alpha))


def decay(x, steps):
    """(1 - x)^steps for x in [0, 1], and 1 less it, without cancellation."""
    if x >= 1:
        return (mp.mpf(1) if steps == 0 else mp.mpf(0 if x == 1 else (1 - x) ** int(steps))), mp.mpf(0 if steps == 0 else 1)
    logarithm = real(steps) * mp.log1p(-x)
    return mp.exp(logarithm), -mp.expm1(logarithm)


def descent_residual(matrix, r, eta, steps):
    split = Split(matrix, r)
    factors = [decay(real(eta) * s, steps)[0] for s in split.squares]
    return [mp.fsum(split.vectors[i, k] * c * f for k, c, f in zip(split.order, split.coefficients, factors))
            for i in range(matrix.m)]


def descent_displacement(matrix, r, eta, steps):
    split = Split(matrix, r)
    return mp.sqrt(mp.fsum((decay(real(eta) * s, steps)[1] * c) ** 2 / s
                           for s, c in zip(split.squares, split.coefficients) if s > 0))


def sign_mean(matrix):
    """The mean of the norm of J^T xi over all signs; the first sign may be 1."""
    if matrix.m > MOST_SIGNS:
        raise NotImplementedError(f"more than {MOST_SIGNS} rows have too many signs to enumerate here")
    columns = [list(column) for column in zip(*matrix.rows)]
    norms = []
    for rest in itertools.product((1, -1), repeat=matrix.m - 1):
        signs = (1, *rest)
        sums = [sum((s * x for s, x in zip(signs, column)), Fraction(0)) for column in columns]
        norms.append(real(exact.root(sum((x * x for x in sums), Fraction(0)))))
    return mp.fsum(norms) / len(norms)
