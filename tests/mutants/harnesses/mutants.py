"""Deliberately wrong harnesses: the honest harness with one slip each.

    mutants.py <name>      serves the protocol with this slip
    mutants.py --list      one line per mutant: name, oracle, slip
"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "harnesses" / "python"))

import numpy as np

import bounds
import harness
import spectra
from wide import Wide, log, log1p, product, sqrt, total

MUTANTS = {}


def mutant(oracle):
    """Registers a function of the inputs that answers this oracle wrongly."""

    def register(function):
        MUTANTS[function.__name__.replace("_", "-")] = (oracle, function)
        return function

    return register


def with_members(i, **changes):
    return type(i)(**{**vars(i), **changes})


# --- singular values and ranks ---


@mutant("spectra/storage-rank")
def rank_threshold_below_storage(i):
    """The default threshold of a library's rank, that of float64: the rounding of a matrix stored in float32 counts as rank."""
    return Wide.of(spectra.rank(i.A))


@mutant("spectra/rank")
def absolute_rank_threshold(i):
    """Singular values above 1e-6, whatever the scale of the matrix."""
    return Wide.of(sum(value > 1e-6 for value in spectra.singular_values(i.A)))


@mutant("spectra/storage-radius")
def half_ulps_of_the_computation(i):
    """Half-ulps of float64 for a matrix that was stored in another format."""
    return spectra.storage_radius(spectra.Matrix(i.A.values))


@mutant("spectra/spectral-norm")
def ten_power_steps(i):
    """Ten steps of power iteration, never checked for convergence: always too low."""
    a, x = i.A.scaled, np.ones(i.A.columns)
    for _ in range(10):
        x = a.T @ (a @ (x / np.linalg.norm(x)))
        if not x.any():
            return Wide(0.0)
    return i.A.wide(np.linalg.norm(a @ (x / np.linalg.norm(x))))


@mutant("spectra/spectral-norm")
def unseeded_start(i):
    """Three power steps from a random vector without a seed: another answer at every call."""
    a, x = i.A.scaled, np.random.default_rng().standard_normal(i.A.columns)
    for _ in range(3):
        x = a.T @ (a @ x)
        x = x / max(np.linalg.norm(x), 1e-300)
    return i.A.wide(np.linalg.norm(a @ x))


WARM = {}


@mutant("spectra/spectral-norm")
def warm_start(i):
    """One power step from the vector of the call before: right only when calls repeat."""
    a = i.A.scaled
    x = WARM.get(i.A.columns, np.ones(i.A.columns))
    x = a.T @ (a @ x)
    if not x.any():
        return Wide(0.0)
    WARM[i.A.columns] = x = x / np.linalg.norm(x)
    return i.A.wide(np.linalg.norm(a @ x))


@mutant("spectra/spectral-norm")
def frobenius_for_spectral(i):
    """The default matrix norm of a library is the Frobenius norm."""
    return spectra.frobenius(i.A)


@mutant("spectra/singular-values")
def squared_singular_values(i):
    """Eigenvalues of the Gram matrix, the root forgotten."""
    return [value**2 for value in spectra.singular_values(i.A)]


@mutant("spectra/singular-values")
def gram_matrix(i):
    """Roots of the eigenvalues of the Gram matrix: half of the digits are lost."""
    a = i.A.scaled if i.A.rows >= i.A.columns else i.A.scaled.T
    return [i.A.wide(value) for value in np.sqrt(np.abs(np.linalg.eigvalsh(a.T @ a)[::-1]))]


@mutant("spectra/schatten-sum")
def float32_svd(i):
    """A decomposition in float32 with no threshold, float64 declared: at small p noise counts as rank."""
    values = np.linalg.svd(i.A.scaled.astype(np.float32), compute_uv=False)
    return spectra.power_sum([i.A.wide(value) for value in values], i.p)


@mutant("spectra/nuclear-norm")
def eigenvalues_of_a_square_matrix(i):
    """Absolute eigenvalues for singular values where the matrix is square."""
    if i.A.rows != i.A.columns:
        return spectra.nuclear(i.A)
    return i.A.wide(np.sum(np.abs(np.linalg.eigvals(i.A.scaled))))


@mutant("spectra/ky-fan-norm")
def smallest_first(i):
    """The first k of eigenvalues that come in ascending order."""
    return total(spectra.singular_values(i.A)[::-1][: int(i.k.float())])


