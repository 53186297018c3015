#!/usr/bin/python3
"""Independent values of the classical bounds, 40 digits, by mpmath; format and conventions of crosscheck.py.

Written from the statements of the papers, not from the oracle files. Usage: classical.py > classical.json
"""
import json
from fractions import Fraction

from mpmath import matrix, mp, mpf, svd_r, ceil, digamma, e, euler, exp, inf, ln, log, nstr, pi, sqrt, zeta

mp.dps = 90


def num(x):
    f = Fraction(x)
    return mpf(f.numerator) / f.denominator


def prod(xs):
    r = mpf(1)
    for x in xs:
        r *= x
    return r


def two_thirds(xs):
    return sum(x ** (mpf(2) / 3) for x in xs) ** (mpf(3) / 2)


def values(d):
    def one(x):
        return [one(y) for y in x] if isinstance(x, list) else num(x)
    return {k: one(v) for k, v in d.items()}


def dudley(entropy, alpha, n):
    """4 alpha/sqrt(n) + 12/n times the integral of sqrt(entropy)/eps from alpha to sqrt(n)."""
    return 4 * alpha / sqrt(n) + 12 / n * sqrt(entropy) * (ln(sqrt(n)) - ln(alpha))


def centred(root, n):
    """The least over ends e of min(1/2, 4e + 6 sqrt(2)/sqrt(n) times the integral of the root of the entropy from e to 1/4), by golden section;
    root^2/x^2 is the entropy at the normalised radius x, and the function of ln e is convex."""
    if root == 0:
        return mpf(0)

    def at(u):
        return 4 * exp(u) + 6 * sqrt(mpf(2)) / sqrt(n) * root * (-ln(mpf(4)) - u)
    low, high = ln(root) - 200, -ln(mpf(4))
    low = min(low, high - 1)
    step = (sqrt(mpf(5)) - 1) / 2
    for _ in range(460):
        one, two = high - step * (high - low), low + step * (high - low)
        low, high = (low, two) if at(one) < at(two) else (one, high)
    return min(mpf(1) / 2, at((low + high) / 2))


def centred_ramp(v, deviation):
    n, L = v["n"], len(v["s"])
    t = prod(v["s"]) * prod(v.get("rho", [mpf(1)] * L)) * two_thirds([b / s for b, s in zip(v["b"], v["s"])])
    rad = centred(2 * v["X_frobenius"] / v.get("gamma", mpf(1)) * sqrt(ln(2 * v["W"] ** 2)) * t / sqrt(n), n)
    return rad if not deviation else v["R_gamma"] + 2 * rad + 3 * sqrt(ln(1 / v["delta"]) / (2 * n))


def harmonic(n):
    return digamma(n + 1) + euler


def hurwitz(a):
    return zeta(mpf(3) / 2, a)


def kl_inverse(q, c):
    if c == 0:
        return q
    if q == 1:
        return q

    def kl(p):
        return (q * ln(q / p) if q > 0 else 0) + (1 - q) * ln((1 - q) / (1 - p))
    low, high = q, mpf(1)
    for _ in range(320):
        middle = (low + high) / 2
        low, high = (middle, high) if middle < 1 and kl(middle) <= c else (low, middle)
    return low


def ramp_complexity(v, deviation):
    n, L = v["n"], len(v["s"])
    rho = v.get("rho", [mpf(1)] * L)
    t = prod(v["s"]) * prod(rho) * two_thirds([b / s for b, s in zip(v["b"], v["s"])])
    root = 2 * v["X_frobenius"] / v.get("gamma", mpf(1)) * sqrt(ln(2 * v["W"] ** 2)) * t
    rad = dudley(root ** 2, 1 / n, n)
    return rad if not deviation else v["R_gamma"] + 2 * rad + 3 * sqrt(ln(1 / v["delta"]) / (2 * n))


def all_weights(v):
    n, L, g, x = v["n"], len(v["s"]), v.get("gamma", mpf(1)), v["X_frobenius"]
    s, b = v["s"], v["b"]
    terms = [(mpf(1) / L + b[i]) * prod(mpf(1) / L + s[j] for j in range(L) if j != i) for i in range(L)]
    inner = ln(1 / v["delta"]) + ln(2 * n / g) + 2 * ln(2 + x) + 2 * sum(ln(2 + L * y) for y in b) + 2 * sum(ln(2 + L * y) for y in s)
    return v["R_gamma"] + 8 / n + 144 * ln(n) * ln(2 * v["W"]) / (g * n) * prod(v.get("rho", [mpf(1)])) * (1 + x) * two_thirds(terms) \
        + sqrt(9 / (2 * n)) * sqrt(inner)


def graf(v):
    lead = 4 / v["gamma"] * v["X_frobenius"] / sqrt(v["n"]) * prod(v["s"])
    return [lead * b / s for b, s in zip(v["b"], v["s"])]


def covers_of_branches(v):
    L = len(v["b"])
    changes, places = v.get("beta", [mpf(0)] * L), v.get("P", [mpf(1)] * L)
    return [4 * d / v["gamma"] * (z * b + sqrt(p) * c) for d, z, b, c, p in zip(v["D"], v["z"], v["b"], changes, places)]


def residual_club(v):
    rounded = sum(rounded_up(mp.cbrt(c) ** 2) for c in covers_of_branches(v))
    return 4 / v["n"] + 12 * harmonic(v["n"] - 1) * sqrt(ln(2 * max(v["W_i"])) * rounded ** 3 / v["n"])


def residual_spade(v):
    C, total = covers_of_branches(v), mpf(0)
    for w, c in zip(v["W_i"], C):
        x = rounded_up((len(C) * c) ** 2)
        if x:
            total += w * (ln(1 + x) + mp.cbrt(mp.zeta(mpf(3) / 2)) * mp.cbrt(mp.zeta(mpf(3) / 2, 1 + 1 / x)) ** 2)
    return 12 * sqrt(2 * total / v["n"])


