"""One matrix exactly as stored, and its norms, ranks and singular values by LAPACK in the working precision."""
import numpy as np

from wide import Wide, total, whole

# Significant bits and least normal exponent of each storage format.
FORMATS = {"float64": (53, -1022), "float32": (24, -126), "float16": (11, -14), "bfloat16": (8, -126)}


class Matrix:
    """Entries as doubles (every format fits) and the format that they were stored in; step is the scale of int8."""

    def __init__(self, values, storage="float64", step=None):
        self.values, self.storage, self.step = values, storage, step
        self.rows, self.columns = values.shape
        largest = np.max(np.abs(values))
        # The working copy is scaled by a power of two, so that no square overflows or underflows.
        self.exponent = int(np.frexp(largest)[1]) if largest > 0 else 0
        self.scaled = np.ldexp(values, -self.exponent).astype(np.float32 if Wide.single else np.float64)
        self._sigma = None

    def __sub__(self, other):
        if self.shape != other.shape:
            raise ValueError("the reference matrix has another shape")
        return Matrix(self.values - other.values)

    @property
    def shape(self):
        return self.values.shape

    @property
    def sigma(self):
        """Singular values of the scaled copy, descending."""
        if self._sigma is None:
            self._sigma = np.linalg.svd(self.scaled, compute_uv=False)
        return self._sigma

    @property
    def noise(self):
        """Below this a singular value of the scaled copy is rounding: LAPACK's backward error."""
        return max(self.shape) * np.finfo(self.scaled.dtype).eps * self.sigma[0]

    def wide(self, x):
        return Wide(float(x), self.exponent)


def singular_values(a):
    return [a.wide(s) for s in a.sigma]


def nonzero_values(a):
    """The singular values that this precision can tell from 0."""
    return [a.wide(s) for s in a.sigma if s > a.noise]


def rank(a):
    return int(np.count_nonzero(a.sigma > a.noise))


def spectral(a):
    return a.wide(a.sigma[0])


def frobenius(a):
    return a.wide(np.sqrt(np.sum(a.scaled * a.scaled)))


def nuclear(a):
    return a.wide(np.sum(a.sigma))


def ky_fan(a, k):
    return a.wide(np.sum(a.sigma[: whole(k)]))


def norm21_rows(a):
    return a.wide(np.sum(np.sqrt(np.sum(a.scaled * a.scaled, axis=1))))


def norm21_columns(a):
    return a.wide(np.sum(np.sqrt(np.sum(a.scaled * a.scaled, axis=0))))


def stable_rank(a):
    return (frobenius(a) / spectral(a)) ** 2


def power_sum(values, p):
    return total(value**p for value in values)


def schatten_sum(a, p):
    return Wide.of(rank(a)) if p == 0 else power_sum(nonzero_values(a), p)


def norm_of(values, p):
    """(sum of the p-th powers)**(1/p), scaled by the largest value."""
    largest = values[0] if values else Wide(0.0)
    return largest if largest == 0 else largest * power_sum([v / largest for v in values], p) ** (1 / p)


def schatten_norm(a, p):
    return norm_of(nonzero_values(a), p)


def schatten_ratio_sum(a, p):
    largest = spectral(a)
    return Wide.of(rank(a)) if p == 0 else power_sum([v / largest for v in nonzero_values(a)], p)


# --- storage precision: the stored matrix stands for every matrix that rounds to it ---


def storage_radius(a):
    """The norm of the matrix of half-ulps (at 0 and at powers of two the larger side)."""
    if a.step is not None:  # int8: all half-ulps are half the scale
        if np.any(np.isin(np.rint(a.values / a.step), (-128, 127))):
            raise ValueError("saturated int8 entries stand for any number beyond them")
        return Wide(a.step * 0.5) * Wide(float(np.sqrt(a.rows * a.columns)))
    bits, least = FORMATS[a.storage]
    exponents = np.frexp(a.values)[1] - 1
    exponents = np.where(a.values == 0, least, np.maximum(exponents, least)) - bits
    top = int(exponents.max())
    half_ulps = np.ldexp(np.ones_like(a.scaled), np.maximum(exponents - top, -1000))
    return Wide(float(np.linalg.svd(half_ulps.astype(a.scaled.dtype), compute_uv=False)[0]), top)


