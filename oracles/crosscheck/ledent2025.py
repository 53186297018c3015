#!/usr/bin/python3
"""Independent values of the rank-sparse family, 40 digits, by mpmath.

Written from the statements, not from the oracle files. Prints a JSON list of {"oracle", "inputs", "expect"}. Dudley's bound is
computed as it is stated, as an infimum over the lower end: the minimiser by root finding, the integral by Gauss-Legendre's rule
between the kinks of the entropy, which are found by root finding as well.

Usage: ledent2025.py > ledent2025.json
"""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from crosscheck import as_double, frobenius, minus, number, numbers, product, row_norms, schatten_sum, shown, singular_values  # noqa: E402

from mpmath import ceil, exp, findroot, log, mp, mpf, quad, sqrt  # noqa: E402

DENSE = [
    {"N": 100, "B": 3, "rho": [1], "p": [0.5, 0.5], "W": [[[1, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, 0.1, 0]], [[2, 0, 0], [0, 0.25, 0]]]},
    {"N": 10**9, "B": 1.5, "gamma": "0.3", "rho": ["1/2"], "p": [0, 2], "W": [[[1, 2, 3, 4], [4, 3, 2, 1], [1, -1, 1, -1]], [[1, 1, 0.5], [0, 2, 1]]]},
    {"N": 10**12, "B": 10, "gamma": 2, "rho": [0.5, 1.25], "p": ["1/3", 1.5, 1],
     "W": [[[2, -1, 0.5], [1, 3, -2], [0.25, 1, 4]], [[1, 2, 0.5], [2, 4, 1]], [[3, -1]]],
     "M": [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 0], [1, 1, 1]], [[1, 1]]]},
    {"N": 10**7, "B": "1/10", "rho": [], "p": [0.25], "W": [[[0.5, 0.25], [0, 0.125]]], "op_norm": ["3/4"], "stilde": ["5/8"]},
]


def without(inputs, *names):
    return {k: v for k, v in inputs.items() if k not in names}


class Net:
    def __init__(self, inputs):
        self.w = inputs["W"]
        self.L = len(self.w)
        self.refs = inputs.get("M") or [[[0] * len(a[0]) for _ in a] for a in self.w]
        self.diff = [as_double(minus(a, b)) for a, b in zip(self.w, self.refs)]
        self.op = numbers(inputs["op_norm"]) if "op_norm" in inputs else [singular_values(a)[0] for a in self.w]
        self.ref_norm = [singular_values(a)[0] for a in self.refs]
        self.p = numbers(inputs["p"]) if "p" in inputs else None
        self.rho = numbers(inputs["rho"]) if "rho" in inputs else None
        self.shape = [(len(a), len(a[0])) for a in self.w]
        self.N = mpf(inputs["N"])
        self.gamma = number(inputs.get("gamma", 1))


def activations():
    for inputs in [
        dict(without(DENSE[0], "B"), activation_norm=[3, 2.5]),
        dict(without(DENSE[1], "B"), activation_norm=["7/3", 0]),
        dict(without(DENSE[2], "B"), activation_norm=[1, 2, 0.125]),
        {"N": 1000, "rho": [1], "p": [1.5, 0.5], "positions": [64, 1], "op_norm": [3.5, "7/3"], "activation_norm": [2, 9],
         "W": [[[1, 2, 3, 4], [4, 3, 2, 1], [1, -1, 1, -1]], [[1, 0.5], [0.25, 2]]]},
    ]:
        net = Net(inputs)
        b = numbers(inputs["activation_norm"])
        pos = inputs.get("positions", [1] * net.L)
        for form in ("code", "doc", "repaired", "l2"):
            total = mpf(0)
            for l in range(net.L):
                rest = b[l] / net.gamma
                for i in range(l, net.L):
                    rest *= net.op[i] * (net.rho[i] if i < net.L - 1 else 1)
                (u, d), last, p = net.shape[l], l == net.L - 1, net.p[l]
                w = {"code": pos[l], "doc": 1 if last else u * pos[l],
                     "repaired": min(u, d) * (1 if last else u * pos[l]), "l2": u * pos[l] * min(u, d)}[form]
                rank = schatten_sum(net.diff[l], p) / net.op[l] ** p
                total += (rest ** (2 * p) * rank ** 2 * mpf(u + d) ** 2 * mpf(w) ** p) ** (1 / (p + 2))
            yield f"ledent2025/theorem-3.7/{form}", inputs, sqrt(net.L * total / net.N)