def rounded_up(x):
    near = mp.nint(x)
    return near if abs(x - near) < mpf(10) ** -60 * (1 + abs(x)) else ceil(x)


def club(v):
    return 4 / v["n"] + 12 * harmonic(v["n"] - 1) / sqrt(v["n"]) * sqrt(ln(2 * max(v["W_i"]))) \
        * sum(rounded_up(c ** (mpf(2) / 3)) for c in graf(v)) ** (mpf(3) / 2)


def spade(v):
    L, total = len(v["s"]), mpf(0)
    for w, c in zip(v["W_i"], graf(v)):
        x = rounded_up(L ** 2 * c ** 2)
        psi = hurwitz(mpf(1)) ** (mpf(1) / 3) * hurwitz(1 + 1 / x) ** (mpf(2) / 3) if x else mpf(0)
        total += 2 * w * (ln(1 + x) + psi)
    return 12 / sqrt(v["n"]) * sqrt(total)


def restated(v):
    L = len(v["s"])
    d, k = v.get("d", [mpf(1)] * (L + 1)), v.get("k", [mpf(1)] * L)
    c = [y * d[i + 1] ** 2 / k[i] for i, y in enumerate(graf(v))]
    w = max(v["W_i"][i] * d[i] ** 2 * d[i + 1] ** 2 / k[i] ** 2 for i in range(L))
    return 4 / v["n"] + 12 * ln(v["n"]) / sqrt(v["n"]) * sqrt(ln(2 * w)) * two_thirds(c)


def patches(v):
    r = [b * a * g for a, b, g in zip(v["a"], v["b"], v["rho_plus"])]
    size = [o * m for o, m in zip(v["O"], v["m"])]
    n = v["n"]
    return 4 / n + 768 * two_thirds(r) / sqrt(n) * sqrt(log(32 * max(x * y for x, y in zip(r, size)) * n ** 2 + 7 * max(size) * n, 2)) * ln(n)


def group(v):
    L, p = len(v["norms"]), v["p"]
    conjugate = inf if p == 1 else p / (p - 1)
    exponent = max(mpf(0), 1 - 1 / p - v["inv_q"])
    return prod(v["norms"]) * (2 * v["H"] ** exponent) ** (L - 1) * sqrt(min(conjugate, 4 * ln(2 * v["D"])) * v["B"] ** 2 / v["n"])


def spectral(v):
    return prod(s ** 2 for s in v["spectral"]) * sum(f ** 2 / s ** 2 for f, s in zip(v["frobenius"], v["spectral"]))


def explicit(v):
    d, m = len(v["spectral"]), v["m"]
    kl = exp(2) * 42 ** 2 * d ** 2 * v["B"] ** 2 * v["h"] * ln(4 * v["h"] * d) * spectral(v) / (2 * v["gamma"] ** 2)
    return v["L_gamma"] + 4 * sqrt((kl + ln(6 * m * d * m ** (mpf(1) / (2 * d)) / v["delta"])) / (m - 1))


def order(v):
    d = len(v["spectral"])
    return sqrt((v["B"] ** 2 * d ** 2 * v["h"] * ln(d * v["h"]) * spectral(v) + ln(d * v["m"] / v["delta"])) / (v["gamma"] ** 2 * v["m"]))


def two_layer(v):
    root = sqrt(v["m"])
    big = 3 * sqrt(mpf(2)) * (sqrt(2 * v["k"]) + 1) * (v["V_frobenius"] + 1) * (v["U0_X"] / root + v["distance"] * v["X_frobenius"] / root + 1) / v["gamma"]
    return (big + 3 * sqrt(5 * v["h"] + ln(max(mpf(1), v["gamma"] * root) / v["delta"]))) / root


def bar(z):
    return max(mpf(1), ln(z)) if z > 0 else mpf(1)


def independent(v):
    p, n, d = prod(v["M_F"]), v["n"], len(v["M_F"])
    return v["B"] * p / v["gamma"] * min(bar(n) ** (mpf(3) / 4) * sqrt(bar(p / v["Gamma"])) / n ** (mpf(1) / 4), sqrt(d / n))


def path(v, sharp):
    if sharp:
        inside = v["D"] * ln(mpf(3)) + v["M"] * ln(v["K"]) + ln((v["d_in"] + 1) * v["d_out"])
    else:
        inside = v["D"] * ln((3 + 2 * v["P"]) * v["K"]) + ln((3 + 2 * v["P"]) / (1 + v["P"]) * (v["d_in"] + 1) * v["d_out"])
    return 4 * v["B"] / sqrt(v["n"]) * sqrt(inside) * v["path_norm"] * v.get("Lip", mpf(1)) / v.get("gamma", mpf(1))


# The margin bound of sparse networks: 2^(3/2) (rho+1)/n (1 + sqrt(2 (logs + ln k))) sqrt(pixels prod deg) + 3 sqrt(ln(2 (rho+2)^2/delta)/(2n)),
# where logs is L ln 2 + sum ln deg, or L ln(2 max deg); a degree is the number of inputs of a unit.
def sparse(v, largest):
    L, rho = len(v["M_F"]), prod(v["M_F"])
    logs = L * ln(2 * max(v["deg"])) if largest else L * ln(mpf(2)) + sum(ln(x) for x in v["deg"])
    return mpf(2) ** (mpf(3) / 2) * (rho + 1) / v["n"] * (1 + sqrt(2 * (logs + ln(v["k"])))) * sqrt(v["pixels"] * prod(v["deg"])) \
        + 3 * sqrt(ln(2 * (rho + 2) ** 2 / v["delta"]) / (2 * v["n"]))


def jacobian(v):
    def one(xs):
        return (1 + sum(x ** (mpf(2) / 3) for x in xs)) ** (mpf(3) / 2)
    s, r, n = v["sigma"], v["r"], v["n"]
    return ((s / v["gamma"] + r ** 3 * s ** 2) * v["t"] * one(v["w21"]) + r ** 2 * s * one(v["w11"])) / sqrt(n) + r * sqrt(ln(1 / v["delta"]) / n)


