#!/usr/bin/env bash
# mpmath 1.3.0: findroot(f, x0) from a start that is right to four digits or better.
# Guess: the root next to x0 is found, since x0 lies within 1e-4 of it and the other roots are 0.1 away.
# Happened: the default solver is the secant method from x0 and x0 + 0.25, which throws a good start away: of the sixteen nodes of Gauss and
# Legendre, started at Tricomi's cos(pi (k + 3/4)/(n + 1/2)), three end at the node of a neighbour, at 36 digits as at 100, and nothing warns.
# Give two starts, (x0, x0 + 1e-6), or write Newton's method, as functions.py of tests/harnesses/mpmath does.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" 'mpmath==1.3.0'
PYTHONPATH="$folder" python3 - <<'P'
import sys
import mpmath
from mpmath import mp

mp.dps, n = 36, 16
starts = [mp.cos(mp.pi * (k + mp.mpf(3) / 4) / (n + mp.mpf(1) / 2)) for k in range(n)]
one = {mp.nstr(mp.findroot(lambda t: mp.legendre(n, t), x), 12) for x in starts}
two = {mp.nstr(mp.findroot(lambda t: mp.legendre(n, t), (x, x + mp.mpf(10) ** -6)), 12) for x in starts}
print(f"mpmath {mpmath.__version__}: of {n} nodes {len(one)} are found from one start each, {len(two)} from two")
sys.exit(not (len(one) < n and len(two) == n))
P
