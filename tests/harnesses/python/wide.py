"""Numbers whose exponent never overflows: x = m * 2**e with a mantissa of the working precision.

Bounds multiply and raise to powers what one double may not hold; a wide number behaves like a float otherwise.
"""
import math
from fractions import Fraction

import numpy as np

LOG10_OF_2 = math.log10(2)


class Wide:
    """m * 2**e, 1/2 <= |m| < 1, m rounded to the working precision after every operation."""

    __slots__ = ("m", "e")
    single = False  # float32 mode

    def __init__(self, m, e=0):
        m, shift = math.frexp(m)
        if Wide.single:
            m, carry = math.frexp(float(np.float32(m)))
            shift += carry
        self.m, self.e = m, (int(e) + shift if m else 0)

    @staticmethod
    def of(x):
        if isinstance(x, Wide):
            return x
        if isinstance(x, (float, np.floating)):
            return Wide(float(x))
        x = Fraction(x)  # integers and exact rationals: scale into range, round once
        shift = x.numerator.bit_length() - x.denominator.bit_length()
        return Wide(float(x / 2**shift if shift >= 0 else x * 2**-shift), shift)

    def float(self):
        """As a double; 0 or infinity beyond its range."""
        try:
            return math.ldexp(self.m, self.e)
        except OverflowError:
            return math.copysign(math.inf, self.m)

    def log2(self):
        """As a double: near 1 from the number itself, elsewhere from mantissa and exponent."""
        return math.log2(self.float()) if -1000 < self.e < 1000 else math.log2(self.m) + self.e

    def log10(self):
        return -math.inf if self.m == 0 else Wide(self.log2() * LOG10_OF_2).float()

    def __add__(self, other):
        other = Wide.of(other)
        big, small = (self, other) if other.m == 0 or (self.m != 0 and self.e >= other.e) else (other, self)
        return Wide(big.m + math.ldexp(small.m, max(small.e - big.e, -200)), big.e)

    def __neg__(self):
        return Wide(-self.m, self.e)

    def __sub__(self, other):
        return self + -Wide.of(other)

    def __rsub__(self, other):
        return Wide.of(other) - self

    def __mul__(self, other):
        other = Wide.of(other)
        return Wide(self.m * other.m, self.e + other.e)

    def __truediv__(self, other):
        other = Wide.of(other)
        return Wide(self.m / other.m, self.e - other.e)

    def __rtruediv__(self, other):
        return Wide.of(other) / self

    def __pow__(self, exponent):
        """x**p for x >= 0; 0**0 is 1."""
        exponent = Wide.of(exponent)
        if exponent.m == 0 or (self.m == 0.5 and self.e == 1):
            return Wide(1.0)
        if self.m == 0:
            return Wide(0.0)
        power = (Wide(self.log2()) * exponent).float()
        whole = math.floor(power)
        return Wide(2.0 ** (power - whole), whole)

    def __rpow__(self, base):
        return Wide.of(base) ** self

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other):
        return (self - other).m == 0

    def __lt__(self, other):
        return (self - other).m < 0

    def __le__(self, other):
        return (self - other).m <= 0

    def __gt__(self, other):
        return (self - other).m > 0

    def __ge__(self, other):
        return (self - other).m >= 0

    __hash__ = None


def sqrt(x):
    x = Wide.of(x)
    odd = x.e % 2
    return Wide(math.sqrt(math.ldexp(x.m, odd)), (x.e - odd) // 2)


def log(x):
    x = Wide.of(x)
    return Wide(math.log(x.float()) if -1000 < x.e < 1000 else math.log(x.m) + x.e * math.log(2))


def log1p(x):
    """ln(1 + x), accurate for small x."""
    x = Wide.of(x)
    return log(x) if x.e > 100 else x if x.e < -100 else Wide(math.log1p(x.float()))


def total(items):
    result = Wide(0.0)
    for item in items:
        result = result + item
    return result


def product(items):
    result = Wide(1.0)
    for item in items:
        result = result * item
    return result


def whole(x):
    """A count as a Python integer."""
    return int(Wide.of(x).float())