def kernels(v):
    L = len(v["s"])
    d, t = v.get("d", [mpf(1)] * L), v.get("t", [mpf(1)] * L)
    total = sum(v["W_i"][i] ** 2 * d[i] / t[i] * v["K"][i] / v["s"][i] for i in range(L))
    return 16 / sqrt(v["n"]) * (2 / v["gamma"] * v["X_frobenius"] / sqrt(v["n"]) * prod(v["s"]) * L ** 2 * total) ** (mpf(1) / 4)


def sensitivities(v):
    L = len(v["Delta"])
    return sqrt(v["f_max"] ** 2 * sum(prod(v["Delta"][l:]) ** 2 * v["S"][l] for l in range(L)) / (v["gamma"] ** 2 * v["n"]))


def near(v):
    w, n, b = v["W"], v["n"], v["beta"]
    c = ln(1 / v["delta"])
    return sqrt((w * (b + ln(v["lambda"])) + c) / n) if b >= 5 else b * v["lambda"] * sqrt(w / n) + sqrt(c / n)


def suzuki(v):
    L, a, n, m, s = len(v["s"]), v["alpha"], v["n"], v["m"], v["s"]
    reach = v["V_0"] * v["R_2"] ** (L - 1) * v["B_x"]
    a1 = L * sum(s[l] * (m[l] + m[l + 1]) for l in range(L)) * ln(n) / n
    a2 = L * sum(m[l] * (2 * L * reach) ** (1 / a) for l in range(L)) / n
    return {"r_hat": reach * sum(x ** -a for x in s), "A_1": a1, "A_2": a2,
            "dominant": v["M"] * sqrt(a1) + v["M"] ** ((2 * a - 1) / (2 * a + 1)) * a2 ** (2 * a / (2 * a + 1))}


def table(v):
    L, n, m, f, r = v["L"], v["n"], v["m"], v["R_F"], v["R_2"]
    return {"neyshabur2015": 2 ** L * f ** L / sqrt(n), "bartlett2017": r ** L / sqrt(n) * (L * v["R_21"] ** (mpf(2) / 3) / r ** (mpf(2) / 3)) ** (mpf(3) / 2),
            "neyshabur2018": r ** L / sqrt(n) * sqrt(L ** 3 * m * f ** 2 / r ** 2), "golowich2018": f ** L * min(n ** (-mpf(1) / 4), sqrt(L / n)),
            "harvey2017": sqrt(L ** 2 * m ** 2 / n), "suzuki2020": sqrt(L * (L * v["kappa"] ** 2) ** (1 / v["alpha"]) * L * m / n)}


def vc(v):
    r = sum((i + 1) * k for i, k in enumerate(v["k"]))
    w = v["W_i"][-1]
    mean = sum(v["W_i"]) / w
    return len(v["k"]) + mean * w * log(4 * e * v["p"] * r * log(2 * e * v["p"] * r, 2), 2)


def bre(v):
    return (v["KL"] + 2 * ln(v["b"] * ln(v["c"] / v["lambda"])) + ln(pi ** 2 * v["m"] / (6 * v["delta"]))) / (v["m"] - 1)


# Forms of public code, each from the formula that the code has.
def frobenius_distances(v):
    L = len(v["norms"])
    one = [mpf(1)] * L
    d, t = v.get("d", one), v.get("t", one)
    front = mpf(2) ** (L + mpf(1) / 2) * v["k"] * v["X_frobenius"] / v["n"]
    for l in range(L):
        front *= d[l] ** 2 / t[l] * sqrt(v["c"][l]) * v["norms"][l]
    return front * sum(v["distance"][l] / (v["norms"][l] * prod(d[j] * sqrt(v["c"][j]) for j in range(l + 1))) for l in range(L))


def spatial(v):
    return prod(w / t for w, t in zip(v["width"], v["stride"])) if "width" in v else mpf(1)


def patch_bound(v, r):
    size = [o * m for o, m in zip(v["O"], v["m"])]
    n = v["n"]
    gamma_big = max(x * y for x, y in zip(r, size))
    return 4 / n + 768 * two_thirds(r) * sqrt(log(32 * gamma_big * n ** 2 + 7 * max(size) * n, 2)) * ln(n) / sqrt(n)


def effects(v):
    L = len(v["a"])
    b = v["b"] + [v["gamma"]]
    d = v.get("d", [mpf(1)] * L)
    return patch_bound(v, [b[l] * v["a"][l] * max(prod(v["s"][l + 1:i]) * d[l] / b[i] for i in range(l + 1, L + 1)) for l in range(L)])


def fixed_constraints(v):
    L = len(v["a"])
    d = v.get("d", [mpf(1)] * L)
    return patch_bound(v, [v["x_0"] / v["gamma"] * prod(v["s"]) * v["a"][l] / v["s"][l] * d[l] for l in range(L)])


def two_spectral(v):
    r = 42 * 8 * sqrt(ln(8 * v["H"])) * v["B"] * sqrt(v["H"] * (v["V_spectral"] * v["U_distance"]) ** 2
                                                    + v["C"] * (v["U_spectral"] * v["V_distance"]) ** 2) / (sqrt(mpf(2)) * v["gamma"])
    return sqrt((r ** 2 + 6 * ln(2 * v["m"] / v["delta"])) / v["m"])


def without_degrees(v):
    rho, L = prod(v["M_F"]), len(v["M_F"])
    return (rho + 1) / v["n"] * mpf(2) ** (mpf(3) / 2) * (1 + sqrt(2 * (L * ln(mpf(2)) + ln(v["k"])))) * v["X_frobenius"] \
        + 3 * sqrt(ln(2 * (rho + 2) ** 2 / v["delta"]) / (2 * v["n"]))


