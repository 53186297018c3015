#!/usr/bin/python3
"""Independent values of the oymak2019 oracles, 40 digits, by mpmath.

Written from the statements of the paper, not from the oracle files: spectra are split by index sets, the logistic kernel comes from
Hermite coefficients by quadrature of the logistic function itself, the other kernels from two-dimensional Gaussian expectations
written by other formulas where there is one. Prints a JSON list of {"oracle", "inputs", "expect"}.

Usage: oymak2019.py > oymak2019.json
"""
import json
from fractions import Fraction

from mpmath import acos, asin, diag, exp, fsum, log, matrix, mp, mpf, nstr, pi, sqrt

mp.dps = 90
DIGITS = 40
FAMILY = "oymak2019/"


def number(x):
    if isinstance(x, str):
        f = Fraction(x)
        return mpf(f.numerator) / mpf(f.denominator)
    return mpf(x)


class Given(dict):
    """Inputs by attribute, exact."""

    def __getattr__(self, name):
        value = self[name]
        return [number(x) for x in value] if isinstance(value, list) else number(value)


def norm(xs):
    return sqrt(fsum(x * x for x in xs))


# ---------------------------------------------------------------- spectra

SPECTRA = [
    {"lambda": [4, 2, 1, 0.25], "a": [1, -2, 0.5, 3], "alpha": 1, "Gamma": 2, "delta": 0.5, "beta": 4, "eta": "1/16", "tau": 5},
    {"lambda": [3, "1/3", "0.1", 0], "a": ["1/7", 5, -1, 2], "alpha": "1/3", "Gamma": "7/2", "delta": 1, "beta": 3.5, "eta": "0.1", "tau": 40},
    {"lambda": [1e-3, 2e5], "a": [1e10, "-1e-10"], "alpha": 1, "Gamma": 1, "delta": 1e-9, "beta": 1e6, "eta": "1e-11", "tau": 3},
    {"lambda": [1], "a": [-3], "alpha": 1, "Gamma": 1, "delta": "1/3", "beta": 1, "eta": 0.5, "tau": 0},
]


def spectra():
    for inputs in SPECTRA:
        g = Given(inputs)
        lam, a, alpha, gamma = g["lambda"], g.a, g.alpha, g.Gamma
        lam = [number(x) for x in lam]
        info = [i for i in range(len(a)) if lam[i] >= alpha]
        rest = [i for i in range(len(a)) if i not in info]
        pi_i, pi_n, whole = norm([a[i] for i in info]), norm([a[i] for i in rest]), norm(a)
        pinv = norm([a[i] / lam[i] for i in info])
        b = sqrt(alpha ** 2 * pinv ** 2 + gamma ** 2 * fsum((lam[i] * a[i]) ** 2 for i in rest) / alpha ** 2)
        take = lambda *names: {n: inputs[n] for n in ("lambda", "a", "alpha") + names}
        yield "early-stopping-value", take("Gamma"), b
        yield "early-stopping-distance", take("Gamma"), b / alpha
        half = pinv + gamma / alpha * pi_n + g.delta * gamma / alpha * whole
        yield "meta-theorem-radius", take("Gamma", "delta"), 2 * half
        yield "meta-theorem-conditions", {n: inputs[n] for n in ("alpha", "Gamma", "delta", "beta", "eta")}, {
            "eps0": min(g.delta * alpha, sqrt(g.delta * alpha ** 3 / (gamma * g.beta))) / 5,
            "eps": g.delta * alpha ** 3 / (5 * gamma * g.beta ** 2), "step": 1 / g.beta ** 2, "steps": gamma / (g.eta * alpha ** 2)}
        yield "meta-theorem", take("Gamma", "delta", "beta"), {
            "residual_deviation": mpf(3) / 5 * g.delta * alpha / g.beta * whole, "parameter_deviation": g.delta * gamma / alpha * whole,
            "displacement": half, "residual": exp(-gamma) * pi_i + pi_n + g.delta * alpha / g.beta * whole}
        yield "lemma-6.2", take("Gamma"), {"lower": alpha / max(lam) * pi_i, "value": b, "parts": sqrt(pi_i ** 2 + gamma ** 2 * pi_n ** 2), "whole": gamma * whole}
        yield "lemma-6.2-distance", take("Gamma"), {"left": b / alpha, "right": pinv + gamma / alpha * pi_n}
        yield "effective-singular-value", take(), {"least": min(lam[i] for i in info), "value": pi_i / pinv, "largest": max(lam)}
        # The run itself, coordinate by coordinate: theta' = -lambda r, r' = r + lambda * step of theta.
        residual, theta, tau = list(a), [mpf(0)] * len(a), int(g.tau)
        for _ in range(tau):
            move = [-g.eta * lam[i] * residual[i] for i in range(len(a))]
            theta = [t + m for t, m in zip(theta, move)]
            residual = [r + lam[i] * m for i, (r, m) in enumerate(zip(residual, move))]
        moved = norm(theta)
        allowed = sqrt(pinv ** 2 + fsum((tau * g.eta * lam[i] * a[i]) ** 2 for i in rest))
        yield "lemma-6.5", take("eta", "tau"), {"left": moved ** 2, "right": allowed ** 2}
        yield "lemma-6.6-displacement", take("eta", "tau"), {"left": moved, "right": allowed}
        keep = (1 - g.eta * alpha ** 2) ** tau
        yield "lemma-6.6", take("eta", "tau"), {"residual": norm(residual), "orthogonal": sqrt(keep ** 2 * pi_i ** 2 + pi_n ** 2),
                                                "power": keep * pi_i + pi_n, "exponential": exp(-g.eta * tau * alpha ** 2) * pi_i + pi_n}


