"""The bounds of two papers, term by term as they are stated.

pinto2025: networks whose layers have limited rank and spectral norm (Pinto, Rangamani, Poggio 2025).
ledent2025: rank-sparse networks measured by Schatten quasi-norms (Ledent, Alves, Lei 2025).

Lists hold the papers' sequences in order: h = h_0..h_L, everything else starts at layer 1, so item l-1 belongs to layer l.
"""
import math

import numpy as np

from spectra import frobenius, norm21_rows, rank, schatten_norm, schatten_sum, spectral, stable_rank
from wide import Wide, log, log1p, product, sqrt, total, whole

# --- pinto2025: complexity of the class ---


def radius(i):
    """R = ||X||_F / sqrt(m)."""
    return i.X_frobenius / sqrt(i.m)


def widths(i):
    """sqrt(r_l h_l) for l = 1..L."""
    return [sqrt(r * h) for r, h in zip(i.r, i.h[1:])]


def lemma_4(i):
    return radius(i) * sqrt(i.h[-1] * min(i.r) / i.m) * product(i.B)


def lemma_5(i):
    l = whole(i.l)
    return i.X_frobenius * sqrt(2 * min(i.r[:l])) * 2 * product(i.B[:l])


def lemma_6(i):
    l = whole(i.l)
    return i.B[l - 1] * sqrt(i.r[l - 1] * i.h[l])


def lemma_10(i):
    return getattr(i, "L_phi", Wide(1.0)) * radius(i) * sqrt(i.h[1] * i.r[0] / i.m) * i.B[0]


def theorem_7(i, diameter):
    """First layer plus one term per further layer; diameter(l) is that of the activations before layer l."""
    L, width = len(i.B), widths(i)
    later = total(i.C1 ** (L - l) * i.C2 * diameter(l) * width[l - 1] for l in range(2, L + 1))
    return i.X_frobenius / i.m * product(i.B) * (i.C1 ** (L - 1) * width[0] + later)


def theorem_7_printed(i):
    return theorem_7(i, lambda l: 2 * sqrt(2 * min(i.r[:l])))


def theorem_7_lemma5(i):
    return theorem_7(i, lambda l: 2 * sqrt(2 * min(i.r[: l - 1])))


def theorem_7_tight(i):
    return theorem_7(i, lambda l: Wide(2.0))


def theorem_7_tight_relu(i):
    return theorem_7(i, lambda l: sqrt(2))


def recursion(i):
    """The proof of Theorem 7 layer by layer: G_l <= C1 B_l G_(l-1) + C2 diameter_(l-1) increments_l / m."""
    complexity = i.B[0] * sqrt(i.r[0]) * i.X_frobenius * sqrt(i.h[1]) / i.m
    for l in range(2, len(i.B) + 1):
        diameter = i.X_frobenius * sqrt(2 * min(i.r[: l - 1])) * 2 * product(i.B[: l - 1])
        complexity = i.C1 * i.B[l - 1] * complexity + i.C2 / i.m * diameter * i.B[l - 1] * sqrt(i.r[l - 1] * i.h[l])
    return complexity


def simplified(i):
    L = len(i.B)
    return i.C1**L * product(i.B) * radius(i) * L * max(i.r) * sqrt(max(i.h[1:]) / i.m)


def simplified_explicit(i):
    L, rank_limit = len(i.B), max(i.r)
    powers = total(i.C1**k for k in range(L - 1))
    scale = radius(i) * product(i.B) * sqrt(max(i.h[1:]) / i.m)
    return scale * (i.C1 ** (L - 1) * sqrt(rank_limit) + 2 * sqrt(2) * i.C2 * rank_limit * powers)


def trivial(i):
    return product(i.B) * i.X_frobenius * sqrt(i.h[-1] / i.m)


def sudakov_fernique(i):
    def width(l):
        r, h, before = i.r[l - 1], i.h[l], i.h[l - 1]
        return sqrt(r * h) if l == 1 else min(r * (sqrt(h) + sqrt(before)), sqrt(r * h * before))

    roots = total(width(l) ** Wide.of(2 / Wide(3.0)) for l in range(1, len(i.B) + 1))
    return i.X_frobenius / i.m * product(i.B) * roots ** Wide(1.5)