def rows(m, d, r, p, ratio, y):
    """The rows that hold at p, from minimising k(tau)(m+d)Lam + 64 m a(tau)^2 b^2/eps^2 over the threshold tau where there is one."""
    found = {"full": m * d * log(1 + 4 * ratio * y)}
    if p == 0:
        found["rank"] = r * (m + d) * log(1 + 8 * ratio * y)
        return found
    lam = log(1 + 16 * ratio * y)
    found["no-tail"] = min(mpf(min(m, d)), r * (4 * y) ** p) * (m + d) * lam
    found["all-tail"] = 16 * m * r * ratio ** (2 - p) * y ** 2
    # In units of s, with b/eps = y/s: alpha tau^-p + beta tau^(2-p), least where tau^2 = p alpha/((2-p) beta).
    alpha, beta = r * (m + d) * lam, 64 * m * y ** 2
    if p < 2:
        tau = sqrt(p * alpha / ((2 - p) * beta * r))
        found["route-1"] = alpha * tau ** -p + beta * r * tau ** (2 - p)
    tau = (p * alpha / (2 * beta * min(m, d))) ** (1 / (p + 2))
    found["route-2"] = alpha * tau ** -p + beta * min(m, d) * tau ** 2
    return found


def layers():
    for r, p, y, m, d, extra in [
        (2, 0, 1, 50, 80, {}), (2, 0, 10, 50, 80, {}), (2, 0, 100, 50, 80, {}), (2.5, 0.5, 10, 50, 80, {}), ("1/3", "0.1", "1e-6", 1, 1, {}),
        (4, 1, 3, 7, 5, {"stilde": 3}), (1.5, 2, 0.01, 20, 30, {"stilde": "5/4"}), (3, 1.75, "1e30", 8, 9, {"stilde": 1.5}), (1, 0, "1e40", 2, 3, {}),
    ]:
        s = 2
        inputs = {"m": m, "d": d, "r": r, "p": p, "s": s, "y": y, **extra}
        ratio = number(extra.get("stilde", s)) / s
        found = rows(m, d, number(r), number(p), ratio, number(y))
        yield "ledent2025/layer-entropy", inputs, min(found.values())
        for name, value in found.items():
            if name == "route-1" and number(p) == 2:
                continue
            used = without(inputs, *{"full": ("r", "p"), "all-tail": ("d",)}.get(name, ()))
            yield f"ledent2025/layer-entropy/{name}", used, value


def limits(net, inputs):
    if "stilde" in inputs:
        return numbers(inputs["stilde"])
    found = []
    for l in range(net.L):
        top = net.op[l] + net.ref_norm[l]
        if net.p[l] > 0:
            top = min(top, schatten_sum(net.diff[l], net.p[l]) ** (1 / net.p[l]))
        found.append(top)
    return found


def closed(net, gamma_factor, p, ratio, spread, choices, delta, empirical):
    total = mpf(0)
    for l, (m, d) in enumerate(net.shape):
        q = p[l] + 2
        total += gamma_factor ** (2 * p[l] / q) * ratio[l] ** (2 / q) * mpf(m + d) ** (2 / q) * mpf(m * min(m, d)) ** (p[l] / q)
    lam = max(mpf(1), log(1 + 16 * net.L * net.N * gamma_factor * spread))
    return empirical + 8 / net.N + 192 * sqrt(lam) * sqrt(net.L / net.N) * sqrt(total) + 3 * sqrt((log(2 / delta) + choices) / (2 * net.N))