# ---------------------------------------------------------------- steps

def steps():
    for inputs in [{"A": [1, 2, -0.5], "B": [1.5, "1/3", 0.5], "r": [1, -2, 7], "eta": "1/4"}, {"A": [1], "B": [1], "r": [3], "eta": 1}, {"A": [1, 0], "B": [0, 1], "r": [1, 1], "eta": 0.5}]:
        g = Given(inputs)
        a, b, r = diag(g.A), diag(g.B), matrix(g.r)
        after = r - g.eta * (a * (b.T * r))
        eps = max(abs(x - y) for x, y in zip(g.A, g.B))
        yield "lemma-6.3", inputs, {"left": norm(list(after)), "sharper": sqrt(1 + g.eta * eps ** 2) * norm(g.r), "right": (1 + g.eta * eps ** 2) * norm(g.r)}
    for inputs in [{"A": [1, 4, "1/9"], "B": [2, 3, 0]}, {"A": [0], "B": [5]}, {"A": [1, "1e-30"], "B": [1, 0]}]:
        g = Given(inputs)
        gap = max(abs(x - y) for x, y in zip(g.A, g.B))
        yield "lemma-6.4", inputs, {"left": max(abs(sqrt(x) - sqrt(y)) for x, y in zip(g.A, g.B)), "sharper": sqrt(gap), "right": 2 * sqrt(gap)}
    for inputs in [{"eta": 0.1, "eps0": "1/10", "eps": 0.25, "beta": 2, "r_norm": 3, "e_norm": "1/7"}, {"eta": 1, "eps0": 0, "eps": 0, "beta": 1, "r_norm": 5, "e_norm": 2}]:
        g = Given(inputs)
        yield "lemma-6.7", inputs, g.eta * (g.eps0 ** 2 + g.eps * g.beta) * g.r_norm + (1 + g.eta * g.eps ** 2) * g.e_norm
    for inputs in [{"eta": "1/20", "alpha": 1, "Gamma": 2, "eps": 0.5, "Theta": "1/3", "rho_plus": 2, "rho_minus": 0.75, "tau": 40},
                   {"eta": 1, "alpha": 1, "Gamma": 1, "eps": "0.7", "Theta": 1, "rho_plus": 1, "rho_minus": 0, "tau": 1}]:
        g = Given(inputs)
        e = mpf(0)
        for t in range(int(g.tau)):
            e = (1 + g.eta * g.eps ** 2) * e + g.eta * g.Theta * ((1 - g.eta * g.alpha ** 2) ** t * g.rho_plus + g.rho_minus)
        yield "lemma-6.8", inputs, {"left": e, "right": g.Theta * 2 * (g.Gamma * g.rho_minus + g.rho_plus) / g.alpha ** 2}
    for inputs in [{"B_phi": 1, "K": 2, "k": 60, "V_inf": "1/4", "X_norm": 3.5}, {"B_phi": "0.798", "K": 1, "k": 1, "V_inf": 0, "X_norm": 1e10}]:
        g = Given(inputs)
        per = g.B_phi * sqrt(g.K) * g.V_inf * g.X_norm
        yield "lemma-6.10", inputs, {"norm": g.B_phi * sqrt(g.K * g.k) * g.V_inf * g.X_norm, "row": per, "lipschitz": per}
    for inputs in [{"B_phi": 1.5, "nu": "2/3", "X_norm": 7, "k": 10}, {"B_phi": 1, "nu": 1, "X_norm": 1, "k": 1}]:
        g = Given(inputs)
        yield "lemma-6.10-scaled", inputs, {"norm": g.nu * g.B_phi * g.X_norm, "lipschitz": g.nu * g.B_phi * g.X_norm / sqrt(g.k)}
    for inputs in [{"K": 3, "k": 1000, "n": 9999, "nu": "0.01", "B_phi": 1, "X_norm": 60, "deviation": 0.5}, {"K": 1, "k": 1, "n": 1, "nu": 1, "B_phi": 2, "X_norm": 1, "deviation": 1}]:
        g = Given(inputs)
        yield "lemma-6.13", inputs, {"deviation": 30 * g.K * sqrt(g.k) * g.nu ** 2 * g.B_phi ** 2 * g.X_norm ** 2 * sqrt(log(g.n)),
                                     "width": 1000 * g.K ** 2 * g.B_phi ** 4 * g.X_norm ** 4 * log(g.n) / g.deviation ** 2}
    for inputs in [{"B_phi": 1, "X_norm": 2, "W_frobenius": 3, "W_row": 1, "K": 2, "k": 50, "V_inf": "1/7", "V_distance": 0.1, "W_distance": 0.3},
                   {"B_phi": 1, "X_norm": 1, "W_frobenius": 0, "W_row": 0, "K": 1, "k": 1, "V_inf": 0, "V_distance": 0, "W_distance": 2}]:
        g = Given(inputs)
        yield "theorem-b1", inputs, {
            "norm": g.B_phi * g.X_norm * (g.W_frobenius + sqrt(g.K * g.k) * g.V_inf), "row": g.B_phi * sqrt(g.K) * g.V_inf * g.X_norm, "entry": g.B_phi * g.W_row * g.X_norm,
            "lipschitz": g.B_phi * g.X_norm * (sqrt(g.K * g.k) * g.V_distance + sqrt(g.K) * g.V_inf * g.W_distance + g.W_distance)}


