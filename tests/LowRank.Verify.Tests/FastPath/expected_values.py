#!/usr/bin/env python3
"""Expected values of the fast path's tests, by mpmath at 60 digits and, for the optimiser, a fine grid in numpy.

Written from the papers' formulas; knows nothing of the C# code. Prints name = value; the tests quote the digits.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 60


def show(name, value):
    print(f"{name} = {mp.nstr(mp.mpf(value), 20)}")


def sigmas(rows):
    return sorted(mp.svd_r(mp.matrix(rows), compute_uv=False), reverse=True)


# One full-rank integer matrix.
A = [[3, -1, 4], [1, 5, -9], [2, 6, 5], [-3, 5, 8], [9, 7, -9]]
s = sigmas(A)
for i, v in enumerate(s):
    show(f"A.sigma{i}", v)
show("A.frobenius", mp.sqrt(sum(mp.mpf(x) ** 2 for r in A for x in r)))
show("A.row21", sum(mp.sqrt(sum(mp.mpf(x) ** 2 for x in r)) for r in A))
show("A.col21", sum(mp.sqrt(sum(mp.mpf(A[i][j]) ** 2 for i in range(5))) for j in range(3)))
show("A.stable", sum(v ** 2 for v in s) / s[0] ** 2)
show("A.kyfan2", s[0] + s[1])
for p in ["0.1", "0.5", "1", "2", "3.7"]:
    p = mp.mpf(float(p))
    total = sum(v ** p for v in s)
    show(f"A.sum {p}", total)
    show(f"A.norm {p}", total ** (1 / p))

# Storage precision: half-ulps of binary16 (11 bits) of A with two entries changed, delta = ||D||.
F = [[0.5, -1, 4, 0], [1, 5.25, -9, 2 ** -20], [2, 6, 5, 1000]]
D = [[mp.mpf(2) ** (max((mp.floor(mp.log(abs(x), 2)) if x else -14), -14) - 11) for x in r] for r in F]
delta = sigmas(D)[0]
show("F.delta", delta)
sf = sigmas(F)
for i, v in enumerate(sf):
    show(f"F.sigma{i}", v)
p = mp.mpf(0.5)
show("F.low", sum(max(mp.mpf(0), v - delta) ** p for v in sf))
show("F.high", sum((v + delta) ** p for v in sf))

# Theorem 3.6 with every optional member.
W = [A, [[1, 2, 0, 1, 3], [0, 1, -1, 2, 2]], [[2, 1], [1, 3], [0, 4]]]
M = [[[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]], [[0] * 5] * 2, [[1, 1]] * 3]
rho, pos, op = [mp.mpf(1) / 2, 2], [9, 4, 1], [20, 7, 6]
ps = [mp.mpf(0.25), mp.mpf(1), mp.mpf(1.5)]
N, B, gamma = 1000, mp.mpf(3), mp.mpf(1) / 4
for with_all in (True, False):
    for form in ("code", "doc", "repaired", "l2"):
        norms = [mp.mpf(x) for x in op] if with_all else [sigmas(w)[0] for w in W]
        base = B * rho[0] * rho[1] * mp.fprod(norms) / (gamma if with_all else 1)
        total = mp.mpf(0)
        for l in range(3):
            U, d = len(W[l]), len(W[l][0])
            w = pos[l] if with_all else 1
            mu = min(U, d)
            dim = {"code": w, "doc": 1 if l == 2 else U * w, "repaired": mu if l == 2 else U * w * mu, "l2": U * w * mu}[form]
            diff = [[W[l][i][j] - (M[l][i][j] if with_all else 0) for j in range(d)] for i in range(U)]
            q = ps[l]
            proxy = sum(v ** q for v in sigmas(diff)) / norms[l] ** q
            total += base ** (2 * q / (q + 2)) * proxy ** (2 / (q + 2)) * mp.mpf(U + d) ** (2 / (q + 2)) * mp.mpf(dim) ** (q / (q + 2))
        show(f"ledent {'all' if with_all else 'plain'} {form}", mp.sqrt(3 * total / N))

# Products beyond the range of double: 100 layers.
L = 100
c1, c2 = mp.mpf("1.25"), mp.mpf(2)
h, r = 30, 3
B100 = mp.mpf(1e30)
x = c1 ** (L - 1) * mp.sqrt(r * h) + sum(c1 ** (L - i) * c2 * 2 * mp.sqrt(2 * r) * mp.sqrt(r * h) for i in range(2, L + 1))
show("theorem-7 log10", mp.log10(mp.mpf(12) / 64 * B100 ** L * x))
show("lemma-4 tiny log10", mp.log10(mp.mpf(12) / 64 * mp.mpf(1e-30) ** L * mp.sqrt(r * h)))
show("golowich log10", mp.log10(mp.mpf(1e30) ** L * (mp.sqrt(2 * mp.log(2) * L) + 1) * mp.sqrt(mp.mpf(7)) / 50))
# Diagonal 2x2 layers diag(1e30, 1e15), p = 1, form l2: U = d = 2, mu = 2.
proxy = 1 + mp.mpf(1e15) / mp.mpf(1e30)
base = 3 * mp.mpf(1e30) ** L
term = base ** (mp.mpf(2) / 3) * (proxy * 4) ** (mp.mpf(2) / 3) * mp.mpf(4) ** (mp.mpf(1) / 3)
show("ledent 100 log10", mp.log10(mp.sqrt(L * L * term / 1000)))
show("bartlett log10", mp.log10(4 / (mp.mpf(1) / 2 * 100) * mp.mpf(1e30) ** L * (L * (mp.mpf(3e30) / mp.mpf(1e30)) ** (mp.mpf(2) / 3)) ** mp.mpf(1.5) * mp.log(64)))

# Bartlett from matrices: W as above, M zero.
rows21 = [sum(mp.sqrt(sum(mp.mpf(x) ** 2 for x in row)) for row in w) for w in W]
specs = [sigmas(w)[0] for w in W]
RA = mp.fprod(specs) * mp.mpf(0.5) * 2 * 1 * sum((b / t) ** (mp.mpf(2) / 3) for b, t in zip(rows21, specs)) ** mp.mpf(1.5)
show("bartlett matrices", 4 * RA * mp.log(5) / (mp.mpf(1) / 4 * 100))
show("golowich d=2", 6 * (mp.sqrt(2 * mp.log(2) * 2) + 1) * mp.sqrt(mp.mpf(7)) / 50)

# A tiny exponent: norm of diag(2, 1) at p = 1/1000: (2^p + 1)^(1/p).
p = mp.mpf(0.001)
show("norm small p log10", mp.log10((mp.mpf(2) ** p + 1) ** (1 / p)))

# The optimiser: 400001 points of (0, 2] and the rank at 0.
def best(sig, rank, U, d, w, log_base, form, last):
    sig = np.array(sig)
    q = np.linspace(0, 2, 400001)[1:]
    mu = min(U, d)
    dim = {"code": w, "doc": 1 if last else U * w, "repaired": mu if last else U * w * mu, "l2": U * w * mu}[form]
    total = sum(np.where(v > 0, np.exp(q * np.log(v)) if v > 0 else 0, 0) for v in sig)
    f = (2 * q * log_base + 2 * np.log(total) + 2 * np.log(U + d) + q * np.log(dim)) / (q + 2)
    k = np.argmin(f)
    zero = np.log(rank) + np.log(U + d)
    return (q[k], f[k]) if f[k] < zero else (0.0, zero)


layers = {
    "five large": ([1, .8, .6, .4, .2] + [1e-6] * 45, 50, 60, 50),
    "power law": ([(i + 1.0) ** -1 for i in range(40)], 40, 40, 80),
    "two valleys": ([1] * 3 + [1e-2] * 500 + [1e-9] * 1500, 2003, 2003, 2003),
    "flat": ([1.0] * 10, 10, 10, 10),
    "rank one": ([1.0] + [0.0] * 9, 1, 10, 10),
}
for name, (sig, rank, U, d) in layers.items():
    for form in ("code", "l2"):
        for log_base in (-3.0, 1.0, 5.0):
            p_best, value = best(sig, rank, U, d, 1, log_base, form, False)
            print(f"optimum {name} {form} {log_base} = p {p_best:.6f} ln t {value:.15g}")

# Numbers beyond the range of double, as significand and exponent.
for name, log2 in {
    "2^(1e15 q), q = 0.3": mp.mpf(0.3) * mp.mpf(10) ** 15,
    "1.75^1234.5": mp.mpf(1234.5) * mp.log(mp.mpf(1.75), 2),
    "exp(-1e6)": mp.mpf(-1e6) / mp.log(2),
}.items():
    whole = mp.floor(log2)
    print(f"{name} = {mp.nstr(2 ** (log2 - whole), 20)}·2^{int(whole)}")