def tripuraneni(i):
    L, factor = len(i.B), 128 * log(i.m)
    layer = [sqrt(r * h / i.m) for r, h in zip(i.r, i.h[1:])]
    later = total(factor ** (L - l) * (8 / i.m**2 + factor * layer[l - 1]) for l in range(2, L + 1))
    return radius(i) * product(i.B) * (factor ** (L - 1) * layer[0] + later)


def parameters(i):
    return total(r * (h + before) for r, h, before in zip(i.r, i.h[1:], i.h))


def covering(i):
    return 2 * sqrt(2) * i.X_frobenius / i.m * product(i.B) * sqrt(parameters(i) * (1 + log1p(8 * len(i.B))))


def covering_bounded_loss(i):
    scale = product(i.B) * i.X_frobenius / sqrt(i.m)
    return sqrt(2) * sqrt(parameters(i) * (1 + log1p(16 * len(i.B) * i.Lip * scale)) / i.m)


# --- pinto2025: from complexity to the expected loss ---


def confidence(i):
    return 3 * sqrt(log(2 / i.delta) / (2 * i.m))


PI = math.pi


def theorem_1(i):
    return i.empirical_loss + sqrt(2 * PI) * i.G_hat + confidence(i)


def theorem_2(i):
    return i.empirical_loss + sqrt(i.Lip * PI) * i.G_hat + confidence(i)


def theorem_2_corrected(i):
    return i.empirical_loss + sqrt(2 * PI) * i.Lip * i.G_hat + confidence(i)


def margin_form(i):
    return i.empirical_loss + 2 * sqrt(PI) / i.gamma * i.G_hat + confidence(i)


def theorem_8(i):
    return i.c * i.ell * (i.R / sqrt(i.m) + log(i.m) ** Wide(1.5) * i.R_hat)


def theorem_11(i):
    return {
        "expected": i.empirical_loss + 2 * i.R_m + sqrt(log(1 / i.delta) / (2 * i.m)),
        "empirical": i.empirical_loss + 2 * i.R_hat + confidence(i),
    }


def theorem_12(i):
    return i.empirical_loss + 2 * sqrt(2 * i.Lip) * i.R_hat + confidence(i)


def theorem_12_corrected(i):
    return i.empirical_loss + 2 * sqrt(2) * i.Lip * i.R_hat + confidence(i)


# --- pinto2025: table 1, by the matrices and on the class ---


def table_bartlett(i):
    ratios = total((norm21_rows(w) / spectral(w)) ** (2 / Wide(3.0)) for w in i.W)
    return product(map(spectral, i.W)) * ratios ** Wide(1.5) / sqrt(i.m)


def table_golowich(i):
    return sqrt(len(i.W)) * product(map(frobenius, i.W)) / sqrt(i.m)


def table_neyshabur(i):
    L, width = len(i.W), max(w.rows for w in i.W)
    return product(map(spectral, i.W)) * sqrt(L * L * width * total(map(stable_rank, i.W)) / i.m)


def table_ours(i):
    L, width, largest = len(i.W), max(w.rows for w in i.W), max(map(rank, i.W))
    return product(map(spectral, i.W)) * i.C1**L * L * largest * sqrt(width) / sqrt(i.m)


def table_norms_on_class(i):
    L = len(i.B)
    return product(i.B) * sqrt(L**3 * max(i.r) * max(i.h[1:]) / i.m)


def table_golowich_on_class(i):
    L = len(i.B)
    return product(i.B) * sqrt(L * max(i.r) ** L / i.m)


def table_ours_on_class(i):
    L = len(i.B)
    return product(i.B) * i.C1**L * L * max(i.r) * sqrt(max(i.h[1:])) / sqrt(i.m)


# --- ledent2025: networks ---