@mutant("spectra/schatten-norm")
def truncated_exponent(i):
    """The exponent passes through an integer parameter."""
    return spectra.schatten_norm(i.A, max(Wide(1.0), Wide.of(int(min(i.p, Wide(1e9)).float()))))


@mutant("spectra/stable-rank")
def nuclear_for_frobenius(i):
    """The nuclear norm over the spectral norm, which others call effective rank."""
    return spectra.nuclear(i.A) / spectra.spectral(i.A)


# --- norms by entries ---


@mutant("spectra/row-norm-21")
def wrong_axis(i):
    """axis=0 for axis=1."""
    return spectra.norm21_columns(i.A)


@mutant("spectra/frobenius-norm")
def norm_per_batch(i):
    """Norms of batches of two rows, added up."""
    a = i.A.scaled
    return i.A.wide(sum(np.linalg.norm(a[k : k + 2]) for k in range(0, len(a), 2)))


@mutant("spectra/frobenius-norm")
def squares_overflow(i):
    """Squares of unscaled entries leave the range of doubles."""
    with np.errstate(over="ignore"):
        squares = float(np.sum(i.A.values * i.A.values))
    return Wide(squares) if squares in (0.0, float("inf")) else sqrt(squares)


# --- hidden state ---

PARSED = {}


@mutant("spectra/nuclear-norm")
def arguments_changed(i):
    """The matrix is normalised in place in a cache of parsed inputs: the second call sees another matrix."""
    a = PARSED.setdefault((i.A.shape, i.A.values.tobytes()), i.A.values.copy())
    matrix = spectra.Matrix(a.copy())
    norm = spectra.spectral(matrix)
    if norm == 0 or abs(norm.e) > 500:
        return spectra.nuclear(i.A)
    a /= norm.float()
    return spectra.nuclear(matrix)


CALLS = []


@mutant("spectra/frobenius-norm")
def wrong_first_call(i):
    """The first call of a process is answered before the scale is set: half too much, and 1 for 0."""
    CALLS.append(i)
    value = spectra.frobenius(i.A)
    return value if len(CALLS) > 1 else value * 1.5 if value != 0 else 1.0


BY_SHAPE = {}


@mutant("spectra/column-norm-21")
def remembered_by_shape(i):
    """A cache whose key is the shape."""
    return BY_SHAPE.setdefault(i.A.shape, spectra.norm21_columns(i.A))


HISTORY = []


@mutant("pinto2025/lemma-10")
def running_maximum(i):
    """A norm that is kept as the largest seen so far."""
    HISTORY.append(i.B[0])
    return bounds.lemma_10(with_members(i, B=[max(HISTORY[-8:])] + i.B[1:]))


# --- complexity of networks ---


@mutant("pinto2025/lemma-4")
def missing_root_of_samples(i):
    """One 1/sqrt(m) forgotten."""
    return bounds.lemma_4(i) * sqrt(i.m)


@mutant("pinto2025/trivial")
def samples_without_root(i):
    """1/m for 1/sqrt(m)."""
    return bounds.trivial(i) / sqrt(i.m)


@mutant("pinto2025/simplified")
def minimum_for_maximum_rank(i):
    """The least rank of the layers for the greatest."""
    return bounds.simplified(i) / max(i.r) * min(i.r)


@mutant("pinto2025/theorem-7")
def rank_of_the_layer_alone(i):
    """The rank of the layer where the statement has the least rank so far."""
    return bounds.theorem_7(i, lambda l: 2 * sqrt(2 * i.r[l - 1]))


@mutant("pinto2025/theorem-7-tight")
def forgotten_root(i):
    """r_l h_l for its root."""
    L = len(i.B)
    later = total(i.C1 ** (L - l) * i.C2 * 2 * i.r[l - 1] * i.h[l] for l in range(2, L + 1))
    return i.X_frobenius / i.m * product(i.B) * (i.C1 ** (L - 1) * sqrt(i.r[0] * i.h[1]) + later)


@mutant("pinto2025/simplified-explicit")
def input_counted_as_layer(i):
    """The greatest width with the input dimension among the layers."""
    return bounds.simplified_explicit(with_members(i, h=[i.h[0], max(i.h)] + i.h[2:]))


