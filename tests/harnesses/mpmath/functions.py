"""Functions of numbers that mpmath does not have as they are needed here."""
from fractions import Fraction

from mpmath import mp

import exact
from exact import real

EXACT_TERMS = 2000


def harmonic(n):
    if n <= EXACT_TERMS:
        return sum((Fraction(1, k) for k in range(1, int(n) + 1)), Fraction(0))
    return mp.harmonic(real(n))


def kl_inverse(q, c):
    """The largest p in [q, 1] with kl(q, p) <= c, by Newton's method for -ln(1 - p), from above: the divergence is convex in it."""
    if q == 1 or c == 0:
        return q
    q, c = real(q), real(c)
    if q == 0:
        return -mp.expm1(-c)
    x = (c + mp.log(2)) / (1 - q)
    constant = q * mp.log(q) + (1 - q) * mp.log1p(-q) - c
    for _ in range(10 * mp.prec):
        p = -mp.expm1(-x)
        step = (constant - q * mp.log(p) + (1 - q) * x) * p / (p - q) if p > q else mp.mpf(0)
        x -= step
        if abs(step) <= abs(x) * mp.eps:
            break
    return max(q, -mp.expm1(-x))


MOST_TERMS = 2_000
# What the logarithms of factorials of 10^9 cost, and as much again.
SPARE = 30


def binomial_inverse(k, n, c):
    """
    The largest p with P(Bin(n, p) <= k) >= exp(-c), by Newton's method for x = -ln(1 - p): the logarithm of the tail is concave and falls in
    x, and C(n, k) exp(-(n - k) x) is above the tail, so the steps come down from there.
    """
    if k == n:
        return Fraction(1)
    if c == 0:
        return Fraction(0)
    with mp.workdps(mp.dps + SPARE):
        return +tail_root(int(k), int(n), real(c))


def tail_root(k, n, c):
    choose = mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)
    x = (c + choose) / (n - k)
    step = mp.inf
    for _ in range(10 * mp.prec):
        p = -mp.expm1(-x)
        odds, term, ratios = (1 - p) / p, mp.mpf(1), mp.mpf(1)
        for j in range(k, 0, -1):
            if k - j > MOST_TERMS:
                raise NotImplementedError(f"a binomial tail of more than {MOST_TERMS} terms")
            term *= odds * j / (n - j + 1)
            ratios += term
            if term < ratios * mp.eps:
                break
        before = step
        step = (choose + k * mp.log(p) - (n - k) * x + mp.log(ratios) + c) * ratios / (n - k)
        x += step
        if abs(step) <= abs(x) * mp.eps * 16 or (abs(step) >= abs(before) and abs(step) < abs(x) * mp.sqrt(mp.eps)):
            break
    return -mp.expm1(-x)


SIGMOIDS = {}
# A quadrature by hand: as many digits as the answers are compared to, and a few.
SIGMOID_DIGITS = 36


def sigmoid_correlation(rho):
    """
    E s(u) s(v) = 1/4 + E tanh(u/2) tanh(v/2) / 4, by the trapezoidal rule in two independent normal variables: the integrand has no
    pole within pi of the real axes, so a step h errs by exp(-2 pi^2/h).
    """
    if rho not in SIGMOIDS:
        with mp.workdps(SIGMOID_DIGITS):
            SIGMOIDS[rho] = trapezoids(real(rho))
    return SIGMOIDS[rho]


def trapezoids(rho):
    step = 2 * mp.pi ** 2 / (mp.dps * mp.log(10) + 6)
    rest = mp.sqrt(1 - rho * rho) if abs(rho) < 1 else mp.mpf(0)
    reach = int(mp.ceil(mp.sqrt(2 * mp.dps * mp.log(10)) / step)) + 1
    weights = [mp.exp(-(k * step) ** 2 / 2) for k in range(reach + 1)]
    total = mp.mpf(0)
    for i in range(1, reach + 1):
        inner = mp.fsum(weights[abs(j)] * mp.tanh((rho * i + rest * j) * step / 2) for j in range(-reach, reach + 1))
        total += 2 * weights[i] * mp.tanh(i * step / 2) * inner
    return mp.mpf(1) / 4 + total * step * step / (8 * mp.pi)


def integral(function, lower, upper, digits=22):
    """
    Gauss-Legendre with 16 points on panels in ln x, halved until a panel and its halves agree: kinks end in panels that are
    too short to matter.
    """
    nodes = legendre(16)

    def panel(a, b):
        half, middle = (b - a) / 2, (a + b) / 2
        return half * mp.fsum(w * scaled(middle + half * x) for x, w in nodes)

    def scaled(t):
        x = mp.exp(t)
        return function(x) * x

    lower, upper = mp.log(real(lower)), mp.log(real(upper))
    count = max(4, int((upper - lower) / 2))
    ends = [lower + (upper - lower) * k / count for k in range(count + 1)]
    work = [(a, b, panel(a, b)) for a, b in zip(ends, ends[1:])]
    whole = abs(mp.fsum(p for _, _, p in work))
    total = mp.mpf(0)
    while work:
        a, b, value = work.pop()
        middle = (a + b) / 2
        left, right = panel(a, middle), panel(middle, b)
        if abs(left + right - value) <= whole * mp.mpf(10) ** -digits or b - a < mp.mpf(10) ** -digits:
            total += left + right
        else:
            work += [(a, middle, left), (middle, b, right)]
    return total


LEGENDRE = {}


def legendre(n):
    """Nodes and weights of Gauss and Legendre on [-1, 1]."""
    if (n, mp.dps) not in LEGENDRE:
        nodes = []
        for k in range(n):
            x = mp.cos(mp.pi * (k + mp.mpf(3) / 4) / (n + mp.mpf(1) / 2))
            for _ in range(mp.prec):
                value, slope = legendre_value(n, x)
                x -= value / slope
                if abs(value / slope) <= 16 * mp.eps:
                    break
            nodes.append((x, 2 / ((1 - x * x) * legendre_value(n, x)[1] ** 2)))
        LEGENDRE[n, mp.dps] = nodes
    return LEGENDRE[n, mp.dps]


def legendre_value(n, x):
    """The polynomial and its derivative, by the recursion of three terms."""
    before, value = mp.mpf(1), x
    for k in range(2, n + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value, n * (x * value - before) / (x * x - 1)


def normal_cdf(x):
    """Far below 0 by the asymptotic series, since mpmath.erfc fails beyond 1e154."""
    x = real(x)
    if x > -mp.mpf(10) ** 60:
        return mp.erfc(-x / mp.sqrt(2)) / 2
    return mp.exp(-x * x / 2) / (-x * mp.sqrt(2 * mp.pi)) * (1 - 1 / (x * x))


NUMBERS = {
    "sqrt": exact.root, "exp": exact.exponential, "log": exact.logarithm, "abs": abs, "floor": exact.floor, "ceil": exact.ceiling,
    "log10": lambda x: exact.logarithm(x) / mp.log(10), "pow": exact.power,
    "arccos": lambda x: mp.acos(real(x)), "arcsin": lambda x: mp.asin(real(x)),
    "cosh": lambda x: mp.cosh(real(x)), "sinh": lambda x: mp.sinh(real(x)), "sin": lambda x: mp.sin(real(x)),
    "cos": lambda x: mp.cos(real(x)), "erf": lambda x: mp.erf(real(x)), "normal_cdf": normal_cdf, "harmonic": harmonic,
    "hurwitz_zeta": lambda s, a: mp.zeta(real(s), real(a)), "kl_inverse": kl_inverse, "binomial_inverse": binomial_inverse,
    "sigmoid_correlation": sigmoid_correlation,
}
