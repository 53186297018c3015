"""Numbers: rationals as long as they are short, mpmath beyond that."""
from fractions import Fraction

import mpmath
from mpmath import mp

LONGEST = 20000


def real(x):
    """The number in the working precision."""
    return mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x


def short(x):
    """A rational that grew long becomes a real."""
    return x if x.numerator.bit_length() + x.denominator.bit_length() <= LONGEST else real(x)


def is_exact(*numbers):
    return all(isinstance(x, Fraction) for x in numbers)


def add(x, y):
    return short(x + y) if is_exact(x, y) else real(x) + real(y)


def subtract(x, y):
    return short(x - y) if is_exact(x, y) else real(x) - real(y)


def multiply(x, y):
    return short(x * y) if is_exact(x, y) else real(x) * real(y)


def divide(x, y):
    if y == 0:
        raise ZeroDivisionError("division by 0")
    return short(x / y) if is_exact(x, y) else real(x) / real(y)


def sign(x):
    """-1, 0 or 1."""
    return (x > 0) - (x < 0)


def compare(x, y):
    """The sign of x - y; reals that agree to three quarters of the digits are equal."""
    if is_exact(x, y):
        return sign(x - y)
    x, y = real(x), real(y)
    difference = x - y
    near = abs(difference) <= max(abs(x), abs(y)) * mp.mpf(10) ** (-mp.dps * 3 // 4)
    return 0 if near else int(mpmath.sign(difference))


def power(x, y):
    if is_exact(y) and y.denominator == 1:
        n = int(y)
        if n == 0:
            return Fraction(1)
        if x == 0 and n < 0:
            raise ZeroDivisionError("a negative power of 0")
        if is_exact(x) and abs(n) * (x.numerator.bit_length() + x.denominator.bit_length()) <= LONGEST:
            return x ** n
        return mp.power(real(x), n) if abs(n) < 2 ** 60 else to_large_power(real(x), n)
    if x == 0:
        if sign(y) <= 0:
            raise ZeroDivisionError("a negative power of 0")
        return Fraction(0)
    if sign(x) < 0:
        raise ValueError("a broken power of a negative number")
    if is_exact(y) and y.denominator == 2:
        return power(root(x), Fraction(y.numerator))
    return mp.power(real(x), real(y))


def to_large_power(x, n):
    return mp.exp(n * mp.log(abs(x))) * (-1 if x < 0 and n % 2 else 1)


def root(x):
    if sign(x) < 0:
        raise ValueError("the root of a negative number")
    if is_exact(x):
        above, below = mpmath.libmp.isqrt(x.numerator), mpmath.libmp.isqrt(x.denominator)
        if above * above == x.numerator and below * below == x.denominator:
            return Fraction(int(above), int(below))
    return mp.sqrt(real(x))


def floor(x):
    """The integer below; a real that agrees with an integer is that integer."""
    if is_exact(x):
        return Fraction(x.numerator // x.denominator)
    nearest = mp.nint(x)
    return Fraction(int(nearest)) if compare(x, nearest) == 0 else Fraction(int(mp.floor(x)))


def ceiling(x):
    return -floor(-x)


def logarithm(x):
    if sign(x) <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    if is_exact(x) and x == 1:
        return Fraction(0)
    near = real(x - 1)
    return mp.log1p(near) if abs(near) < mp.mpf(10) ** -8 else mp.log(real(x))


def exponential(x):
    return Fraction(1) if is_exact(x) and x == 0 else mp.exp(real(x))