def all_paths(v):
    """The sum over all paths, one by one."""
    layers, p = v["W"], v.get("p", mpf(1))

    def from_unit(l, j):
        return mpf(1) if l == len(layers) else sum(abs(row[j]) ** p * from_unit(l + 1, i) for i, row in enumerate(layers[l]))
    return sum(from_unit(0, j) for j in range(len(layers[0][0]))) ** (1 / p)


def spectral_measure(v, numerator):
    total = 2 * sum(ln(s) for s in v["s"]) - 2 * ln(v["gamma"])
    return total + (ln(sum((x / s) ** 2 for x, s in zip(v[numerator], v["s"]))) if numerator else 0)


# From weights and inputs: every norm from the entries or from mpmath's singular values.
def frobenius(a):
    return sqrt(sum(x ** 2 for row in a for x in row))


def spectral_norm(a):
    m = matrix(a)
    return max(abs(s) for s in svd_r(m if m.rows >= m.cols else m.T, compute_uv=False))


def changes(v):
    return [[[x - y for x, y in zip(r, q)] for r, q in zip(w, w0)] for w, w0 in zip(v["W"], v["W0"])] if "W0" in v else v["W"]


def widest(v):
    return mpf(max([len(v["W"][0][0])] + [len(w) for w in v["W"]]))


def bartlett_from_weights(v):
    s = [spectral_norm(w) for w in v["W"]]
    b = [sum(sqrt(sum(x ** 2 for x in row)) for row in w) for w in changes(v)]
    return frobenius(v["X"]) * prod(v.get("rho", [mpf(1)])) * prod(s) * two_thirds([x / y for x, y in zip(b, s)]) * ln(widest(v)) / (v["gamma"] * len(v["X"]))


def explicit_from_weights(v):
    return explicit({"spectral": [spectral_norm(w) for w in v["W"]], "frobenius": [frobenius(w) for w in v["W"]], "h": widest(v), "m": mpf(len(v["X"])),
                     "B": max(sqrt(sum(x ** 2 for x in row)) for row in v["X"]), "gamma": v["gamma"], "delta": v["delta"], "L_gamma": v["L_gamma"]})


def golowich_from_weights(v):
    return prod(frobenius(w) for w in v["W"]) * (sqrt(2 * ln(mpf(2)) * len(v["W"])) + 1) * frobenius(v["X"]) / len(v["X"])


def group_from_weights(v):
    def norm(a):
        rows = [sum(abs(x) ** v["p"] for x in row) ** (1 / v["p"]) for row in a]
        return max(rows) if v["inv_q"] == 0 else sum(r ** (1 / v["inv_q"]) for r in rows) ** v["inv_q"]
    return prod(norm(w) for w in changes(v)) / v["gamma"]


FIXED = [{"X_frobenius": 10, "W": 784, "s": [1.5, "4/3"], "b": [3, 0.25], "rho": [1, "1/2"], "gamma": "0.1", "n": 60000},
         {"X_frobenius": "1/3", "W": 2, "s": ["1e150", 2, 7], "b": [0, 1, "1e-30"], "n": 1}]
CHANCE = {"delta": "0.01", "R_gamma": 0.125}
GRAF = [{"gamma": 0.5, "X_frobenius": 30, "n": 1000, "s": [1, 2], "b": [3, 0.5], "W_i": [300, 50]},
        {"gamma": 4, "X_frobenius": 8, "n": 1, "s": [1, 1], "b": [1, 0], "W_i": [4, 4]},
        {"gamma": "0.1", "X_frobenius": 1000, "n": "1000000000000000000000", "s": [3, 2, "0.9"], "b": [30, 7, "1e9"], "W_i": [1728, 36864, 10]}]
# A chain, a network with a branch, and a chain whose value is that of the second case of GRAF.
BRANCHES = [{"gamma": 0.5, "n": 1000, "z": [2, 6, 4], "D": [8, 2, 1], "b": [3, 0.5, 0], "W_i": [300, 50, 12]},
            {"gamma": "0.25", "n": 50, "z": ["1.5", 3, 6, 21], "D": [35, 15, 5, 1], "b": [1, "0.7", "1/3", 2], "W_i": [27, 144, 144, 40],
             "beta": [0, "0.1", 2, "1/7"], "P": [64, 64, 16, 1]},
            {"gamma": 4, "n": 1, "z": [8, 8], "D": [1, 1], "b": [1, 0], "W_i": [4, 4]},
            {"gamma": 4, "n": 1, "z": [1, 0], "D": [1, 0], "b": [1, 0], "W_i": [4, 4], "beta": [0, 3]}]
PATCH = [{"a": [1, 2.5], "b": [3, "0.7"], "rho_plus": [2, "1/9"], "O": [196, 1], "m": [16, 10], "n": 5000},
         {"a": [0], "b": [1], "rho_plus": [1], "O": [1], "m": [1], "n": 1}]
SPECTRAL = [{"B": 2, "spectral": [1.5, "0.7"], "frobenius": [3, 0.75], "h": 100, "gamma": 0.5, "m": 50000, "delta": "0.05"},
            {"B": "1e-3", "spectral": [1], "frobenius": [1], "h": 1, "gamma": 1, "m": 2, "delta": 0.5, "d": 1}]
TWO = [{"V_frobenius": 3, "distance": 2, "X_frobenius": 100, "U0_X": 50, "h": 64, "k": 10, "gamma": 0.5, "m": 50000},
       {"V_frobenius": 0, "distance": 0, "X_frobenius": 1, "U0_X": 0, "h": 2, "k": 1, "gamma": 100, "m": 1000000}]
PATHS = [{"B": 2.5, "n": 1281167, "D": 18, "K": 9, "d_in": 150528, "d_out": 1000, "path_norm": "1e30", "Lip": 2, "gamma": 0.25},
         {"B": 1, "n": 1, "D": 1, "K": 1, "d_in": 1, "d_out": 1, "path_norm": 0}]