# ---------------------------------------------------------------- widths

WIDTHS = [
    {"alpha": 2, "nu": 0.5, "B_phi": 1, "X_norm": 30, "Gamma": 3, "delta": "1/10", "C_r": 1, "abar": "0.4", "K": 3, "n": 10000, "zeta": "0.02", "r0_norm": 10, "B_alpha_Gamma": 7.5, "c": 0.5, "alpha_0": 12},
    {"alpha": "1e-3", "nu": 40, "B_phi": "1.128", "X_norm": 1, "Gamma": 1, "delta": 1, "C_r": "7/3", "abar": 1, "K": 1, "n": 1, "zeta": 0.5, "r0_norm": 1e-5, "B_alpha_Gamma": 1e5, "c": 1, "alpha_0": 1},
]


def widths():
    for inputs in WIDTHS:
        g = Given(inputs)
        take = lambda names: {n: inputs[n] for n in names.split()}
        nbx = g.nu * g.B_phi * g.X_norm
        random = 12 * mpf(10) ** 7 * g.Gamma ** 4 * log(g.n) / (g.c * g.zeta) ** 4
        yield "width-lemma-6.19", take("nu B_phi X_norm Gamma B_alpha_Gamma delta r0_norm alpha"), \
            400 * nbx ** 6 * g.Gamma ** 2 * (g.B_alpha_Gamma + g.delta * g.Gamma * g.r0_norm) ** 2 / (g.delta ** 2 * g.alpha ** 8)
        yield "width-lemma-6.20", take("alpha zeta nu B_phi X_norm Gamma r0_norm B_alpha_Gamma"), \
            1600 * (g.alpha / (g.zeta * nbx) + g.Gamma * g.r0_norm / g.B_alpha_Gamma) ** 2 * nbx ** 6 * g.Gamma ** 2 * g.B_alpha_Gamma ** 2 / g.alpha ** 8
        yield "width-theorem-6.21", take("C_r Gamma abar nu B_phi zeta"), 25600 * g.C_r ** 2 * g.Gamma ** 4 / (g.abar ** 8 * g.nu ** 2 * g.B_phi ** 2 * g.zeta ** 2)
        yield "width-theorem-3.3", take("C_r Gamma abar nu zeta"), g.C_r ** 2 * g.Gamma ** 4 / (g.abar ** 8 * g.nu ** 2 * g.zeta ** 2)
        yield "width-theorem-6.22", take("Gamma K B_phi X_norm n c zeta alpha_0"), random * g.K ** 4 * g.B_phi ** 8 * g.X_norm ** 6 * g.n / g.alpha_0 ** 8
        yield "width-theorem-6.23", take("Gamma K B_phi X_norm n c zeta alpha_0"), random * g.K ** 4 * g.B_phi ** 8 * g.X_norm ** 4 * g.n ** 2 / g.alpha_0 ** 8
        yield "width-theorem-6.23/normalised", take("Gamma n c zeta abar"), random / g.abar ** 8
        # The cutoff alpha sqrt(nK) in Theorem 6.23, the cutoff alpha sqrt(n) = B abar n^(1/4) sqrt(||X||) in Theorem 6.21.
        cut = g.alpha * sqrt(g.n * g.K)
        yield "width-simplified-2.2", take("Gamma B_phi X_norm n c zeta alpha"), random * g.K ** 4 * g.B_phi ** 8 * g.X_norm ** 4 * g.n ** 2 / cut ** 8
        abar = g.alpha * sqrt(g.n) / (g.B_phi * mp.root(g.n, 4) * sqrt(g.X_norm))
        yield "width-simplified-2.3", take("C_r Gamma B_phi X_norm n alpha zeta"), 25600 * g.C_r ** 2 * g.Gamma ** 4 / (abar ** 8 * g.B_phi ** 2 * g.zeta ** 2)


# ---------------------------------------------------------------- bounds