class Network:
    """What the bounds need of a network, with the defaults of members that are not given."""

    def __init__(self, i):
        self.L, self.W = len(i.W), i.W
        self.gamma = getattr(i, "gamma", Wide(1.0))
        self.rho = getattr(i, "rho", [Wide(1.0)] * (self.L - 1))
        self.positions = getattr(i, "positions", [Wide(1.0)] * self.L)
        self.M = getattr(i, "M", None)
        self.difference = [w - m for w, m in zip(i.W, self.M)] if self.M else i.W
        self.norm = getattr(i, "op_norm", None) or [spectral(w) for w in i.W]
        self.p = getattr(i, "p", None)

    def spectral_of_reference(self, l):
        return spectral(self.M[l]) if self.M else Wide(0.0)

    def ratio(self, l):
        """r_l = ||A_l - M_l||_(sc,p)^p / ||A_l||^p."""
        return schatten_sum(self.difference[l], self.p[l]) / self.norm[l] ** self.p[l]

    def stilde(self, l):
        """The default limit of ||A_l - M_l||: the triangle inequality or the Schatten norm, whichever is less."""
        triangle = self.norm[l] + self.spectral_of_reference(l)
        return triangle if self.p[l] == 0 else min(triangle, schatten_norm(self.difference[l], self.p[l]))


# The dimension of layer l to the power p/(p+2): positions w, outputs U, mu = min(U, inputs).
DIMENSIONS = {
    "code": lambda w, U, mu, last: w,
    "doc": lambda w, U, mu, last: Wide(1.0) if last else U * w,
    "repaired": lambda w, U, mu, last: Wide.of(mu) if last else U * w * mu,
    "l2": lambda w, U, mu, last: U * w * mu,
}


def rank_sparse_rate(i, form, base):
    """sqrt(L/N) times the root of the sum over the layers; base(network, l) is what the exponent 2p/(p+2) stands on."""
    n = Network(i)
    squares = Wide(0.0)
    for l in range(n.L):
        (U, d), p = n.W[l].shape, n.p[l]
        dimension = DIMENSIONS[form](n.positions[l], U, min(U, d), l == n.L - 1)
        squares += (
            base(n, l) ** (2 * p / (p + 2))
            * n.ratio(l) ** (2 / (p + 2))
            * (U + d) ** (2 / (p + 2))
            * dimension ** (p / (p + 2))
        )
    return sqrt(n.L / i.N) * sqrt(squares)


def theorem_36(form):
    return lambda i: rank_sparse_rate(i, form, lambda n, l: i.B / n.gamma * product(n.rho) * product(n.norm))


def theorem_37(form):
    return lambda i: rank_sparse_rate(
        i, form, lambda n, l: i.activation_norm[l] / n.gamma * product(n.rho[l:]) * product(n.norm[l:])
    )


def closed_form(i, n, Gamma, logarithm, p, ratio):
    """8/N + 192 sqrt(Lam) sqrt(L/N) R."""
    squares = Wide(0.0)
    for l in range(n.L):
        U, d = n.W[l].shape
        squares += (
            Gamma ** (2 * p[l] / (p[l] + 2))
            * ratio[l] ** (2 / (p[l] + 2))
            * (U + d) ** (2 / (p[l] + 2))
            * Wide.of(U * min(U, d)) ** (p[l] / (p[l] + 2))
        )
    return 8 / i.N + 192 * sqrt(max(Wide(1.0), logarithm)) * sqrt(n.L / i.N) * sqrt(squares)


def margin_lipschitz(i, n, level):
    return sqrt(2) / level * i.B * product(n.norm) * product(n.rho)


def fully_connected_explicit(i):
    n = Network(i)
    Gamma = margin_lipschitz(i, n, n.gamma)
    stilde = getattr(i, "stilde", None) or [n.stilde(l) for l in range(n.L)]
    logarithm = log1p(16 * n.L * i.N * Gamma * max(s / norm for s, norm in zip(stilde, n.norm)))
    ratios = [n.ratio(l) for l in range(n.L)]
    return i.R_gamma + closed_form(i, n, Gamma, logarithm, n.p, ratios) + 3 * sqrt(log(2 / i.delta) / (2 * i.N))