DEGREES = [{"M_F": [1.5, 2, "0.3"], "deg": [27, 9, 144], "k": 10, "pixels": 1000, "n": 60000, "delta": "0.001"},
           {"M_F": [0], "deg": [1], "k": 1, "pixels": 0, "n": 1, "delta": 0.5}]
LONG = [{"W": 1000, "beta": 5, "lambda": 1, "n": 100, "delta": "0.1"}, {"W": 1000, "beta": 4.5, "lambda": 3, "n": 100, "delta": 0.5}]
PRIOR = [{"KL": 5000, "b": 100, "c": "0.1", "lambda": "0.001", "m": 55000, "delta": "0.025", "q": 0.028}, {"KL": 0, "b": 1, "c": 8, "lambda": 1, "m": 2, "delta": 0.5, "q": 0}]
KL = [{"q": 0.028, "c": 0.1}, {"q": 0, "c": "1e-3"}, {"q": 1, "c": 2}, {"q": "1/3", "c": 0}, {"q": 0.5, "c": 3}]
RAD = {"rademacher": "0.3", "R_gamma": 0.125, "n": 100, "delta": "0.05"}

NETWORK = {"W": [[[1, -2, 0.5], [3, 4, 0]], [[-5, 6], [0.25, 1]]], "X": [[1, 2, 3], [-1, 0.5, 0], [0, 0, 4], [1, 1, 1]]}
START = [[[1, 0, 0], [0, 4, 0.5]], [[-4, 6], [0, 0]]]