def storage_rank(a):
    radius = storage_radius(a)
    return sum(value > radius for value in nonzero_values(a))


def schatten_sum_at_storage_rank(a, p):
    r = storage_rank(a)
    return Wide.of(r) if p == 0 else power_sum(singular_values(a)[:r], p)


def told_from_zero(a):
    """The singular values, those that are rounding as 0."""
    values = nonzero_values(a)
    return values + [Wide(0.0)] * (min(a.shape) - len(values))


def lowered(a):
    radius = storage_radius(a)
    return [value - radius if value > radius else Wide(0.0) for value in told_from_zero(a)]


def raised(a):
    radius = storage_radius(a)
    return [value + radius for value in told_from_zero(a)]


def storage_range(a, quantity):
    return {"lower": quantity(lowered(a)), "upper": quantity(raised(a))}


def storage_schatten_sum(a, p):
    if p == 0:
        return {"lower": Wide.of(storage_rank(a)), "upper": Wide.of(min(a.shape))}
    return storage_range(a, lambda values: power_sum(values, p))


def storage_stable_rank(a):
    """The largest value moved one way and all others the other way, no ratio above 1."""
    low, high = lowered(a), raised(a)
    if low[0] == 0:
        raise ArithmeticError("the matrix may stand for 0, which has no stable rank")

    def ratios(values, largest):
        return 1 + total(min(value / largest, Wide(1.0)) ** 2 for value in values[1:])

    return {"lower": ratios(low, high[0]), "upper": ratios(high, low[0])}


ORACLES = {
    "spectra/spectral-norm": lambda i: spectral(i.A),
    "spectra/frobenius-norm": lambda i: frobenius(i.A),
    "spectra/nuclear-norm": lambda i: nuclear(i.A),
    "spectra/ky-fan-norm": lambda i: ky_fan(i.A, i.k),
    "spectra/row-norm-21": lambda i: norm21_rows(i.A),
    "spectra/column-norm-21": lambda i: norm21_columns(i.A),
    "spectra/stable-rank": lambda i: stable_rank(i.A),
    "spectra/schatten-sum": lambda i: schatten_sum(i.A, i.p),
    "spectra/schatten-norm": lambda i: schatten_norm(i.A, i.p),
    "spectra/schatten-ratio-sum": lambda i: schatten_ratio_sum(i.A, i.p),
    "spectra/rank": lambda i: Wide.of(rank(i.A)),
    "spectra/singular-values": lambda i: singular_values(i.A),
    "spectra/storage-radius": lambda i: storage_radius(i.A),
    "spectra/storage-rank": lambda i: Wide.of(storage_rank(i.A)),
    "spectra/schatten-sum-at-storage-rank": lambda i: schatten_sum_at_storage_rank(i.A, i.p),
    "spectra/storage-spectral-norm": lambda i: storage_range(i.A, lambda values: values[0]),
    "spectra/storage-frobenius-norm": lambda i: storage_range(i.A, lambda values: norm_of(values, Wide(2.0))),
    "spectra/storage-nuclear-norm": lambda i: storage_range(i.A, total),
    "spectra/storage-ky-fan-norm": lambda i: storage_range(i.A, lambda values: total(values[: whole(i.k)])),
    "spectra/storage-schatten-norm": lambda i: storage_range(i.A, lambda values: norm_of(values, i.p)),
    "spectra/storage-schatten-sum": lambda i: storage_schatten_sum(i.A, i.p),
    "spectra/storage-stable-rank": lambda i: storage_stable_rank(i.A),
}