BOUNDS = [
    {"nu": 0.5, "B_phi": 1, "n": 10000, "C_r": 1, "Gamma": 6, "zeta": "0.02", "abar": "0.3", "X_norm": 70, "K": 2, "k": 500, "alpha": 20, "delta": 0.05, "accuracy": 0.25,
     "PiN_r0": "1/3", "PiI_r0": 99, "r0_norm": 100, "JI_pinv_r0": 6.5, "B_alpha_Gamma": 130, "D": 6.9, "PiN_y": 2, "PiI_y": 98, "JI_pinv_y": "3.3", "alpha_0": 17,
     "M_W": 10, "M_V": 0.5, "E": 0.8, "R": 3, "f_minus_y": 12, "empirical_loss": 0.1, "R_S": "0.03", "y_Sigma_y": 40, "f_norm": 12},
    {"nu": 1, "B_phi": "4/5", "n": 1, "C_r": 3, "Gamma": 1, "zeta": 0.5, "abar": 1, "X_norm": 1, "K": 1, "k": 1, "alpha": "1e-3", "delta": "0.999999", "accuracy": 1,
     "PiN_r0": 0, "PiI_r0": 0, "r0_norm": 1e-3, "JI_pinv_r0": 0, "B_alpha_Gamma": 0, "D": 0, "PiN_y": 0, "PiI_y": 0, "JI_pinv_y": 0, "alpha_0": "1/7",
     "M_W": 0, "M_V": 0, "E": 5, "R": 0, "f_minus_y": 0, "empirical_loss": 1, "R_S": 0, "y_Sigma_y": 0, "f_norm": 0},
]


def bounds():
    for inputs in BOUNDS:
        g = Given(inputs)
        take = lambda names: {n: inputs[n] for n in names.split()}
        n, root = g.n, sqrt(g.n)
        chance = sqrt(log(2 / g.delta) / n)
        beta = g.nu * g.B_phi * g.X_norm
        row = 2 * beta * g.Gamma / (sqrt(g.k) * g.alpha ** 2)
        left = exp(-g.Gamma) * g.PiI_r0 + g.PiN_r0
        yield "lemma-6.16", take("empirical_loss R_S delta n"), g.empirical_loss + 2 * sqrt(2) * g.R_S + sqrt(5) * chance
        yield "lemma-6.17", take("nu B_phi M_W M_V E R n k"), g.nu * g.B_phi * ((g.M_W + g.E * g.M_V) / root + (g.R ** 2 + g.M_W * g.M_V) / sqrt(g.k))
        yield "lemma-6.17-repaired", take("nu B_phi M_W M_V E R n k"), g.nu * ((g.B_phi * g.M_W + g.E * g.M_V) / root + g.B_phi * (g.R ** 2 / 2 + g.M_W * g.M_V) / sqrt(g.k))
        yield "lemma-6.17-fixed-v", take("nu B_phi M_W R n k"), g.nu * g.B_phi * (g.M_W / root + g.R ** 2 / (2 * sqrt(g.k)))
        yield "lemma-6.18", take("f_minus_y nu B_phi M_W R n k delta"), 2 * (g.f_minus_y / root + 2 * sqrt(2) * g.nu * g.B_phi * (g.M_W / root + g.R ** 2 / sqrt(g.k)) + sqrt(5) * chance)
        yield "training-errors", take("f_norm n"), 2 * g.f_norm ** 2 / n
        yield "lemma-6.19", take("B_alpha_Gamma alpha Gamma accuracy r0_norm nu B_phi X_norm k PiI_r0 PiN_r0"), {
            "displacement": g.B_alpha_Gamma / g.alpha + g.accuracy * g.Gamma / g.alpha * g.r0_norm, "row": row * g.r0_norm, "residual": left + g.accuracy * g.alpha / beta * g.r0_norm}
        yield "lemma-6.20", take("B_alpha_Gamma alpha Gamma zeta r0_norm nu B_phi X_norm k PiI_r0 PiN_r0"), {
            "displacement": 2 * g.B_alpha_Gamma / g.alpha, "row": row * g.r0_norm, "residual": left + g.zeta * g.r0_norm}
        yield "theorem-6.21-optimization", take("D n C_r nu B_phi Gamma X_norm k alpha PiI_r0 PiN_r0 zeta r0_norm"), {
            "displacement": 2 * g.D, "row": row * root * g.C_r, "residual": left + g.zeta / 2 * g.r0_norm}
        slack = 2 * g.C_r * (exp(-g.Gamma) + g.zeta)
        yield "theorem-6.21", take("PiN_r0 nu B_phi n delta C_r Gamma zeta D"), 2 * g.PiN_r0 / root + 12 * g.nu * g.B_phi * g.D / root + 5 * chance + slack
        alpha = g.nu * g.B_phi * g.abar * mp.root(n, 4) * sqrt(g.X_norm)
        distance = g.JI_pinv_r0 + g.Gamma / alpha * g.PiN_r0
        yield "theorem-3.3", take("PiN_r0 JI_pinv_r0 nu B_phi abar X_norm n delta C_r Gamma zeta"), 2 * g.PiN_r0 / root + 12 * g.nu * g.B_phi * distance / root + 5 * chance + slack
        nu = g.zeta / (50 * g.B_phi * sqrt(log(2 * g.K)))
        yield "theorem-6.22", take("PiN_y PiI_y Gamma zeta n K B_phi X_norm alpha_0 B_alpha_Gamma k"), {
            "residual": g.PiN_y + exp(-g.Gamma) * g.PiI_y + 4 * g.zeta * root,
            "displacement": 2 * sqrt(g.K) * (g.B_alpha_Gamma + g.Gamma * g.zeta * root) / (nu * g.alpha_0),
            "row": 4 * g.Gamma * g.B_phi * g.K * g.X_norm / (nu * g.alpha_0 ** 2) * sqrt(n / g.k)}
        unit = g.abar * mp.root(n * g.X_norm ** 2, 4)
        yield "theorem-6.23", take("PiN_y PiI_y D B_phi K n Gamma abar X_norm zeta delta"), \
            2 * (g.PiN_y + exp(-g.Gamma) * g.PiI_y) / root + 12 * g.B_phi * sqrt(g.K) * g.D / root + 12 * (1 + g.Gamma / unit) * g.zeta + 10 * chance
        alpha0 = g.abar * mp.root(n, 4) * sqrt(g.K * g.X_norm) * g.B_phi
        distance = g.JI_pinv_y + g.Gamma / alpha0 * g.PiN_y
        yield "theorem-3.2", take("PiN_y JI_pinv_y B_phi K n Gamma abar X_norm zeta delta"), \
            2 * g.PiN_y / root + 12 * g.B_phi * sqrt(g.K) * distance / root + 12 * (1 + g.Gamma / unit) * g.zeta + 5 * chance + 2 * exp(-g.Gamma)
        yield "theorem-3.2-simplified", take("PiN_y n Gamma abar X_norm zeta delta"), 2 * g.PiN_y / root + 36 * g.Gamma / unit + 12 * g.zeta + 5 * chance + 2 * exp(-g.Gamma)
        yield "theorem-3.2-full-rank", take("K n y_Sigma_y delta"), sqrt(g.K / n) * sqrt(g.y_Sigma_y) + chance
        yield "simplified-2.2", take("PiN_y B_phi Gamma alpha n zeta delta"), \
            2 * g.PiN_y / root + 12 * g.B_phi * g.Gamma / (g.alpha * root) + 12 * (1 + g.Gamma * g.B_phi / (g.alpha * root)) * g.zeta + 5 * chance + 2 * exp(-g.Gamma)
        yield "simplified-2.3", take("PiN_r0 B_phi C_r Gamma alpha n zeta delta"), 2 * g.PiN_r0 / root + 12 * g.B_phi * g.C_r * g.Gamma / (g.alpha * root) + 5 * chance + slack