CASES = {
    "bartlett2017-lemma-3.1": ([RAD, dict(RAD, n=1, rademacher=0)], lambda v: v["R_gamma"] + 2 * v["rademacher"] + 3 * sqrt(ln(1 / v["delta"]) / (2 * v["n"]))),
    "bartlett2017-lemma-3.2": ([{"a": 3, "b": 2.5, "m": 10, "d": 20, "s": 1, "epsilon": 0.7}, {"a": 2, "b": 3, "m": 4, "d": 1, "s": 2, "epsilon": 1}, {"a": 0, "b": 1, "m": 1, "d": 1, "s": 3, "epsilon": 1}],
                               lambda v: rounded_up(v["a"] ** 2 * v["b"] ** 2 * v["m"] ** (2 * (1 - 1 / v["s"])) / v["epsilon"] ** 2) * ln(2 * v["d"] * v["m"])),
    "bartlett2017-theorem-3.3": ([dict({k: x for k, x in c.items() if k not in ("gamma", "n")}, epsilon="0.2") for c in FIXED],
                                 lambda v: v["X_frobenius"] ** 2 * ln(2 * v["W"] ** 2) / v["epsilon"] ** 2 * prod(s ** 2 * r ** 2 for s, r in zip(v["s"], v.get("rho", [mpf(1)] * 9)))
                                 * sum((b / s) ** (mpf(2) / 3) for b, s in zip(v["b"], v["s"])) ** 3),
    "bartlett2017-theorem-3.4": ([{"X_frobenius": 10, "r": 2.5, "n": 7}, {"X_frobenius": "1e-400", "r": 1, "n": 1}], lambda v: v["X_frobenius"] * v["r"] / v["n"]),
    "bartlett2017-lemma-a5": ([{"R": 7, "alpha": "0.01", "n": 100}, {"R": 0, "alpha": 2, "n": 4}], lambda v: dudley(v["R"], v["alpha"], v["n"])),
    "bartlett2017-lemma-a5-best": ([{"R": 7, "n": 100}, {"R": 5000, "n": 10}, {"R": 0, "n": 3}],
                                   lambda v: dudley(v["R"], min(sqrt(v["n"]), 3 * sqrt(v["R"] / v["n"])), v["n"]) if v["R"] else mpf(0)),
    "bartlett2017-lemma-a8-rademacher": (FIXED, lambda v: ramp_complexity(v, False)),
    "bartlett2017-lemma-a8": ([dict(c, **CHANCE) for c in FIXED], lambda v: ramp_complexity(v, True)),
    "bartlett2017-lemma-a5/centred": ([{"R": 7, "alpha": "0.01", "n": 100}, {"R": 0, "alpha": 2, "n": 4}, {"R": 3, "alpha": "1/50", "n": 50000},
                                       {"R": "1e9", "alpha": "0.2", "n": 1000}],
                                      lambda v: min(mpf(1) / 2, 4 * v["alpha"] / sqrt(v["n"]) + 6 * sqrt(2 * v["R"]) / v["n"] * max(mpf(0), ln(sqrt(v["n"]) / 4 / v["alpha"])))),
    "bartlett2017-lemma-a5-best/centred": ([{"R": 7, "n": 100}, {"R": 5000, "n": 10}, {"R": 0, "n": 3}, {"R": "10000", "n": 10000}, {"R": "2500000", "n": 100000}],
                                           lambda v: centred(sqrt(v["R"] / v["n"]), v["n"])),
    "bartlett2017-lemma-a8-rademacher/centred": (FIXED + [dict(FIXED[0], n=10 ** 7)], lambda v: centred_ramp(v, False)),
    "bartlett2017-lemma-a8/centred": ([dict(c, **CHANCE) for c in FIXED], lambda v: centred_ramp(v, True)),
    "nuclear-norm-class": ([{"B": 3, "n": 100, "d1": 28, "d2": 28, "beside": 80, "below": "77.5"}, {"B": 0, "n": 1, "d1": 1, "d2": 1, "beside": 0, "below": 2}],
                           lambda v: v["B"] / v["n"] * sqrt(2 * ln(v["d1"] + v["d2"])) * max(v["beside"], v["below"])),
    "bartlett2017-lemma-a9": ([dict(c, **CHANCE) for c in FIXED], all_weights),
    "graf2022-club": (GRAF, club),
    "graf2022-spade": (GRAF, spade),
    "graf2022-residual-club": (BRANCHES, residual_club),
    "graf2022-residual-spade": (BRANCHES, residual_spade),
    "graf2022-lemma-a8": ([GRAF[0], GRAF[1], dict(GRAF[0], d=[32, 16, 8], k=[3, 5])], restated),
    "ledent2021": (PATCH, patches),
    "ledent2021-generalization": ([dict(c, **CHANCE) for c in PATCH], lambda v: v["R_gamma"] + 2 * patches(v) + 3 * sqrt(ln(2 / v["delta"]) / (2 * v["n"]))),
    "neyshabur2015": ([{"norms": [2, 3], "H": 50, "D": 784, "p": 2, "inv_q": 0, "B": 3, "n": 1000}, {"norms": [2, "1/3", 1], "H": 50, "D": 10, "p": 1, "inv_q": 0, "B": 1, "n": 10},
                       {"norms": [2], "H": 1, "D": 1, "p": "3/2", "inv_q": 1, "B": 1, "n": 1}], group),
    "neyshabur2018-theorem-1": (SPECTRAL, order),
    "neyshabur2018-lemma-1": ([{"L_gamma": 0.1, "KL": 50, "m": 1000, "delta": "0.05"}, {"L_gamma": 0, "KL": 0, "m": 2, "delta": 0.5}],
                              lambda v: v["L_gamma"] + 4 * sqrt((v["KL"] + ln(6 * v["m"] / v["delta"])) / (v["m"] - 1))),
    "neyshabur2018-lemma-2": ([{"B": 2, "spectral": [1.5, 2], "U": [0.1, "1/7"]}, {"B": 1, "spectral": [1], "U": [0], "d": 1}],
                              lambda v: e * v["B"] * prod(v["spectral"]) * sum(u / s for u, s in zip(v["U"], v["spectral"]))),
    "neyshabur2018-explicit": ([dict(c, L_gamma="0.1") for c in SPECTRAL], explicit),
    "neyshabur2019-theorem-1": ([{"alpha": [1, 2], "beta": [0.5, "1/3"], "u0_X": [3, 0], "X_frobenius": 10, "k": 10, "gamma": 0.5, "m": 100},
                                 {"alpha": [0], "beta": [1], "u0_X": [1], "X_frobenius": 1, "k": 1, "gamma": 1, "m": 1}],
                                lambda v: (2 * sqrt(2 * v["k"]) + 2) / (v["gamma"] * v["m"]) * sum(a * (b * v["X_frobenius"] + u) for a, b, u in zip(v["alpha"], v["beta"], v["u0_X"]))),
    "neyshabur2019-theorem-2": (TWO, lambda v: sqrt(v["k"]) * v["V_frobenius"] * (v["distance"] * v["X_frobenius"] + v["U0_X"]) / (v["gamma"] * v["m"]) + sqrt(v["h"] / v["m"])),
    "neyshabur2019": ([dict(c, delta="0.01") for c in TWO], two_layer),
    "golowich2018-theorem-2": ([{"M": [2, 3], "D": 784, "n": 100, "max_col_sum_sq": 50}, {"M": [0], "D": 1, "n": 1, "max_col_sum_sq": 1, "d": 1}],
                               lambda v: 2 / v["n"] * prod(v["M"]) * sqrt(len(v["M"]) + 1 + ln(v["D"])) * sqrt(v["max_col_sum_sq"])),
    "golowich2018-depth-independent": ([{"M_F": [2, 3, 1.5], "n": 100, "B": 2, "gamma": 0.5, "Gamma": "0.1"}, {"M_F": [1], "n": 1, "B": 1, "gamma": 1, "Gamma": 1},
                                        {"M_F": [1] * 100, "n": 20, "B": 1, "gamma": 1, "Gamma": 1}], independent),
    "bartlett2002-theorem-18": ([{"Lip": 0.25, "B": 3, "k": 784, "n": 100, "diameter": 12.5}, {"Lip": 1, "B": 1, "k": 1, "n": 1, "diameter": 1}],
                                lambda v: v["Lip"] * v["B"] * sqrt(ln(v["k"])) / v["n"] * v["diameter"]),
    "bartlett2002": ([{"C": 10, "U_norm": 3, "V_norm": 2, "D": 784, "x_infinity": 1, "gamma": 0.5, "m": 1000, "delta": "0.01"},
                      {"C": 1, "U_norm": 0, "V_norm": 0, "D": 1, "x_infinity": 0, "gamma": 1, "m": 1, "delta": "0.99"}],
                     lambda v: (8 * v["C"] * v["U_norm"] * v["V_norm"] * 2 * sqrt(ln(v["D"])) * v["x_infinity"] / v["gamma"] + 3 * sqrt(ln(v["m"] / v["delta"]))) / sqrt(v["m"])),
    "arora2018-theorem-2.1": ([{"q": 1000, "r": 256, "m": 50000}, {"q": 1, "r": 1, "m": 1}], lambda v: sqrt(v["q"] * ln(v["r"]) / v["m"])),
    "arora2018": ([{"mu": [0.5, "0.1"], "mu_arrow": [0.25, 1], "c": 1.5, "f_max": 20, "gamma": 0.5, "m": 1000}, {"mu": [1], "mu_arrow": [1], "c": 1, "f_max": 0, "gamma": 1, "m": 1}],
                  lambda v: sqrt(v["c"] ** 2 * len(v["mu"]) ** 2 * v["f_max"] ** 2 * sum(1 / (a ** 2 * b ** 2) for a, b in zip(v["mu"], v["mu_arrow"])) / (v["gamma"] ** 2 * v["m"]))),
    "long2020": (LONG, near),
    "long2020-fast": (LONG, lambda v: (v["W"] * (v["beta"] + ln(v["lambda"] * v["n"])) + ln(1 / v["delta"])) / v["n"]),
    "suzuki2020": ([{"m": [784, 100, 10], "s": [20, 5], "alpha": 1.5, "V_0": 2, "R_2": 1.5, "B_x": 1, "M": 3, "n": 60000},
                    {"m": [1, 1], "s": [1], "alpha": 1, "V_0": 1, "R_2": 2, "B_x": 1, "M": 1, "n": 1}], suzuki),
    "suzuki2020-table-1": ([{"L": 5, "m": 100, "n": 60000, "R_F": 3, "R_2": 1.5, "R_21": 9, "alpha": 2, "kappa": "0.5"},
                            {"L": 1, "m": 1, "n": 1, "R_F": 1, "R_2": 1, "R_21": 1, "alpha": 1, "kappa": 1}], table),
    "baykal2019": ([{"f_max": 3, "Delta": [1.5, 2, 1], "S": [3, 0, "1/7"], "gamma": 0.5, "n": 100}, {"f_max": 1, "Delta": [2], "S": [0], "gamma": 1, "n": 1}], sensitivities),
    "harvey2017": ([{"k": [100, 10], "W_i": [78500, 79510], "p": 1}, {"k": [100, 10], "W_i": [78500, 79510], "p": 2}, {"k": [1], "W_i": [1], "p": 1}], vc),
    "harvey2017-generalization": ([{"VC": 2144907, "C": 10, "m": 60000, "delta": "0.01"}, {"VC": 10, "C": 2, "m": 1000, "delta": 0.5}],
                                  lambda v: sqrt((8 * v["C"] * v["VC"] * ln(e * max(v["m"] / v["VC"], mpf(1))) + 8 * ln(2 / v["delta"])) / v["m"])),
    "gonon2024-path-norm": ([dict(PATHS[0], P=1), dict(PATHS[1], P=0)], lambda v: path(v, False)),
    "gonon2024-path-norm-sharp": ([dict(PATHS[0], M=1), dict(PATHS[1], M=0)], lambda v: path(v, True)),
    "galanti2023": (DEGREES, lambda v: sparse(v, False)),
    "galanti2023-max-degree": (DEGREES + [{"M_F": [1], "deg": [4], "k": 1, "pixels": 1, "n": 1, "delta": 0.5}], lambda v: sparse(v, True)),
    "wei2019": ([{"sigma": 2, "gamma": 0.5, "r": 3, "t": 4, "w21": [1, 2, 3], "w11": [4, "1/3", 6], "n": 1000, "delta": "0.05"},
                 {"sigma": 1, "gamma": 1, "r": 1, "t": 1, "w21": [0], "w11": [0], "n": 1, "delta": 0.5}], jacobian),
    "lin2019": ([{"gamma": 0.5, "X_frobenius": 30, "n": 1000, "s": [1.5, 2], "W_i": [432, 90], "d": [32, 1], "t": [2, 1], "K": [3, 0.5]},
                 {"gamma": 1, "X_frobenius": 1, "n": 1, "s": [1], "W_i": [1], "K": [0]}], kernels),
    "gouk2021": ([{"norms": [1.5, 2], "distance": [0.5, "1/3"], "k": 10, "D": 784, "x_max": 1, "n": 1000}, {"norms": [1], "distance": [1], "k": 1, "D": 1, "x_max": 1, "n": 1}],
                 lambda v: mpf(2) ** (len(v["norms"]) + 1) * v["k"] * prod(v["norms"]) * ln(v["D"]) * sum(a / b for a, b in zip(v["distance"], v["norms"])) * v["x_max"] / sqrt(v["n"])),
    "group-norm-product": ([{"norms": [1.5, 2, "1/3"], "gamma": 0.5}, {"norms": [0], "gamma": 1}], lambda v: prod(v["norms"]) / v["gamma"]),
    "gouk2021-frobenius": ([{"norms": [1.5, 2], "distance": [0.5, "1/3"], "c": [784, 100], "k": 10, "X_frobenius": 30, "n": 1000},
                            {"norms": [3, 2, "0.1"], "distance": [1, 0, 4], "c": [3, 16, 1], "d": [32, 16, 8], "t": [2, 2, 1], "k": 1, "X_frobenius": 1, "n": 1}],
                           frobenius_distances),
    "golowich2018-theorem-1/spatial": ([{"M_F": [1.5, "2/3"], "n": 100, "sum_sq_norms": 81, "width": [32, 7], "stride": [2, 7]},
                                        {"M_F": [2, 3, 0.25], "d": 3, "n": 5, "sum_sq_norms": 2}],
                                       lambda v: prod(v["M_F"]) * spatial(v) * (sqrt(2 * ln(mpf(2)) * len(v["M_F"])) + 1) * sqrt(v["sum_sq_norms"]) / v["n"]),
    "neyshabur2015/spatial": ([{"norms": [2, "1/3", 1], "H": 50, "D": 10, "p": 1, "inv_q": 0, "B": 1, "n": 10, "width": [9, 4, 1], "stride": [2, 4, 1]},
                               {"norms": [2, 3], "H": 50, "D": 784, "p": "3/2", "inv_q": "0.1", "B": 3, "n": 1000}], lambda v: spatial(v) * group(v)),
    "ledent2021/from-norms": ([{"a": [1, 2.5, 3], "s": [1.5, "0.2", 7], "b": [3, "0.7", 0.01], "gamma": 0.5, "d": [2, 1, "1/3"], "O": [196, 49, 1], "m": [16, 32, 10], "n": 5000},
                               {"a": [2], "s": [9], "b": [3], "gamma": 4, "O": [1], "m": [1], "n": 3}], effects),
    "ledent2021/fixed-constraints": ([{"a": [1, 2.5, 3], "s": [1.5, "0.2", 7], "x_0": 28, "gamma": 0.5, "d": [2, 1, "1/3"], "O": [196, 49, 1], "m": [16, 32, 10], "n": 5000},
                                      {"a": [0], "s": [9], "x_0": 3, "gamma": 4, "O": [1], "m": [1], "n": 1}], fixed_constraints),
    "neyshabur2019/frobenius-form": ([{"U_frobenius": 3, "V_frobenius": 2, "X_frobenius": 100, "k": 10, "gamma": 0.5, "m": 1000, "delta": "0.01"},
                                      {"U_frobenius": 0, "V_frobenius": 0, "X_frobenius": 1, "k": 1, "gamma": 1, "m": 1, "delta": "0.99"}],
                                     lambda v: (8 * sqrt(v["k"]) * v["U_frobenius"] * v["V_frobenius"] * sqrt(v["X_frobenius"] ** 2 / v["m"]) / v["gamma"]
                                                + 3 * sqrt(ln(v["m"] / v["delta"]))) / sqrt(v["m"])),
    "neyshabur2018/two-layers": ([{"B": 28, "U_spectral": 1.5, "V_spectral": 2, "U_distance": 0.25, "V_distance": "1/3", "H": 64, "C": 10, "gamma": 0.5, "m": 50000, "delta": "0.01"},
                                  {"B": 1, "U_spectral": 0, "V_spectral": 0, "U_distance": 1, "V_distance": 1, "H": 1, "C": 1, "gamma": 1, "m": 1, "delta": 0.5}], two_spectral),
    "galanti2023/golowich-total": ([{"M_F": [1.5, 2, "0.3"], "k": 10, "X_frobenius": 300, "n": 60000, "delta": "0.001"},
                                    {"M_F": [0], "k": 1, "X_frobenius": 1, "n": 1, "delta": 0.5}], without_degrees),
    "long2020/normalised": ([{"s": [1.5, 2, "1/3"]}, {"s": ["1e-200", 1]}], lambda v: len(v["s"]) * prod(v["s"]) ** (mpf(1) / len(v["s"]))),
    "group-norm-product/one-infinity": ([{"norms": [1.5, 2, "1/3"], "gamma": 0.25}], lambda v: prod(v["norms"]) / v["gamma"]),
    "group-norm-product/distance": ([{"norms": [1.5, 0.5, "1/7"], "gamma": 2}, {"norms": [0, 3], "gamma": 1}], lambda v: prod(v["norms"]) / v["gamma"]),
    "group-norm-product/samples": ([{"norms": [1.5, 2], "alpha": 3, "m": 60000}, {"norms": [1], "alpha": 1, "m": 8}],
                                   lambda v: v["alpha"] * prod(v["norms"]) / v["m"] ** (mpf(1) / 3)),
    "path-norm": ([{"W": W, "p": p} for p in (1, "3/2", 2) for W in ([[[1, -2, 0.5], [3, 4, 0]], [[-5, 6]]], [[[2, 3], [0, 1]], [[5, 7]]], [[[0]]])]
                  + [{"W": [[[0.5, -0.25], [3, 1], [0, 2]], [[1, 0, -1], [2, 0.125, 4]], [[1, 1], [-3, 0.75]]]}], all_paths),
    "bartlett2017-theorem-1.1/from-weights": ([dict(NETWORK, gamma=0.5), dict(NETWORK, W0=START, rho=["1/2", 3], gamma=2)], bartlett_from_weights),
    "neyshabur2018-explicit/from-weights": ([dict(NETWORK, gamma=0.5, delta="0.01", L_gamma=0.125)], explicit_from_weights),
    "golowich2018-theorem-1/from-weights": ([NETWORK, {"W": [[[2]]], "X": [[3]]}], golowich_from_weights),
    "group-norm-product/from-weights": ([{"W": NETWORK["W"], "W0": START, "p": 3, "inv_q": "2/3", "gamma": 0.5}, {"W": NETWORK["W"], "p": 1, "inv_q": 0, "gamma": 1},
                                         {"W": [[[0, 0]]], "p": "3/2", "inv_q": 1, "gamma": 1}], group_from_weights),
    "jiang2020/spectral-product": ([{"s": [1.5, 2, "1/3"], "gamma": 0.25}, {"s": [0.5], "gamma": 4}], lambda v: spectral_measure(v, None)),
    "jiang2020/spectral-main": ([{"s": [1.5, 2], "frobenius": [3, 2], "gamma": 0.25}, {"s": [1], "frobenius": [1], "gamma": 100}],
                                lambda v: spectral_measure(v, "frobenius")),
    "jiang2020/spectral-main-distance": ([{"s": [1.5, 2], "distance": [3, 0], "gamma": 0.25}], lambda v: spectral_measure(v, "distance")),
    "jiang2020/frobenius-product": ([{"frobenius": [1.5, 2, "1/7"]}, {"frobenius": ["1e-200"]}], lambda v: 2 * sum(ln(x) for x in v["frobenius"])),
    "jiang2020/pac-bayes": ([{"moved": 3, "sigma": "0.1", "n": 50000}, {"moved": 0, "sigma": "1e6", "n": 1}],
                            lambda v: (v["moved"] / v["sigma"]) ** 2 / 4 + ln(v["n"]) - ln(v["sigma"]) + 10),
    "jiang2020/margin": ([{"margins": [2, -3, 1, 5]}, {"margins": [3, 1, 4, 1.5, 9, 2.5, 6, 5, -2, -7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18]}, {"margins": [-0.5]}],
                         lambda v: sorted(v["margins"])[max(1, len(v["margins"]) // 10) - 1]),
    "dziugaite2017-kl-inverse": (KL, lambda v: kl_inverse(v["q"], v["c"])),
    "dziugaite2017-pinsker": (KL, lambda v: v["q"] + sqrt(v["c"] / 2)),
    "dziugaite2017-bre": ([{k: x for k, x in c.items() if k != "q"} for c in PRIOR], bre),
    "dziugaite2017": (PRIOR, lambda v: kl_inverse(v["q"], bre(v))),
}


def show(x):
    return {k: show(y) for k, y in x.items()} if isinstance(x, dict) else nstr(mpf(x), 40, strip_zeros=True, min_fixed=-5, max_fixed=20)


def main():
    lines = [json.dumps({"oracle": "classical/" + name, "inputs": case, "expect": show(f(values(case)))}) for name, (cases, f) in CASES.items() for case in cases]
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()