def post_hoc(i):
    """The closed form for limits read off after training: grids of norms, exponents and margins, paid by a union bound."""
    n = Network(i)
    s0, K = getattr(i, "s0", Wide(1.0)), whole(getattr(i, "K", 40))
    level = min(n.gamma, Wide(1.0)) / 2
    growth = 1 + 1 / Wide.of(n.L)
    Gamma = margin_lipschitz(i, n, level) * growth**n.L
    q = [Wide.of(2 * math.ceil((p * K / 2).float())) / K for p in n.p]
    t = [schatten_sum(a, q_l) / norm**q_l + 1 for a, q_l, norm in zip(n.difference, q, n.norm)]
    largest = max(1 + n.spectral_of_reference(l) / n.norm[l] for l in range(n.L))
    choices = log(1 / level)
    for norm, t_l in zip(n.norm, t):
        steps = log(norm / s0)
        step = max(steps, -steps) / log(growth) + 1
        choices += log(3 * (step + 1) ** 2) + log(t_l * (t_l + 1)) + log(K + 1)
    logarithm = log1p(16 * n.L * i.N * Gamma * largest)
    return i.R_gamma + closed_form(i, n, Gamma, logarithm, q, t) + 3 * sqrt((log(2 / i.delta) + choices) / (2 * i.N))


# --- ledent2025: the integral over the radius ---


def layer_logarithms(kind, r, t, p, U, d):
    """ln of the least row of the layer entropy, as a function of an array of ln y."""
    ln_r, ln_t, both = kind(log(r).float()), kind(log(t).float()), kind(math.log(U + d))
    ln_p, p = (log(p).float() if p > 0 else 0.0), p.float()

    def ln_log1p(ln_x):
        """ln ln(1 + e**ln_x)."""
        small = ln_x < -30
        return np.where(small, ln_x, np.log(np.logaddexp(0, np.where(small, 0, ln_x))))

    def entropy(ln_y):
        x = ln_t + ln_y
        full = kind(math.log(U * d)) + ln_log1p(kind(math.log(4)) + x)
        if p == 0:
            return np.minimum(full, ln_r + both + ln_log1p(kind(math.log(8)) + x))
        Lam = both + ln_log1p(kind(math.log(16)) + x)
        kept = np.minimum(kind(math.log(min(U, d))), ln_r + kind(p) * (kind(math.log(4)) + ln_y))
        rows = [full, kept + Lam, kind(math.log(16 * U)) + ln_r + kind(2 - p) * ln_t + 2 * ln_y]
        if p < 2:
            constant = kind(math.log(2 / (2 - p)) + p / 2 * (math.log(2 - p) - ln_p))
            rows.append(constant + ln_r + kind(1 - p / 2) * Lam + kind(p / 2 * math.log(64 * U)) + kind(p) * ln_y)
        return np.minimum.reduce(rows)

    return entropy


# Nodes and weights on [-1, 1]: two Gauss rules of different order tell whether a piece is smooth.
COARSE, FINE = np.polynomial.legendre.leggauss(7), np.polynomial.legendre.leggauss(15)


def integrate(f, a, b, kind, tolerance):
    """Integral by bisection of the pieces on which the two rules differ (the minimum of rows has kinks)."""
    left, right, result = np.array([a]), np.array([b]), 0.0
    for _ in range(60):
        half, middle = (right - left) / 2, (left + right) / 2

        def rule(nodes, weights):
            points = (middle[:, None] + half[:, None] * nodes).astype(kind)
            return half * (f(points.ravel()).reshape(points.shape) @ weights)

        coarse, fine = rule(*COARSE), rule(*FINE)
        done = np.abs(fine - coarse) <= tolerance * np.maximum(np.abs(fine), abs(b - a) * 1e-6 * np.max(np.abs(fine)))
        result += float(np.sum(fine[done]))
        if done.all():
            return result
        left, right = np.concatenate([left[~done], middle[~done]]), np.concatenate([middle[~done], right[~done]])
    return result + float(np.sum(rule(*FINE)))