def networks():
    for inputs in DENSE:
        net = Net(inputs)
        scale = number(inputs["B"]) * product(net.op) * product(net.rho)
        ratio = [schatten_sum(a, p) / op ** p for a, p, op in zip(net.diff, net.p, net.op)]
        top = limits(net, inputs)
        whole = dict(inputs, delta="0.05", R_gamma=0.125)
        yield "ledent2025/fully-connected-explicit", whole, closed(
            net, sqrt(mpf(2)) / net.gamma * scale, net.p, ratio, max(t / op for t, op in zip(top, net.op)), 0, number("0.05"), number(0.125))
        yield "ledent2025/fully-connected-integrated", inputs, dudley(net, sqrt(mpf(2)) / net.gamma * scale, ratio, [t / op for t, op in zip(top, net.op)])
        yield "ledent2025/fully-connected-integrated/centred", inputs, dudley(
            net, sqrt(mpf(2)) / net.gamma * scale, ratio, [t / op for t, op in zip(top, net.op)], 6 * sqrt(mpf(2)), mpf(1) / 4)
        for k, s0 in ((40, 1), (3, "1/2")):
            late = without(dict(whole, K=k, s0=s0), "stilde")
            grid = [ceil(p * k / 2) * 2 / mpf(k) for p in net.p]
            rounded = [schatten_sum(a, p) / op ** p + 1 for a, p, op in zip(net.diff, grid, net.op)]
            level = min(net.gamma, mpf(1)) / 2
            choices = log(1 / level)
            for t, op in zip(rounded, net.op):
                j = abs(log(op / number(s0))) / log(1 + mpf(1) / net.L) + 1
                choices += log(3 * (j + 1) ** 2) + log(t * (t + 1)) + log(mpf(k + 1))
            yield "ledent2025/post-hoc", late, closed(
                net, sqrt(mpf(2)) / level * (1 + mpf(1) / net.L) ** net.L * scale, grid, rounded,
                max(1 + m / op for m, op in zip(net.ref_norm, net.op)), choices, number("0.05"), number(0.125))


def bisect(f, low, high):
    """The sign change of f between low and high, to full precision."""
    sign = f(low) > 0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if (f(middle) > 0) == sign else (low, middle)
    return findroot(f, (low, high), solver="anderson", tol=mpf(10) ** -70)


def dudley(net, scale, ratio, spread, factor=mpf(12), end=mpf(1)):
    enough = net.N * (4 / factor) ** 2
    def layer(l, u):
        m, d = net.shape[l]
        return rows(m, d, ratio[l], net.p[l], spread[l], scale * net.L * exp(-u))

    def pieces(l, u):
        m, d = net.shape[l]
        found = layer(l, u)
        p, y = net.p[l], scale * net.L * exp(-u)
        if p > 0:
            lam = (m + d) * log(1 + 16 * spread[l] * y)
            found["no-tail"] = ratio[l] * (4 * y) ** p * lam
            found["no-tail, capped"] = min(m, d) * lam
        return found

    def entropy(u):
        return sum(min(layer(l, u).values()) for l in range(net.L))

    start = -log(net.N)
    if entropy(log(end)) >= enough:
        return mpf(1) / 2
    kinks = []
    steps = 400
    grid = [start * (steps - i) / steps for i in range(steps + 1)]
    for l in range(net.L):
        least = [min(pieces(l, u).items(), key=lambda item: item[1])[0] for u in grid]
        for i in range(steps):
            a, b = least[i], least[i + 1]
            if a != b:
                kinks.append(bisect(lambda u: log(pieces(l, u)[a]) - log(pieces(l, u)[b]), grid[i], grid[i + 1]))
    a = start
    if entropy(start) > enough:
        a = bisect(lambda u: log(entropy(u)) - log(enough), start, log(end))
    nodes = sorted([a, log(end)] + [k for k in kinks if a < k < log(end)])
    fine = []
    for low, high in zip(nodes, nodes[1:]):
        count = int((high - low) / 2) + 1
        fine += [low + (high - low) * i / count for i in range(count)]
    integral = quad(lambda u: exp(u) * sqrt(entropy(u)), fine + [log(end)])
    return min(mpf(1) / 2, 4 * exp(a) + factor / sqrt(net.N) * integral)


def linear():
    for inputs in [
        {"N": 100, "B": 3, "m": 4, "d": 7, "r": 2.5, "p": 0.5, "s": 2},
        {"N": 1, "B": "0.1", "m": 1, "d": 1, "r": 1, "p": 0, "s": "1e30"},
        {"N": 50000, "B": 2, "m": 10, "d": 3, "r": "4/3", "p": 2, "s": 5, "D": 3},
    ]:
        m, d, r, p, n = inputs["m"], inputs["d"], number(inputs["r"]), number(inputs["p"]), inputs["N"]
        size = number(inputs.get("D", m * min(m, d)))
        bs = number(inputs["B"]) * number(inputs["s"])
        yield "ledent2025/linear-map", inputs, sqrt((bs ** (2 * p) * (r * (m + d)) ** 2 * size ** p) ** (1 / (p + 2)) / n)
    for inputs in [
        {"N": 100, "B": 3, "m": 4, "d": 7, "frobenius_norm": [2, 1.5, "1/3"], "s": 2},
        {"N": 9, "B": "0.1", "m": 1, "d": 1, "frobenius_norm": [5], "s": "0.3"},
        {"N": 50000, "B": 2, "m": 10, "d": 3, "frobenius_norm": [1, 2], "s": 1, "D": 30},
    ]:
        m, d, n, norms = inputs["m"], inputs["d"], inputs["N"], numbers(inputs["frobenius_norm"])
        depth, s = mpf(len(norms)), number(inputs["s"])
        r = sum(x ** 2 for x in norms) / depth / s ** (2 / depth)
        p = 2 / depth
        size = number(inputs.get("D", m * min(m, d)))
        bs = number(inputs["B"]) * s
        yield "ledent2025/deep-linear", inputs, sqrt((bs ** (2 * p) * (r * (m + d)) ** 2 * size ** p) ** (1 / (p + 2)) / n)


