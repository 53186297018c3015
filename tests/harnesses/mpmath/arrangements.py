"""Functions that read a matrix by rows, by positions or by paths: group norms, maxima, margins, convolutions."""
from fractions import Fraction
from itertools import product

from mpmath import mp

import exact
from exact import real
from matrices import Matrix

LARGEST_SIDE = 40


def powered_norm(values, p):
    """(sum |x|^p)^(1/p), p at least 1; exact for the sum at whole p."""
    total = Fraction(0)
    for x in values:
        total = exact.add(total, exact.power(abs(x), p) if x else Fraction(0))
    return exact.power(total, exact.divide(Fraction(1), p)) if total != 0 else Fraction(0)


def group_norm(matrix, p, inverse):
    """The l_q norm over the rows of their l_p norms; an inverse of 0 is the largest row."""
    norms = [powered_norm(row, p) for row in matrix.rows]
    if inverse == 0:
        best = norms[0]
        for norm in norms[1:]:
            best = norm if exact.compare(norm, best) > 0 else best
        return best
    return powered_norm(norms, exact.divide(Fraction(1), inverse))


def norm_of_paths(layers, p):
    """The l_p norm of the products along all paths: one row of ones through the matrices of |x|^p."""
    row = [Fraction(1)] * layers[0].n
    for layer in layers:
        sized = [[exact.power(abs(x), p) if x else Fraction(0) for x in entries] for entries in layer.rows]
        row = [sum_of(exact.multiply(x, y) for x, y in zip(entries, row) if x != 0 and y != 0) for entries in sized]
    total = sum_of(row)
    return exact.power(total, exact.divide(Fraction(1), p)) if total != 0 else Fraction(0)


def sum_of(terms):
    total = Fraction(0)
    for term in terms:
        total = exact.add(total, term)
    return total


def transpose(matrix):
    return Matrix([list(column) for column in zip(*matrix.rows)], matrix.dtype, matrix.scale)


def cut_rows(matrix, count):
    """Each row cut into so many rows of equal length."""
    length = matrix.n // int(count)
    return Matrix([row[i:i + length] for row in matrix.rows for i in range(0, matrix.n, length)], matrix.dtype, matrix.scale)


def row_maxima(matrix):
    return Matrix([[max(abs(x) for x in row)] for row in matrix.rows], matrix.dtype, matrix.scale)


def score_margin(matrix, i, j):
    row = matrix.rows[int(i) - 1]
    return row[int(j) - 1] - max(x for place, x in enumerate(row) if place != int(j) - 1)


def spectral_entropy(matrix):
    squares = [x * x for x in matrix.singular_values() if x > 0]
    whole = mp.fsum(squares)
    return -mp.fsum(x / whole * mp.log(x / whole) for x in squares)


def energy_rank(matrix, share, p):
    """The least k whose leading values have the share of the sum of powers; the exact rank for the whole."""
    if share == 1:
        return Fraction(matrix.rank())
    powers = [mp.power(x, real(p)) for x in matrix.singular_values() if x > 0]
    whole, kept = mp.fsum(powers) * real(share), mp.mpf(0)
    for k, x in enumerate(powers, 1):
        kept += x
        if exact.compare(kept, whole) >= 0:
            return Fraction(k)
    return Fraction(len(powers))


def convolution(kernel, window, grid, stride, pad, pad_end, dilation, groups, circular):
    """The matrix of a convolution from its definition: output (filter, place), input (channel, position); padding is 0 or wraps around."""
    axes = range(len(window))
    window, grid, stride, pad, pad_end, dilation = ([int(x) for x in xs] for xs in (window, grid, stride, pad, pad_end, dilation))
    groups, taps = int(groups), list(product(*[range(k) for k in window]))
    inner = kernel.n // len(taps)
    places = list(product(*[range((grid[j] + pad[j] + pad_end[j] - dilation[j] * (window[j] - 1) - 1) // stride[j] + 1) for j in axes]))
    positions = {position: i for i, position in enumerate(product(*[range(n) for n in grid]))}
    if max(kernel.m * len(places), inner * groups * len(positions)) > LARGEST_SIDE:
        raise NotImplementedError(f"operators have sides of at most {LARGEST_SIDE} here")
    rows = []
    for f in range(kernel.m):
        group = f // (kernel.m // groups)
        for place in places:
            row = [Fraction(0)] * (inner * groups * len(positions))
            for channel in range(inner):
                for t, tap in enumerate(taps):
                    at = [place[j] * stride[j] - pad[j] + tap[j] * dilation[j] for j in axes]
                    at = tuple(x % grid[j] for j, x in enumerate(at)) if circular else tuple(at)
                    if at in positions:
                        row[(group * inner + channel) * len(positions) + positions[at]] += kernel.rows[f][channel * len(taps) + t]
            rows.append(row)
    return Matrix(rows)


FUNCTIONS = {
    "group_norm": group_norm, "norm_of_paths": norm_of_paths, "transpose": transpose, "cut_rows": cut_rows, "row_maxima": row_maxima,
    "score_margin": score_margin, "spectral_entropy": spectral_entropy, "energy_rank": energy_rank, "convolution": convolution,
}