def fully_connected_integrated(i):
    """Rad <= 4/N + int_(1/N)^1 min(4, 12 sqrt(H(epsilon)/N)) d epsilon, never above 1/2."""
    if i.N <= 8:
        return Wide(0.5)
    n, kind = Network(i), np.float32 if Wide.single else np.float64
    stilde = getattr(i, "stilde", None) or [n.stilde(l) for l in range(n.L)]
    layers = [
        layer_logarithms(kind, n.ratio(l), stilde[l] / n.norm[l], n.p[l], *n.W[l].shape)
        for l in range(n.L)
        if n.ratio(l) > 0
    ]
    N, ln_scale = i.N.float(), kind(log(margin_lipschitz(i, n, n.gamma) * n.L).float())

    def integrand(ln_epsilon):
        if not layers:
            return np.zeros_like(ln_epsilon)
        H = np.logaddexp.reduce([layer(ln_scale - ln_epsilon) for layer in layers])
        return np.exp(np.minimum(kind(math.log(4)), kind(math.log(12) - math.log(N) / 2) + H / 2) + ln_epsilon)

    value = 4 / N + integrate(integrand, -math.log(N), 0.0, kind, 1e-5 if Wide.single else 1e-13)
    return Wide(min(0.5, value))


# --- ledent2025: one layer, linear maps ---


def entropy_rows(i):
    """The rows of the entropy of a rank-sparse layer, by name, as functions: not every row exists at every p."""
    m, y = i.m, i.y
    d, s, r, p = (getattr(i, name, None) for name in ("d", "s", "r", "p"))
    ratio = getattr(i, "stilde", s) / s
    Lam = log1p(16 * ratio * y)
    return {
        "full": lambda: m * d * log1p(4 * ratio * y),
        "rank": lambda: r * (m + d) * log1p(8 * ratio * y),
        "no-tail": lambda: min(m, d, r * (4 * y) ** p) * (m + d) * Lam,
        "all-tail": lambda: 16 * m * r * ratio ** (2 - p) * y**2,
        "route-1": lambda: 2 / (2 - p) * ((2 - p) / p) ** (p / 2) * r * ((m + d) * Lam) ** (1 - p / 2) * (64 * m) ** (p / 2) * y**p,
        "route-2": lambda: ((p / 2) ** (2 / (p + 2)) + (2 / p) ** (p / (p + 2)))
        * (r * (m + d) * Lam) ** (2 / (p + 2))
        * (64 * m * min(m, d)) ** (p / (p + 2))
        * y ** (2 * p / (p + 2)),
    }


def layer_entropy(i):
    rows = entropy_rows(i)
    if i.p == 0:
        return min(rows["full"](), rows["rank"]())
    valid = ["full", "no-tail", "all-tail", "route-2"] + (["route-1"] if i.p < 2 else [])
    return min(rows[name]() for name in valid)


def tail_dimension(i):
    return getattr(i, "D", i.m * min(i.m, i.d))


def linear_map(i):
    p = i.p
    return sqrt((i.B * i.s) ** (2 * p / (p + 2)) * (i.r * (i.m + i.d)) ** (2 / (p + 2)) * tail_dimension(i) ** (p / (p + 2)) / i.N)


def deep_linear(i):
    L = Wide.of(len(i.frobenius_norm))
    r = total(norm**2 for norm in i.frobenius_norm) / L / i.s ** (2 / L)
    return sqrt((r * (i.m + i.d)) ** (L / (L + 1)) * (i.B * i.s) ** (2 / (L + 1)) * tail_dimension(i) ** (1 / (L + 1)) / i.N)


# --- ledent2025: the bounds it compares with ---


def comparison_c1(i):
    n = Network(i)
    ratios = total((norm21_rows(a) / norm) ** (2 / Wide(3.0)) for a, norm in zip(n.difference, n.norm))
    return i.B * product(n.rho) * product(n.norm) / sqrt(i.N) * ratios ** Wide(1.5)