# ---------------------------------------------------------------- mixtures

def mixtures():
    for inputs in [{"n": 3000, "K": 3, "C": 10, "lambda_min": "0.03", "Sigma_norm": 2.5}, {"n": 1, "K": 1, "C": 1, "lambda_min": 0.5, "Sigma_norm": 0.5}]:
        g = Given(inputs)
        yield "theorem-a1", inputs, {"lower": g.n / (2 * g.K * g.C) * g.lambda_min, "upper": 2 * g.n / (g.K * g.C) * g.Sigma_norm, "rank": g.K ** 2 * g.C,
                                     "failure": g.K * g.C * exp(-g.n / (8 * g.K * g.C))}
    for inputs in [{"sigma": 0.1, "B_phi": 1, "n": 900, "X_norm": 12, "d": 20}, {"sigma": 0, "B_phi": 1, "n": 1, "X_norm": 1, "d": 1}]:
        g = Given(inputs)
        s, b, x = g.sigma, g.B_phi, g.X_norm
        yield "lemma-a2", inputs, {"distance": s ** 2 * b ** 2 * log(g.n) * x ** 2 + s ** 2 * b ** 2 * (g.n / g.d + 1) + sqrt(log(g.n)) * s * b ** 2 * x ** 2
                                   + s * b ** 2 * sqrt(g.n / g.d + 1) * x, "failure": 2 * g.n * exp(-g.d / 2)}
    for inputs in [{"distance": "1/3", "lambda_r": 2}, {"distance": 0, "lambda_r": 1}, {"distance": 1, "lambda_r": "1.0000000001"}]:
        g = Given(inputs)
        yield "lemma-a2-projectors", inputs, g.distance / (g.lambda_r - g.distance)
    for inputs in [{"sigma": 0.01, "n": 100000, "B_phi": 1, "K": 3, "C": 2, "lambda_min": "0.05", "Gamma": 4, "zeta": "1e-3", "delta": 0.1, "d": 100, "eta": 0.5, "nu": 2},
                   {"sigma": 0, "n": 1, "B_phi": 1, "K": 1, "C": 1, "lambda_min": 1, "Gamma": 1, "zeta": 0.5, "delta": 0.5, "d": 1, "eta": 1, "nu": 1}]:
        g = Given(inputs)
        kc = g.K * g.C
        yield "theorem-a3", inputs, {
            "error": sqrt(g.sigma * sqrt(log(g.n)) * g.B_phi ** 2 * kc / g.lambda_min) + g.Gamma * g.B_phi * g.K * sqrt(g.C) / sqrt(g.n * g.lambda_min) + 12 * g.zeta
            + 5 * sqrt(log(2 / g.delta) / g.n) + 2 * exp(-g.Gamma),
            "width": g.Gamma ** 4 * g.B_phi ** 8 * g.K ** 8 * g.C ** 4 * log(g.n) / (g.zeta ** 4 * g.lambda_min ** 4),
            "steps": 2 * g.Gamma * g.K ** 2 * g.C / (g.eta * g.nu ** 2 * g.n * g.lambda_min),
            "failure": 2 * g.n * exp(-g.d / 2) + kc * exp(-g.n / (8 * kc)) + (2 * g.K) ** -100 + g.delta}
    for inputs in [{"Gamma": 4, "K": 3, "C": 10, "n": 5000, "lambda_min": "0.02"}, {"Gamma": 1, "K": 1, "C": 1, "n": 1, "lambda_min": 1}]:
        g = Given(inputs)
        yield "theorem-3.5", inputs, {"error": g.Gamma * sqrt(g.K ** 2 * g.C / (g.n * g.lambda_min)), "width": g.Gamma ** 4 * g.K ** 8 * g.C ** 4 / g.lambda_min ** 4,
                                      "steps": 2 * g.Gamma * g.K ** 2 * g.C / g.lambda_min}
    for inputs in [{"n": 200, "r": 5, "sigma_x": 0.2, "sigma_y": 2, "misfit": "7/3", "w_norm": 1.5}, {"n": 7, "r": 7, "sigma_x": 1, "sigma_y": 0, "misfit": 0, "w_norm": 3}]:
        g = Given(inputs)
        noise = g.sigma_x ** 2 * g.w_norm ** 2 + g.sigma_y ** 2
        yield "linear-model", inputs, {"total": (g.misfit ** 2 + noise) / 2, "information": g.misfit ** 2 / 2 + g.r / (2 * g.n) * noise, "nuisance": (1 - g.r / g.n) * noise / 2}


