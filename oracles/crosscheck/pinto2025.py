#!/usr/bin/python3
"""Independent values of the oracles of pinto2025 that crosscheck.py does not have, 40 digits, by mpmath.

Written from the statements of the paper and their derivations, not from the oracle files. Prints a JSON list in the
format of crosscheck.py.

Usage: pinto2025.py > pinto2025.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import mpf, log, pi, sqrt  # noqa: E402

from crosscheck import (  # noqa: E402
    MATRICES, NETWORKS, chain, exact_rank, frobenius, number, numbers, print_cases, product, row_norms, singular_values)

# The third network tells the minimum over j < i from that over j <= i; the one added here leaves the range of doubles.
MORE_NETWORKS = NETWORKS + [
    {"m": 3, "X_frobenius": "1e200", "h": [2, 2, 2], "r": [1, 2], "B": ["1e300", "1e-30"], "C1": "1.001", "C2": 1},
]
THIRD = mpf(1) / 3


def layer_statements():
    for network in MORE_NETWORKS:
        x, h, r, b = number(network["X_frobenius"]), network["h"], network["r"], numbers(network["B"])
        for l in range(1, len(b) + 1):
            # Two activations differ by at most twice the largest Frobenius norm; the paper bounds the rank of a difference by 2 min r.
            largest = x * product(b[:l])
            given = {k: network[k] for k in ("X_frobenius", "h", "r", "B")}
            yield "pinto2025/lemma-5", {**given, "l": l}, largest * 2 * sqrt(mpf(2 * min(r[:l])))
            given = {k: network[k] for k in ("h", "r", "B")}
            # ||W||_F <= sqrt(r) B, E||Gamma^T Delta||_F <= sqrt(h) ||Delta||_F.
            yield "pinto2025/lemma-6", {**given, "l": l}, sqrt(mpf(r[l - 1])) * b[l - 1] * sqrt(mpf(h[l]))


def network_statements():
    for network in MORE_NETWORKS:
        m, x, h, r, b = number(network["m"]), number(network["X_frobenius"]), network["h"], network["r"], numbers(network["B"])
        c1, c2, depth = number(network["C1"]), number(network["C2"]), len(network["B"])
        main = {k: v for k, v in network.items() if k != "L_phi"}
        plain = {k: v for k, v in main.items() if k not in ("C1", "C2")}
        radius = x / sqrt(m)
        lemma5 = chain(network, lambda i: 2 * sqrt(mpf(2 * min(r[:i - 1]))))
        yield "pinto2025/theorem-7-lemma5", main, lemma5
        yield "pinto2025/recursion", main, lemma5
        width, rank = max(h[1:]), max(r)
        simplified = {k: v for k, v in main.items() if k != "C2"}
        yield "pinto2025/simplified", simplified, c1 ** depth * product(b) * radius * depth * rank * sqrt(width / m)
        # Eq. (4) with every rank and width replaced by the largest.
        largest = {**network, "r": [rank] * depth, "h": [width] * (depth + 1)}
        yield "pinto2025/simplified-explicit", main, chain(largest, lambda i: 2 * sqrt(mpf(2 * rank)))
        if m >= 2:
            a = sqrt(r[0] * h[1] / m)
            for l in range(2, depth + 1):
                a = 8 / m ** 2 + 128 * log(m) * (a + sqrt(r[l - 1] * h[l] / m))
            yield "pinto2025/tripuraneni", plain, radius * product(b) * a
        yield "pinto2025/trivial", {k: v for k, v in plain.items() if k != "r"}, product(b) * x * sqrt(h[-1] / m)
        kappa = [sqrt(mpf(r[0] * h[1]))]
        for l in range(2, depth + 1):
            kappa.append(min(r[l - 1] * (sqrt(mpf(h[l])) + sqrt(mpf(h[l - 1]))), sqrt(mpf(r[l - 1] * h[l] * h[l - 1]))))
        yield "pinto2025/sudakov-fernique", plain, x / m * product(b) * sum(k ** (2 * THIRD) for k in kappa) ** (mpf(3) / 2)
        parameters = sum(r[l] * (h[l] + h[l + 1]) for l in range(depth))
        yield "pinto2025/covering", plain, sqrt(mpf(8)) * x / m * product(b) * sqrt(parameters * (1 + log(mpf(1 + 8 * depth))))
        for lipschitz in (1, "0.01", "1e-500"):
            scale = product(b) * x / sqrt(m)
            entropy = parameters * (1 + log(1 + 16 * depth * number(lipschitz) * scale))
            yield "pinto2025/covering-bounded-loss", {**plain, "Lip": lipschitz}, sqrt(2 * entropy / m)
        table = product(b) / sqrt(m)
        limits = {k: plain[k] for k in ("m", "h", "r", "B")}
        yield "pinto2025/table-1/ours-on-class", {**limits, "C1": network["C1"]}, table * c1 ** depth * depth * rank * sqrt(mpf(width))
        yield "pinto2025/table-1/golowich2018-on-class", limits, table * sqrt(mpf(depth * rank ** depth))
        yield "pinto2025/table-1/neyshabur2018-on-class", limits, table * sqrt(mpf(depth ** 3 * rank * width))
        # (sum over L layers of (sqrt(h) sqrt(r))^(2/3))^(3/2).
        yield "pinto2025/table-1/bartlett2017-on-class", limits, table * (depth * (mpf(width) * rank) ** THIRD) ** (mpf(3) / 2)


def generalization_statements():
    samples = [
        {"empirical_loss": 0.25, "Lip": 1, "G_hat": "0.01", "delta": "0.05", "m": 1000},
        {"empirical_loss": 0, "Lip": "1/2", "G_hat": 4.387022532, "delta": "1e-12", "m": 16},
        {"empirical_loss": 1, "Lip": 3, "G_hat": 0, "delta": "999/1000", "m": 1},
        {"empirical_loss": "1/3", "Lip": "1e-3", "G_hat": "1e300", "delta": 0.5, "m": 60000},
    ]
    for s in samples:
        loss, lipschitz, g, delta, m = (number(s[k]) for k in ("empirical_loss", "Lip", "G_hat", "delta", "m"))
        deviation = 3 * sqrt(log(2 / delta) / (2 * m))
        rademacher = sqrt(pi / 2) * g
        without = {k: v for k, v in s.items() if k != "Lip"}
        yield "pinto2025/theorem-1", without, loss + 2 * rademacher + deviation
        yield "pinto2025/theorem-2", s, loss + sqrt(lipschitz) * sqrt(pi) * g + deviation
        yield "pinto2025/theorem-2-corrected", s, loss + 2 * lipschitz * rademacher + deviation
        # The ramp at margin Lip (any positive number) is sqrt(2)/Lip-Lipschitz.
        yield "pinto2025/margin-form", {**without, "gamma": s["Lip"]}, loss + 2 * (sqrt(mpf(2)) / lipschitz) * rademacher + deviation
        yield "pinto2025/lemma-9", {"Lip": s["Lip"], "G_hat": s["G_hat"]}, lipschitz * g
        signs = {k: v for k, v in without.items() if k != "G_hat"}
        signs["R_hat"] = s["G_hat"]
        yield "pinto2025/theorem-12", {**signs, "Lip": s["Lip"]}, loss + 2 * sqrt(2 * lipschitz) * g + deviation
        yield "pinto2025/theorem-12-corrected", {**signs, "Lip": s["Lip"]}, loss + 2 * sqrt(mpf(2)) * lipschitz * g + deviation
        yield "pinto2025/theorem-11", {**signs, "R_m": s["Lip"]}, {
            "expected": loss + 2 * lipschitz + sqrt(log(1 / delta) / (2 * m)),
            "empirical": loss + 2 * g + deviation,
        }
    for s in [
        {"ell": 2, "R": "1.5", "m": 100, "R_hat": 0.125, "c": 1},
        {"ell": "1/3", "R": 1, "m": 1, "R_hat": 7, "c": "0.1"},
        {"ell": 1, "R": "1e-5", "m": 2, "R_hat": 0, "c": 20},
    ]:
        m = number(s["m"])
        value = number(s["R"]) / sqrt(m) + sqrt(log(m)) ** 3 * number(s["R_hat"])
        yield "pinto2025/theorem-8", s, number(s["c"]) * number(s["ell"]) * value


def table_statements():
    for weights, m, c1 in [
        ([MATRICES["square"], [[1, 2, 0.5], [2, 4, 1]]], 100, 1),
        ([MATRICES["wide"], [[1, 1, 0.5], [0, 2, 1]], [[3, -1]]], 7, "1.5"),
        ([MATRICES["one entry"]], 1, 3),
    ]:
        depth, root = len(weights), sqrt(mpf(m))
        norms = [singular_values(w)[0] for w in weights]
        width = max(len(w) for w in weights)
        given = {"m": m, "W": weights}
        yield "pinto2025/table-1/ours", {**given, "C1": c1}, \
            product(norms) * number(c1) ** depth * depth * max(exact_rank(w) for w in weights) * sqrt(mpf(width)) / root
        yield "pinto2025/table-1/golowich2018", given, sqrt(mpf(depth)) * product([frobenius(w) for w in weights]) / root
        ratios = sum((frobenius(w) / s) ** 2 for w, s in zip(weights, norms))
        yield "pinto2025/table-1/neyshabur2018", given, product(norms) * depth * sqrt(width * ratios) / root
        ratios = sum((row_norms(w) / s) ** (2 * THIRD) for w, s in zip(weights, norms))
        yield "pinto2025/table-1/bartlett2017", given, product(norms) * sqrt(ratios) ** 3 / root


def weight_statements():
    for weights, x, c1, c2 in [
        ([[[1, 2, 0], [2, 4, 0], [0, 1, 1]], [[1, 0, -1], [2, 0, -2]], [[1, 1], [0, 3]]], [[1, 2, 3], [-1, 0.5, 0]], "1.5", 2),
        ([[[0.5, -3]]], [[1, 1], [2, 0], [0, 0]], 3, 1),
    ]:
        rank, norm = [exact_rank(w) for w in weights], [singular_values(w)[0] for w in weights]
        depth, least, total = len(weights), rank[0], number(c1) ** (len(weights) - 1) * sqrt(mpf(rank[0] * len(weights[0])))
        for i in range(2, depth + 1):
            least = min(least, rank[i - 1])
            total += number(c1) ** (depth - i) * number(c2) * 2 * sqrt(mpf(2 * least)) * sqrt(mpf(rank[i - 1] * len(weights[i - 1])))
        yield "pinto2025/theorem-7/from-weights", {"W": weights, "X": x, "C1": c1, "C2": c2}, frobenius(x) / len(x) * product(norm) * total


if __name__ == "__main__":
    print_cases(layer_statements, network_statements, generalization_statements, table_statements, weight_statements)