def comparison_c5(i):
    n = Network(i)
    width = max([n.W[0].columns] + [w.rows for w in n.W])
    ratios = total((frobenius(w) / norm) ** 2 for w, norm in zip(n.W, n.norm))
    return i.B * product(n.norm) / sqrt(i.N) * n.L * sqrt(width) * sqrt(ratios)


def comparison_c9(i):
    n = Network(i)
    C1 = getattr(i, "C1", Wide(1.0))
    entries = max(w.rows * w.columns for w in n.W)
    return C1**n.L * product(n.norm) * n.L * min(map(rank, n.W)) * sqrt(entries / i.N)


def comparison_parameters(i):
    return sqrt(sum(w.rows * w.columns for w in i.W) * len(i.W) / i.N)


ORACLES = {
    "pinto2025/lemma-4": lemma_4,
    "pinto2025/lemma-5": lemma_5,
    "pinto2025/lemma-6": lemma_6,
    "pinto2025/lemma-9": lambda i: i.Lip * i.G_hat,
    "pinto2025/lemma-10": lemma_10,
    "pinto2025/theorem-7": theorem_7_printed,
    "pinto2025/theorem-7-lemma5": theorem_7_lemma5,
    "pinto2025/theorem-7-tight": theorem_7_tight,
    "pinto2025/theorem-7-tight-relu": theorem_7_tight_relu,
    "pinto2025/recursion": recursion,
    "pinto2025/simplified": simplified,
    "pinto2025/simplified-explicit": simplified_explicit,
    "pinto2025/trivial": trivial,
    "pinto2025/sudakov-fernique": sudakov_fernique,
    "pinto2025/tripuraneni": tripuraneni,
    "pinto2025/covering": covering,
    "pinto2025/covering-bounded-loss": covering_bounded_loss,
    "pinto2025/theorem-1": theorem_1,
    "pinto2025/theorem-2": theorem_2,
    "pinto2025/theorem-2-corrected": theorem_2_corrected,
    "pinto2025/margin-form": margin_form,
    "pinto2025/theorem-8": theorem_8,
    "pinto2025/theorem-11": theorem_11,
    "pinto2025/theorem-12": theorem_12,
    "pinto2025/theorem-12-corrected": theorem_12_corrected,
    "pinto2025/table-1/bartlett2017": table_bartlett,
    "pinto2025/table-1/bartlett2017-on-class": table_norms_on_class,
    "pinto2025/table-1/golowich2018": table_golowich,
    "pinto2025/table-1/golowich2018-on-class": table_golowich_on_class,
    "pinto2025/table-1/neyshabur2018": table_neyshabur,
    "pinto2025/table-1/neyshabur2018-on-class": table_norms_on_class,
    "pinto2025/table-1/ours": table_ours,
    "pinto2025/table-1/ours-on-class": table_ours_on_class,
    **{f"ledent2025/theorem-3.6/{form}": theorem_36(form) for form in DIMENSIONS},
    **{f"ledent2025/theorem-3.7/{form}": theorem_37(form) for form in DIMENSIONS},
    "ledent2025/fully-connected-explicit": fully_connected_explicit,
    "ledent2025/fully-connected-integrated": fully_connected_integrated,
    "ledent2025/post-hoc": post_hoc,
    "ledent2025/layer-entropy": layer_entropy,
    **{
        f"ledent2025/layer-entropy/{row}": (lambda row: lambda i: entropy_rows(i)[row]())(row)
        for row in ("full", "rank", "no-tail", "all-tail", "route-1", "route-2")
    },
    "ledent2025/linear-map": linear_map,
    "ledent2025/deep-linear": deep_linear,
    "ledent2025/comparison/c1": comparison_c1,
    "ledent2025/comparison/c5": comparison_c5,
    "ledent2025/comparison/c9": comparison_c9,
    "ledent2025/comparison/c15": comparison_parameters,
    "ledent2025/comparison/c16": comparison_parameters,
}