# ---------------------------------------------------------------- kernels

def hermite_coefficients(count):
    """a_j = E[s(g) He_j(g)]/sqrt(j!) of the logistic function s by the trapezoidal rule on the line, j < count."""
    q, reach = 24, 24
    sums = [mpf(0)] * count
    for k in range(-q * reach, q * reach + 1):
        x = mpf(k) / q
        weight = exp(-x * x / 2) / (1 + exp(-x))
        before, now = mpf(0), mpf(1)  # He_j/sqrt(j!)
        for j in range(count):
            sums[j] += weight * now
            before, now = now, (x * now - sqrt(mpf(j)) * before) / sqrt(mpf(j + 1))
    return [s / (q * sqrt(2 * pi)) for s in sums]


def logistic_square():
    """E s(g)^2 by the trapezoidal rule."""
    q, reach = 32, 24
    return fsum(exp(-(mpf(k) / q) ** 2 / 2) / (1 + exp(-mpf(k) / q)) ** 2 for k in range(-q * reach, q * reach + 1)) / (q * sqrt(2 * pi))


def orthant(c):
    """P(u > 0, v > 0) for standard normal u, v with correlation c, by Sheppard's formula."""
    return mpf(1) / 4 + asin(c) / (2 * pi)


def kernels():
    square = logistic_square()
    coefficients = hermite_coefficients(121)
    for rho in (1, -1):
        yield "kernel/softplus", {"rho": rho}, square if rho == 1 else -(mpf(1) / 2 - square)
    for rho in (0, 0.5, -0.5, "1/3", "-0.7"):
        r = number(rho)
        yield "kernel/softplus", {"rho": rho}, r * fsum(a * a * r ** j for j, a in enumerate(coefficients))
    for rho in (0, 1, -1, 0.5, "-1/3", "0.999999999999999999", "-0.999999999999999999", "1e-40"):
        r, inputs = number(rho), {"rho": rho}
        yield "kernel/relu", inputs, r * (pi - acos(r)) / (2 * pi) if r != -1 else mpf(0)
        yield "kernel/smoothed-relu", inputs, r * orthant(r / 2)
        for a in (0, 1, 0.5, "1e10"):
            s = number(a)
            yield "kernel/phi-az", {"rho": rho, "a": a}, r * orthant(s ** 2 * r / (1 + s ** 2))
        # E[exp(-t(u^2 + v^2))] = ((1 + 2t)^2 - 4 t^2 rho^2)^(-1/2), with t = 1 and 1/2.
        yield "kernel/erf", inputs, r * 4 / pi / sqrt(mpf(9) - 4 * r ** 2)
        yield "kernel/erf-sqrt2", inputs, r * 2 / pi / sqrt(mpf(4) - r ** 2)
        # Addition theorems: cos u cos v is half of cos(u - v) + cos(u + v), of variances 2 - 2 rho and 2 + 2 rho.
        yield "kernel/sin", inputs, r * (exp(-(1 - r)) + exp(-(1 + r))) / 2
        yield "kernel/cos", inputs, r * (exp(-(1 - r)) - exp(-(1 + r))) / 2
        # E[u v exp(-(u^2 + v^2)/2)]: minus the derivative of the Gaussian integral by the off-diagonal entry of the precision matrix.
        yield "kernel/gaussian", inputs, r * r / (4 - r ** 2) ** (mpf(3) / 2)
        yield "kernel/identity", inputs, r
        yield "kernel/half-square", inputs, r * r
    for inputs in [{"a": 1, "b": 1, "c": 0.5}, {"a": 2, "b": "1/3", "c": "-0.8"}, {"a": 0, "b": 7, "c": 0}, {"a": 4, "b": 9, "c": 6}]:
        g = Given(inputs)
        yield "kernel/erf-general", inputs, 4 / pi * g.c / sqrt((1 + 2 * g.a) * (1 + 2 * g.b) - 4 * g.c ** 2)