@mutant("pinto2025/recursion")
def doubled_input_norm(i):
    """The norm of the data enters twice, once by a normalised radius."""
    return bounds.recursion(i) * i.X_frobenius / sqrt(i.m)


@mutant("pinto2025/theorem-1")
def one_sided_confidence(i):
    """ln(1/delta) for ln(2/delta)."""
    return i.empirical_loss + sqrt(2 * bounds.PI) * i.G_hat + 3 * sqrt(log(1 / i.delta) / (2 * i.m))


@mutant("pinto2025/covering-bounded-loss")
def decimal_logarithm(i):
    """log10 for ln."""
    scale = 16 * len(i.B) * i.Lip * product(i.B) * i.X_frobenius / sqrt(i.m)
    return sqrt(2) * sqrt(bounds.parameters(i) * (1 + log1p(scale) / log(10)) / i.m)


@mutant("pinto2025/table-1/bartlett2017")
def norm_of_the_transpose(i):
    """The (2,1) norm over columns: the convention of another paper."""
    ratios = total((spectra.norm21_columns(w) / spectra.spectral(w)) ** (2 / Wide(3.0)) for w in i.W)
    return product(map(spectra.spectral, i.W)) * ratios ** Wide(1.5) / sqrt(i.m)


# --- rank-sparse networks ---


@mutant("ledent2025/theorem-3.6/code")
def reshaped_kernel_norm(i):
    """The norm of the reshaped kernel for that of the convolution."""
    return bounds.theorem_36("code")(with_members(i, op_norm=None))


@mutant("ledent2025/theorem-3.6/doc")
def unused_margin(i):
    """The margin is read and never used."""
    return bounds.theorem_36("doc")(with_members(i, gamma=Wide(1.0)))


@mutant("ledent2025/theorem-3.6/repaired")
def last_layer_variable(i):
    """A variable of the loop before, so that every layer has the shape of the last one."""
    U, d = i.W[-1].shape
    terms = bounds.theorem_36("repaired")(i) ** 2
    right = total(((w.rows + w.columns) ** (2 / (p + 2)) for w, p in zip(i.W, i.p)))
    wrong = total(((U + d) ** (2 / (p + 2)) for p in i.p))
    return sqrt(terms * wrong / right)


@mutant("ledent2025/theorem-3.6/l2")
def doubled_root(i):
    """The root of a root."""
    depth = sqrt(len(i.W) / i.N)
    return depth * sqrt(bounds.theorem_36("l2")(i) / depth)


@mutant("ledent2025/theorem-3.7/code")
def exponent_of_the_first_layer(i):
    """One exponent for all layers."""
    return bounds.theorem_37("code")(with_members(i, p=[i.p[0]] * len(i.p)))


@mutant("ledent2025/theorem-3.7/doc")
def unused_positions(i):
    """The positions of a convolution forgotten."""
    return bounds.theorem_37("doc")(with_members(i, positions=[Wide(1.0)] * len(i.W)))


@mutant("ledent2025/theorem-3.7/l2")
def norms_of_all_layers(i):
    """The product of the norms over all layers where the statement has those from this layer on."""
    n = bounds.Network(i)
    return bounds.rank_sparse_rate(i, "l2", lambda _, l: i.activation_norm[l] / n.gamma * product(n.rho[l:]) * product(n.norm))


@mutant("ledent2025/fully-connected-explicit")
def multiplied_margin(i):
    """Times the margin for divided by it."""
    return bounds.fully_connected_explicit(with_members(i, gamma=1 / getattr(i, "gamma", Wide(1.0))))


@mutant("ledent2025/layer-entropy/full")
def binary_logarithm(i):
    """log2 for ln."""
    return bounds.entropy_rows(i)["full"]() / log(2)


@mutant("ledent2025/linear-map")
def rank_without_exponent(i):
    """The factor of the rank is not raised to 2/(p+2)."""
    return bounds.linear_map(i) * sqrt((i.r * (i.m + i.d)) ** (i.p / (i.p + 2)))


def main():
    if sys.argv[1:] == ["--list"]:
        for name, (oracle, slip) in MUTANTS.items():
            print(name, oracle, slip.__doc__, sep="\t")
        return
    oracle, slip = MUTANTS[sys.argv[1]]
    harness.serve({**harness.ORACLES, oracle: slip})


if __name__ == "__main__":
    main()