def comparison():
    for inputs in DENSE[:3] + [dict(DENSE[3], C1=2)]:
        net = Net(inputs)
        b, w = number(inputs["B"]), inputs["W"]
        spectral = product(net.op)
        given = {k: v for k, v in inputs.items() if k in ("N", "B", "W", "M", "rho", "op_norm")}
        yield "ledent2025/comparison/c1", given, b * product(net.rho) * spectral / sqrt(net.N) * sum(
            (row_norms(a) / s) ** (mpf(2) / 3) for a, s in zip(net.diff, net.op)) ** (mpf(3) / 2)
        width = max([net.shape[0][1]] + [m for m, _ in net.shape])
        yield "ledent2025/comparison/c5", without(given, "M", "rho"), b * spectral / sqrt(net.N) * net.L * sqrt(mpf(width)) * sqrt(
            sum((frobenius(a) / s) ** 2 for a, s in zip(w, net.op)))
        c1 = number(inputs.get("C1", 1))
        plain = {k: v for k, v in inputs.items() if k in ("N", "W", "op_norm", "C1")}
        yield "ledent2025/comparison/c9", plain, c1 ** net.L * spectral * net.L * min(schatten_sum(a, 0) for a in w) * sqrt(
            max(m * d for m, d in net.shape) / net.N)
        for name in ("c15", "c16"):
            yield "ledent2025/comparison/" + name, {"N": inputs["N"], "W": w}, sqrt(sum(m * d for m, d in net.shape) * net.L / net.N)


def ratios():
    for a in ([[2, 0], [0, 0.25]], [[1, 2, 3], [4, 5, 6]], [[-0.75]], [[1, 2], [2, 4]]):
        for p in (0, 0.1, "1/3", 1, 2, 7):
            yield "spectra/schatten-ratio-sum", {"A": a, "p": p}, schatten_sum(a, number(p)) / singular_values(a)[0] ** number(p)


def from_weights():
    data = [[1, 2, 3, 4], [0.5, 0, -1, 1], [2, 2, 0, 1], [1, 1, 1, 1], [3, 0, 0, -4]]
    for inputs in [
        {"W": DENSE[0]["W"], "X": data, "rho": [1], "p": [0.5, 0], "gamma": 0.5, "delta": "0.05", "R_gamma": 0.125},
        {"W": DENSE[2]["W"], "M": DENSE[2]["M"], "X": [row[:3] for row in data], "rho": [0.5, 1.25], "gamma": 2, "delta": "0.01", "R_gamma": 0},
    ]:
        net = Net(dict({"p": [1] * len(inputs["W"])}, **inputs, N=len(data)))
        longest = max(sqrt(sum(mpf(x) ** 2 for x in row)) for row in inputs["X"])
        ratio = [schatten_sum(a, p) / op ** p for a, p, op in zip(net.diff, net.p, net.op)]
        reach = sqrt(mpf(2)) / net.gamma * longest * product(net.op) * product(net.rho)
        spread = max(t / op for t, op in zip(limits(net, {}), net.op))
        yield "ledent2025/fully-connected-explicit/from-weights", inputs, closed(
            net, reach, net.p, ratio, spread, 0, number(inputs["delta"]), number(inputs["R_gamma"]))


def main():
    cases = []
    for part in (activations, layers, networks, linear, comparison, ratios, from_weights):
        for oracle, inputs, value in part():
            cases.append({"oracle": oracle, "inputs": inputs, "expect": shown(value)})
    print("[")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]")


if __name__ == "__main__":
    main()