# ---------------------------------------------------------------- networks and matrices

from mpmath import cos, diff, eigsy, erf, log1p, ncdf, npdf, sin  # noqa: E402

ACTIVATIONS = {
    "relu": lambda z: max(mpf(0), z), "smoothed-relu": lambda z: z * ncdf(z) + npdf(z), "erf": erf, "sin": sin,
    "softplus": lambda z: log1p(exp(z)),
}
NETWORKS = [
    {"X": [[1, 0.5], [-2, 0.25], [0.75, 3]], "W": [[1, -1], [0.5, 2]], "V": [[1, -0.5], [0.25, 2]]},
    {"X": [[0.6, 0.8, 0]], "W": [[0.1, 0.2, -5]], "V": [[3]]},
]
SAMPLES = [
    {"X": [[1, 0], [0.5, 2], [-1, 0], [0.25, -0.75]], "K": 2},
    {"X": [[0.6, 0.8]], "K": 1},
]
JACOBIANS = [
    {"J": [[2, 1, 0.5], [0.25, -1, 3], [1, 1, 1], [3, 2, 1.5]], "r": [1, -2, "1/3", 0.5], "alpha": 1.5, "Gamma": 2, "eta": "1/100", "tau": 7},
    {"J": [[0.001, 0], [0, 20]], "r": [3, -1], "alpha": "1/7", "Gamma": "5/2", "eta": 0.0025, "tau": 1000},
    {"J": [[3]], "r": [-2], "alpha": 3, "Gamma": 1, "eta": "1/10", "tau": 0},
]


def outputs(phi, x, w, v):
    """The outputs class by class."""
    hidden = [[phi(fsum(number(a) * b for a, b in zip(row, neuron))) for neuron in w] for row in x]
    return [fsum(number(c) * h for c, h in zip(weights, row)) for weights in v for row in hidden]


def jacobian(phi, x, w, v):
    """Derivatives of the outputs by the hidden weights, numerically; at 80 digits a kink at distance 1e-3 is not met."""
    rows = len(v) * len(x)
    columns = []
    for s in range(len(w)):
        for j in range(len(w[0])):
            def moved(t, k, s=s, j=j):
                weights = [[number(a) for a in row] for row in w]
                weights[s][j] += t
                return outputs(phi, x, weights, v)[k]
            columns.append([diff(lambda t, k=k: moved(t, k), 0) for k in range(rows)])
    return [[column[i] for column in columns] for i in range(rows)]


def networks():
    for name, phi in ACTIVATIONS.items():
        for network in NETWORKS:
            x, w, v = network["X"], network["W"], network["V"]
            rows = jacobian(phi, x, w, v)
            yield "jacobian/" + name, network, [entry for row in rows for entry in row]
            yield "jacobian-gram/" + name, network, [fsum(a * b for a, b in zip(p, q)) for p in rows for q in rows]


def correlations(x):
    dot = [[fsum(number(a) * number(b) for a, b in zip(p, q)) for q in x] for p in x]
    return dot, [[dot[i][j] / sqrt(dot[i][i] * dot[j][j]) for j in range(len(x))] for i in range(len(x))]


def kernel_matrices():
    coefficients = hermite_coefficients(121)
    square = logistic_square()

    def logistic(r):
        if abs(r) == 1:
            return square if r == 1 else mpf(1) / 2 - square
        return fsum(a * a * r ** j for j, a in enumerate(coefficients))

    # det(I + t S) for the covariance S of the two preactivations.
    determinant = lambda t, a, b, c: (1 + t * a) * (1 + t * b) - (t * c) ** 2
    entries = {
        "relu": lambda a, b, c, r: c * orthant(r),
        "smoothed-relu": lambda a, b, c, r: c * orthant(c / sqrt((1 + a) * (1 + b))),
        "erf": lambda a, b, c, r: c * 4 / pi / sqrt(determinant(2, a, b, c)),
        "erf-sqrt2": lambda a, b, c, r: c * 2 / pi / sqrt(determinant(1, a, b, c)),
        "sin": lambda a, b, c, r: c * (exp(-(a + b - 2 * c) / 2) + exp(-(a + b + 2 * c) / 2)) / 2,
        "cos": lambda a, b, c, r: c * (exp(-(a + b - 2 * c) / 2) - exp(-(a + b + 2 * c) / 2)) / 2,
        "gaussian": lambda a, b, c, r: c * c / determinant(1, a, b, c) ** (mpf(3) / 2),
        "identity": lambda a, b, c, r: c,
        "half-square": lambda a, b, c, r: c * c,
        "softplus": lambda a, b, c, r: r * logistic(r),
    }
    for sample in SAMPLES:
        dot, rho = correlations(sample["X"])
        n, k = len(dot), sample["K"]

        def whole(kappa):
            return [kappa(dot[i][i], dot[j][j], dot[i][j], rho[i][j]) if l == m else mpf(0)
                    for l in range(k) for i in range(n) for m in range(k) for j in range(n)]
        for name, kappa in entries.items():
            if name == "softplus" and n > 1:
                continue  # its series is slow near |rho| = 1
            yield "kernel-matrix/" + name, sample, whole(kappa)
        for slope in (0, 2, "1/3"):
            s = number(slope) ** 2
            yield "kernel-matrix/phi-az", dict(sample, a=slope), whole(lambda a, b, c, r: c * orthant(s * c / sqrt((1 + s * a) * (1 + s * b))))
    orthogonal = {"X": [[1, 1], [2, -2], [-1, -1]], "K": 2}
    dot, rho = correlations(orthogonal["X"])
    whole = [[mpf(round(rho[i][j])) * logistic(mpf(round(rho[i][j]))) for j in range(3)] for i in range(3)]
    yield "kernel-matrix/softplus", orthogonal, [whole[i][j] if l == m else mpf(0) for l in range(2) for i in range(3) for m in range(2) for j in range(3)]
    # The rank of Definition 3.4 at sigma = 0: lines through 0, and again the span of lines with centres on both sides.
    for centres, classes, rank in [
        ([[1, 0], [0, 1], [1, 1]], 3, 9), ([[1, 0], [2, 0], [0, 1]], 2, 4), ([[1, 0], [-3, 0], [0, 1], [0, -1]], 2, 8),
        ([[1, 2], [-1, -2], [0, 0]], 1, 2), ([[0, 0]], 5, 0), ([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1]], 1, 5),
    ]:
        yield "mixture-kernel-rank", {"M": centres, "K": classes}, mpf(rank)


def norm_of_rows(rows):
    return sqrt(fsum(number(x) ** 2 for row in rows for x in row))


def splits():
    for inputs in JACOBIANS:
        g = Given({k: v for k, v in inputs.items() if k != "J"})
        j = matrix([[number(x) for x in row] for row in inputs["J"]])
        values, vectors = eigsy(j * j.T)
        lam = [sqrt(max(mpf(0), x)) for x in values]
        a = [fsum(vectors[i, s] * g.r[i] for i in range(len(g.r))) for s in range(len(lam))]
        info = [s for s in range(len(lam)) if lam[s] >= g.alpha * (1 - mpf(10) ** -60)]
        rest = [s for s in range(len(lam)) if s not in info]
        take = lambda *names: {n: inputs[n] for n in ("J", "r") + names}
        pinv = norm([a[s] / lam[s] for s in info])
        value = sqrt((g.alpha * pinv) ** 2 + fsum((g.Gamma * lam[s] * a[s] / g.alpha) ** 2 for s in rest))
        yield "information-projection", take("alpha"), norm([a[s] for s in info])
        yield "nuisance-projection", take("alpha"), norm([a[s] for s in rest])
        yield "truncated-pseudo-inverse", take("alpha"), pinv
        yield "effective-singular-value/jacobian", take("alpha"), norm([a[s] for s in info]) / pinv
        yield "early-stopping-value/jacobian", take("alpha", "Gamma"), value
        yield "early-stopping-distance/jacobian", take("alpha", "Gamma"), value / g.alpha
        # Gradient descent itself.
        theta, r0 = matrix([mpf(0)] * j.cols), matrix(g.r)
        for _ in range(int(g.tau)):
            theta -= g.eta * (j.T * (j * theta + r0))
        if g.eta * max(values) <= 1 + mpf(10) ** -60:
            yield "linearised-residual", take("eta", "tau"), list(j * theta + r0)
            yield "linearised-displacement", take("eta", "tau"), norm(list(theta))
    for rows, radius, n in [([[1, 2], [3, -1], [0.5, 0.5]], 2, 3), ([[1]], "1/3", 1), ([[1, 0], [0, 1], [1, 1], [2, -1]], 1, 2)]:
        inputs = {"J": rows, "M": radius, "n": n}
        signs = [[1 if (p >> i) & 1 else -1 for i in range(len(rows))] for p in range(2 ** len(rows))]
        mean = fsum(norm([fsum(s * number(row[c]) for s, row in zip(pattern, rows)) for c in range(len(rows[0]))]) for pattern in signs) / len(signs)
        yield "linearised-rademacher", inputs, number(radius) / n * mean
        yield "linearised-rademacher/lower", inputs, number(radius) / n * norm_of_rows(rows) / sqrt(mpf(2))
        yield "linearised-rademacher/upper", inputs, number(radius) / n * norm_of_rows(rows)


def show(x):
    return nstr(x, DIGITS, strip_zeros=True, min_fixed=-5, max_fixed=20)


def shown(value):
    if isinstance(value, list):
        return [show(clean(v)) for v in value]
    return {name: show(v) for name, v in value.items()} if isinstance(value, dict) else show(value)


def clean(x):
    """Derivatives are differences of 90 digits: what is smaller than 1e-60 is 0."""
    return mpf(0) if abs(x) < mpf(10) ** -60 else x


def main():
    cases = []
    for part in (spectra, steps, widths, bounds, mixtures, kernels, networks, kernel_matrices, splits):
        for oracle, inputs, value in part():
            cases.append({"oracle": FAMILY + oracle, "inputs": inputs, "expect": shown(value)})
    print("[")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]")


if __name__ == "__main__":
    main()
