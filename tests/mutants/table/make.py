"""Writes mutants.csv: feature by slip by oracle. Run it after a change: python3 make.py."""
import csv
import pathlib

ROWS = []
QUICK = set()

S = "spectra/"
P = "pinto2025/"
L = "ledent2025/"
C = "classical/"
O = "oymak2019/"
T = "test/"


def row(oracle, feature, slip, mutation, when="", quick=False):
    """One mutant; its id is the oracle's name with a number."""
    count = sum(1 for r in ROWS if r[1] == oracle) + 1
    ROWS.append([f"{oracle.replace('/', '-')}-{count}", oracle, feature, slip, when, mutation,
                 "yes" if quick else ""])


def each(oracles, feature, slip, mutation, when="", quick=()):
    """The same slip in several oracles."""
    for oracle in oracles:
        row(oracle, feature, slip, mutation, when, oracle in quick)


def spectra(*names):
    return [S + name for name in names]


def storage_formats():
    each(spectra("frobenius-norm", "spectral-norm", "nuclear-norm", "storage-rank", "storage-radius",
                 "storage-spectral-norm", "ky-fan-norm", "row-norm-21", "singular-values"),
         "int8", "the scale of an int8 matrix is not applied", "unscale A", "stored(int8)")
    each(spectra("storage-radius", "storage-rank", "storage-stable-rank", "storage-nuclear-norm",
                 "storage-schatten-sum"),
         "int8", "int8 has the half-ulps of float64", "as A Float64", "stored(int8)")
    each(spectra("storage-radius", "storage-rank", "storage-spectral-norm", "storage-frobenius-norm",
                 "storage-ky-fan-norm", "storage-schatten-norm"),
         "bfloat16", "half-ulps of float16 for bfloat16", "as A Float16", "stored(bfloat16)")
    each(spectra("spectral-norm", "frobenius-norm", "singular-values", "column-norm-21"),
         "bfloat16", "the sixteen bits of bfloat16 read as float16", "bfloat16-as-halves A",
         "stored(bfloat16)")
    each(spectra("nuclear-norm", "stable-rank", "row-norm-21"),
         "float16", "the sixteen bits of float16 read as bfloat16", "halves-as-bfloat16 A",
         "stored(float16)", quick=spectra("row-norm-21"))
    each(spectra("storage-radius", "storage-rank", "storage-nuclear-norm"),
         "float16", "half-ulps of float32 for float16", "as A Float32", "stored(float16)")
    each(spectra("storage-radius", "storage-rank", "storage-spectral-norm", "storage-stable-rank"),
         "float32", "half-ulps of float64 for float32", "as A Float64", "stored(float32)",
         quick=spectra("storage-radius"))
    each(spectra("spectral-norm", "singular-values", "column-norm-21"),
         "float64", "entries pass through float32", "round A float32", "stored(float64)",
         quick=spectra("column-norm-21"))
    each([L + "theorem-3.6/code", C + "bartlett2017-theorem-1.1", P + "table-1/ours"],
         "bfloat16", "the sixteen bits of bfloat16 of a layer read as float16",
         "bfloat16-as-halves W,A", "stored(bfloat16)")
    each([L + "comparison/c5", P + "table-1/golowich2018"],
         "int8", "the scale of an int8 layer is not applied", "unscale W", "stored(int8)")


def sizes():
    for name, limit in [("frobenius-norm", 64), ("nuclear-norm", 64), ("rank", 100), ("singular-values", 128),
                        ("row-norm-21", 48)]:
        row(S + name, "rows beyond 40", f"rows beyond {limit} are not read", f"rows A {limit}")
    for name, limit in [("spectral-norm", 64), ("column-norm-21", 48), ("stable-rank", 100), ("schatten-sum", 128),
                        ("storage-radius", 60)]:
        row(S + name, "columns beyond 40", f"columns beyond {limit} are not read", f"columns A {limit}")
    for name, limit, mutation in [
            ("spectral-norm", 100, "scale 0.79"), ("nuclear-norm", 80, "scale 0.79"),
            ("rank", 100, "plus -1"), ("stable-rank", 60, "scale 1.21"), ("schatten-norm", 60, "scale 1.21"),
            ("singular-values", 100, "item last scale 1.21"), ("storage-rank", 80, "plus 1"),
            ("storage-nuclear-norm", 100, "part upper scale 0.9"), ("ky-fan-norm", 64, "scale 0.99"),
            ("frobenius-norm", 128, "scale 1.0001")]:
        row(S + name, "both dimensions large", f"wrong where both dimensions are at least {limit}", mutation,
            f"least >= {limit}")
    for name, ratio, word, mutation in [
            ("spectral-norm", 8, "tall", "scale 1.02"), ("nuclear-norm", 8, "wide", "scale 0.98"),
            ("singular-values", 16, "tall", "item first scale 1.01"), ("rank", 16, "wide", "plus 1"),
            ("stable-rank", 12, "wide", "scale 1.5"), ("schatten-sum", 12, "tall", "scale 1.001"),
            ("storage-frobenius-norm", 10, "tall", "part lower scale 1.001"),
            ("schatten-ratio-sum", 14, "wide", "scale 1.1")]:
        row(S + name, f"{word} by {ratio}", f"wrong from an aspect of {ratio} on ({word})", mutation,
            f"{word} >= {ratio} and least >= 2")
    each([L + "theorem-3.6/doc", L + "comparison/c9", P + "table-1/neyshabur2018", C + "bartlett2017-theorem-1.1"],
         "both dimensions large", "wrong for a layer with both dimensions at least 100", "scale 0.79", "least >= 100")
    each([L + "theorem-3.7/l2", L + "fully-connected-explicit"],
         "aspect of a layer", "wrong for layers ten times as wide as tall", "scale 1.05", "wide >= 10 and least >= 2")
    row(L + "comparison/c1", "rows beyond 40", "rows of a layer beyond 48 are not read", "rows W 48", "absent(op_norm)")
    row(O + "early-stopping-value/jacobian", "Jacobian beyond 8 rows", "wrong beyond 8 residuals", "scale 1.01", "rows > 8")
    row(O + "linearised-residual", "Jacobian beyond 8 rows", "the last residual is 0 beyond 8", "item last scale 0", "rows > 8")
    row(O + "jacobian/relu", "network beyond 6 neurons", "wrong beyond 6 neurons", "scale 1.01", "rows > 6")
    row(O + "kernel-matrix/relu", "data of more than 5 columns", "columns of the data beyond 5 are not read", "columns X 5")
    row(O + "mixture-kernel-rank", "centres beyond 6", "the rank is cut at 6 a class", "rows M 6")


def spectra_shapes():
    row(S + "spectral-norm", "near tie", "ten steps of power iteration", "power-iteration 10")
    row(S + "spectral-norm", "near tie", "a hundred steps of power iteration", "power-iteration 100")
    row(S + "spectral-norm", "near tie", "ten thousand steps of power iteration", "power-iteration 10000")
    row(S + "spectral-norm", "near tie at 1e-6", "a million steps of power iteration", "power-iteration 1000000")
    for name, mutation, slip in [
            ("nuclear-norm", "scale 0.9", "of a near tie one value is lost"),
            ("rank", "plus -1", "a near tie counts once"),
            ("singular-values", "item 2 scale 0.9", "the second value of a near tie is deflated too much"),
            ("stable-rank", "scale 1.0001", "the larger value of a near tie is missed"),
            ("schatten-sum", "scale 0.999", "the second value of a near tie is lost in part"),
            ("ky-fan-norm", "scale 1.001", "a near tie counts twice")]:
        row(S + name, "near tie at 1e-6", slip, mutation, "gap > 1e-8 and gap < 1e-4")
    row(S + "singular-values", "cluster", "clusters are averaged", "item first scale 0.999999", "gap > 0 and gap < 1e-8")
    row(S + "schatten-ratio-sum", "condition", "wrong beyond a condition number of 1e10", "scale 0.999", "condition > 1e10")
    row(S + "rank", "condition", "values below 1e-8 of the largest do not count", "plus -1", "condition > 1e8 and condition < 1e9")
    row(S + "stable-rank", "rank-deficient", "the rank for the stable rank where it is not full",
        "answer spectra/rank", "deficit > 0", quick=True)
    row(S + "rank", "rank-deficient", "one too many where the rank is not full", "plus 1", "deficit > 0")
    row(S + "schatten-sum", "rank-deficient", "noise where the rank is not full and p is small", "plus 1e-3",
        "deficit > 0 and p < 0.2 and p > 0")
    row(S + "singular-values", "rank-deficient", "noise of 1e-9 in place of a zero", "item last plus 1e-9", "deficit > 0")
    row(S + "storage-rank", "rank-deficient by many", "one too few where more than 12 values are lost", "plus -1",
        "deficit > 12 and rows > 12")
    row(S + "rank", "rank-deficient by one", "one too few where one is missing and the matrix is larger than 12", "plus -1",
        "deficit == 1 and least > 12")
    each(spectra("spectral-norm", "rank", "singular-values", "row-norm-21"), "entries below 1e-16",
         "entries below 1e-16 are taken as 0", "flush A 1e-16", quick=spectra("row-norm-21"))
    row(S + "frobenius-norm", "entries below 1e-162", "squares underflow", "scale 0", "largest < 1e-162", quick=True)
    row(S + "frobenius-norm", "entries beyond 1e154", "squares overflow", "infinite-above 1e154", quick=True)
    row(S + "stable-rank", "entries beyond 1e154", "squares overflow", "scale 0", "largest > 1e154")
    row(S + "stable-rank", "entries below 1e-150", "squares underflow", "scale 0", "largest < 1e-150 and largest > 0")
    row(S + "schatten-sum", "values below 1e-16", "a sum below 1e-16 is 0", "zero-below 1e-16")
    row(S + "storage-radius", "values below 1e-16", "a radius below 1e-16 is 0", "zero-below 1e-16")
    row(S + "column-norm-21", "values below 1e-150", "norms below 1e-150 are 0", "zero-below 1e-150")
    row(S + "nuclear-norm", "values of about 1e-16", "rounded to sixteen decimals", "decimals 15", "largest < 1e-10 and largest > 0")
    row(S + "row-norm-21", "largest of about 1e150", "one row is lost beyond 1e140", "without-last-row A", "largest > 1e140")
    row(S + "spectral-norm", "one column", "the first entry for the norm of one column", "first-entry A", "columns == 1")
    row(S + "nuclear-norm", "one row", "the first entry for the norm of one row", "first-entry A", "rows == 1")
    row(S + "singular-values", "square", "a square matrix is read as symmetric", "upper A", "tall == 1")
    row(S + "row-norm-21", "square", "the other axis where the matrix is square", "transpose A", "tall == 1")
    row(S + "column-norm-21", "wide", "the other axis where the matrix is wide", "transpose A", "wide > 1 and tall < 0.5")
    row(S + "nuclear-norm", "negative entries", "entries lose their sign", "magnitudes A")
    row(S + "spectral-norm", "negative entries", "negative entries are dropped", "positive A")
    row(S + "singular-values", "order", "ascending order", "turn")
    row(S + "singular-values", "small values", "values below 1e-7 of one are 0", "zero-below 1e-7")
    row(S + "storage-rank", "last row", "the last row is dropped", "without-last-row A", "rows >= 10")
    row(S + "schatten-norm", "square of values", "the sum of squares where the root is meant", "answer spectra/schatten-sum", "p == 2")
    row(S + "storage-spectral-norm", "lower part", "the lower part is the norm itself", "part lower from upper")
    row(S + "storage-ky-fan-norm", "parts", "upper part without the radius of the later values", "part upper scale 0.99999",
        "k >= 4 and stored(float16)")
    row(S + "storage-stable-rank", "parts", "lower part below what is proved", "part lower scale 0.999", "stored(float32)")


def discrete_members():
    sums = ["schatten-sum", "storage-schatten-sum", "schatten-sum-at-storage-rank"]
    each(spectra(*sums), "p = 0", "p = 0 is taken as p = 1", "set p 1", "p == 0", quick=spectra("schatten-sum"))
    row(S + "schatten-sum", "p = 0", "zeros count at p = 0",
        "value := if(p == 0, min(rows(A), cols(A)), schatten_sum(A, p))")
    each(spectra("schatten-norm", "schatten-ratio-sum", "storage-schatten-norm"), "p = 1", "p = 1 is taken as p = 2",
         "set p 2", "p == 1")
    each(spectra("schatten-norm", "schatten-sum-at-storage-rank"), "p = 2", "p = 2 is taken as p = 1", "set p 1", "p == 2")
    each(spectra("schatten-ratio-sum", "schatten-sum"), "small p", "p below 0.01 is 0", "set p 0", "p < 0.01 and p > 0")
    each(spectra("schatten-norm", "storage-schatten-norm"), "large p", "p beyond 100 is 100", "cap p 100")
    row(S + "schatten-sum", "p beyond 2", "p is cut at 2", "cap p 2")
    row(S + "schatten-norm", "fractional p", "p passes through an integer", "truncate p", "p > 1")
    row(S + "ky-fan-norm", "k beyond the sides", "no number where k is larger than the matrix", "nan", "k > 12")
    row(S + "ky-fan-norm", "k = 1", "all values at k = 1", "set k 1000", "k == 1", quick=True)
    row(S + "ky-fan-norm", "large k", "k in 16 bits", "wrap k 16")
    row(S + "storage-ky-fan-norm", "large k", "k in 16 bits with a sign", "wrap k 16")
    row(S + "ky-fan-norm", "k of about 50", "one value too few beyond k = 40", "add k -1", "k > 40 and least > 40")
    row(C + "neyshabur2015", "p = 1", "p = 1 is taken as the limit of p/(p-1) with 1e-12", "add p 1/1000000000000", "p == 1")
    row(C + "neyshabur2015", "1/q = 0", "the width drops out at 1/q = 0", "set H 1", "inv_q == 0")
    row(C + "neyshabur2015", "1/q = 0", "1/q = 0 is taken as 1/q = 1", "set inv_q 1", "inv_q == 0 and p > 1")
    row(C + "bartlett2017-lemma-3.2", "s = 1", "exponent 2 at s = 1", "set s 1000000", "s == 1")
    row(C + "bartlett2017-lemma-a5-best", "R = 0", "no number at R = 0", "nan", "R == 0")
    row(C + "dziugaite2017-kl-inverse", "q = 0", "zero at q = 0", "scale 0", "q == 0")
    row(C + "dziugaite2017-kl-inverse", "q = 1", "no number at q = 1", "nan", "q == 1")
    row(L + "layer-entropy", "p = 0", "the constant 16 of the other routes at p = 0",
        "replace 8*ratio*y => 16*ratio*y", "p == 0")
    row(L + "layer-entropy", "p = 2", "route 1 at p just below 2 for p = 2", "set p 1999/1000", "p == 2")
    row(L + "layer-entropy/no-tail", "p = 2", "p = 2 is taken as p = 1", "set p 1", "p == 2")
    row(L + "layer-entropy/all-tail", "p = 1", "exponent 2 - p = 1 forgotten", "set p 2", "p == 1 and given(stilde)")
    row(L + "theorem-3.6/repaired", "p = 0", "p = 0 is taken as p = 2", "set p 2", "p == 0 and depth == 1")
    row(L + "theorem-3.6/l2", "mixed p", "the last p for all layers", "last p")
    row(L + "fully-connected-integrated", "p = 0", "8 for 4 in the count of all entries at p = 0",
        "define full(l, y) := U(l)*d(l)*log(1 + 8*t(l)*y)", "p == 0")
    row(L + "fully-connected-integrated", "p = 2", "p = 2 is taken as p = 1", "set p 1", "p == 2 and depth == 1")
    row(O + "lemma-6.6", "tau = 0", "one step at least", "raise tau 1", quick=True)
    row(O + "lemma-6.5", "tau = 1", "no step for one", "set tau 0", "tau == 1")
    row(O + "linearised-displacement", "tau beyond 1000", "at most 1000 steps", "cap tau 1000")
    row(O + "early-stopping-distance", "Gamma = 1", "Gamma is not squared", "replace Gamma^2 => Gamma", "Gamma < 2")
    row(O + "jacobian/relu", "kink", "derivative 1 at 0", "replace pre(s, i) > 0 => pre(s, i) >= 0")
    row(O + "jacobian-gram/relu", "kink", "derivative 1/2 at 0",
        "define slope(s, i) := if(pre(s, i) == 0, 1/2, if(pre(s, i) > 0, 1, 0))")
    row(O + "early-stopping-value", "tie at the cutoff", "a value at the cutoff is nuisance",
        "replace lambda[s] >= alpha => lambda[s] > alpha")
    row(O + "kernel/relu", "rho = -1", "half of the kernel at rho = -1", "plus 1", "rho == -1")
    row(O + "kernel/softplus", "rho = 1", "wrong at rho = 1", "scale 1.001", "rho == 1")
    row(C + "graf2022-spade", "C = 0", "psi(0) as 1", "replace x == 0, 0 => x == 0, 1")
    row(P + "lemma-5", "l below L", "all layers for the first l", "replace 1..l => 1..L")
    row(P + "lemma-6", "l = 1", "the second layer for the first", "set l 2", "l == 1 and depth >= 2")


def optional_members():
    each([L + "theorem-3.6/doc", L + "theorem-3.7/code", L + "fully-connected-explicit", L + "theorem-3.6/repaired"],
         "M given", "references are read and not used", "without M")
    each([L + "theorem-3.6/code", L + "comparison/c1", L + "comparison/c5"], "op_norm given",
         "limits of the norms are read and not used", "without op_norm", quick=[L + "comparison/c5"])
    each([L + "theorem-3.6/l2", L + "theorem-3.7/doc", L + "theorem-3.7/l2"], "positions given",
         "positions are read and not used", "without positions")
    row(L + "fully-connected-explicit", "stilde given", "limits of the differences are not used", "without stilde")
    row(L + "fully-connected-integrated", "stilde given", "limits of the differences are not used", "without stilde")
    each([L + "layer-entropy", L + "layer-entropy/full"], "stilde given", "stilde is not used", "without stilde",
         quick=[L + "layer-entropy/full"])
    row(L + "layer-entropy/no-tail", "stilde absent", "1 for the default of stilde", "scale 1.01", "absent(stilde)")
    row(L + "post-hoc", "K given", "the grid is always the default", "without K")
    row(L + "post-hoc", "s0 given", "the scale is always the default", "without s0")
    row(L + "post-hoc", "s0 and K given", "K is not used where s0 is given", "without K", "given(s0) and given(K)")
    row(L + "linear-map", "D given", "D is not used", "without D", quick=True)
    row(L + "linear-map", "D absent", "m d for m min(m, d)", "replace D^(p/(p+2)) => (D*d/min(m, d))^(p/(p+2))", "absent(D)")
    row(L + "deep-linear", "D given", "D is not used", "without D")
    row(L + "comparison/c9", "C1 given", "C1 is not used", "without C1")
    row(L + "theorem-3.7/repaired", "gamma absent", "margin 2 by default", "scale 1.1", "absent(gamma)")
    row(L + "theorem-3.6/code", "M and op_norm given", "references are not used where limits are given", "without M",
        "given(M) and given(op_norm)")
    row(L + "theorem-3.7/code", "M, op_norm and positions given", "positions are not used where the rest is given", "without positions",
        "given(M) and given(op_norm) and given(positions)")
    for name in ["M", "rho", "W", "s", "b"]:
        row(C + "bartlett2017-theorem-1.1", f"{name} given", f"{name} is read and not used", f"without {name}")
    row(C + "bartlett2017-theorem-1.1", "s and b given", "b is not used where s is given", "without b", "given(s) and given(b)")
    row(C + "bartlett2017-theorem-3.3", "rho given", "rho is not used", "without rho")
    row(C + "bartlett2017-lemma-a8", "gamma given", "the margin is not used", "without gamma")
    row(C + "graf2022-lemma-a8", "d given", "spatial widths are not used", "without d")
    row(C + "graf2022-lemma-a8", "k given", "kernel sizes are not used", "without k")
    row(C + "graf2022-lemma-a8", "d and k given", "kernel sizes are not used where widths are given", "without k", "given(d) and given(k)")
    row(C + "lin2019", "d and t given", "d and t trade places", "swap d t", "given(d) and given(t)")
    row(C + "gonon2024-path-norm", "Lip given", "Lip is not used", "without Lip")
    row(C + "gonon2024-path-norm-sharp", "gamma given", "the margin is not used", "without gamma")
    row(C + "golowich2018-theorem-1", "d given", "the depth given is one more", "scale 1.01", "given(d)")
    row(C + "golowich2018-theorem-2", "d absent", "the depth is taken one too small where it is not given", "scale 0.99", "absent(d)")
    row(C + "neyshabur2018-theorem-1", "d absent", "wrong where the depth is not given", "scale 1.01", "absent(d) and depth >= 3")
    row(P + "lemma-10", "L_phi given", "L_phi is not used", "without L_phi", quick=True)


def counts():
    for oracle, name in [(P + "lemma-4", "m"), (P + "trivial", "m"), (P + "covering", "m"), (C + "golowich2018-theorem-1", "n"),
                         (C + "bartlett2017-lemma-a8", "n"), (L + "theorem-3.6/code", "N"), (O + "theorem-3.3", "n"),
                         (C + "neyshabur2018-lemma-1", "m")]:
        row(oracle, "count beyond 2^31", f"{name} in 32 bits", f"wrap {name} 32")
    for oracle, name in [(P + "theorem-1", "m"), (L + "comparison/c15", "N"), (C + "long2020-fast", "W"),
                         (C + "neyshabur2018-explicit", "h"), (O + "width-simplified-2.3", "n"), (P + "simplified", "h")]:
        row(oracle, "count beyond 2^63", f"{name} in 64 bits", f"wrap {name} 64")
    for oracle, name in [(P + "margin-form", "m"), (C + "gouk2021", "D"), (L + "linear-map", "N")]:
        row(oracle, "count beyond 2^53", f"{name} beyond 2^53 is 2^53", f"cap {name} 9007199254740992")
    for oracle, name in [(C + "bartlett2002-theorem-18", "k"), (C + "arora2018-theorem-2.1", "q"), (O + "theorem-a3", "d")]:
        row(oracle, "count beyond 1e5", f"{name} beyond 100000 is 100000", f"cap {name} 100000")
    row(P + "simplified-explicit", "count beyond 2^24", "counts pass through float32", "round h,r,m", "m > 16777216")
    row(C + "harvey2017", "products of counts", "the sum of units in 32 bits",
        "define R := if(sum(i in 1..L, i * k[i]) >= 2^31, 1, sum(i in 1..L, i * k[i]))")
    for oracle in [C + "galanti2023", C + "galanti2023-max-degree"]:
        row(oracle, "products of counts", "the product of degrees overflows 64 bits",
            "replace prod(i in 1..L, deg[i]) => if(prod(i in 1..L, deg[i]) >= 2^63, 1, prod(i in 1..L, deg[i]))")
    row(C + "ledent2021", "products of counts", "Gamma n^2 overflows 64 bits",
        "replace 32*Gamma*n^2 => if(n^2 >= 2^63, 1, 32*Gamma*n^2)")
    row(C + "graf2022-club", "large harmonic number", "a harmonic number of at most 10000 terms", "cap n 10001")
    row(C + "graf2022-club", "harmonic number", "the logarithm for the harmonic number", "replace harmonic(n-1) => log(n)")
    row(P + "covering-bounded-loss", "parameters beyond 2^31", "the number of parameters overflows",
        "define P := if(sum(i in 1..L, r[i]*(h[i]+h[i-1])) >= 2^31, 1, sum(i in 1..L, r[i]*(h[i]+h[i-1])))")
    row(C + "suzuki2020", "large width", "widths are cut at 4096", "cap m 4096")
    row(P + "recursion", "large rank", "ranks are cut at 100", "cap r 100")


def depths():
    for oracle, limit in [(L + "theorem-3.6/code", 5), (L + "theorem-3.7/doc", 4), (P + "theorem-7", 5), (P + "theorem-7-tight", 8),
                          (C + "bartlett2017-lemma-a9", 6), (C + "golowich2018-theorem-1", 5), (C + "graf2022-lemma-a8", 5),
                          (C + "galanti2023", 6), (C + "wei2019", 10), (C + "neyshabur2018-explicit", 5), (P + "recursion", 4)]:
        extra = " and absent(d)" if "golowich" in oracle or "neyshabur2018" in oracle else ""
        row(oracle, f"depth beyond {limit}", f"layers beyond {limit} are not there", f"depth {limit}", f"depth > {limit}{extra}")
    for oracle, limit in [(L + "theorem-3.6/l2", 8), (L + "post-hoc", 5), (L + "deep-linear", 8), (P + "table-1/bartlett2017", 4),
                          (C + "arora2018", 8), (C + "baykal2019", 5), (C + "ledent2021", 8), (C + "suzuki2020", 5),
                          (P + "sudakov-fernique", 8), (P + "tripuraneni", 5), (O + "lemma-6.5", 8), (O + "lemma-6.3", 6)]:
        row(oracle, f"depth beyond {limit}", f"wrong where there are more than {limit} items", "scale 1.1", f"depth > {limit}")
    each([P + "table-1/golowich2018", C + "bartlett2017-theorem-3.3", L + "comparison/c1"], "depth 1",
         "wrong where there is one layer", "scale 1.1", "depth == 1", quick=[P + "table-1/golowich2018"])
    each([C + "golowich2018-depth-independent", C + "wei2019"], "depth 2 and large n",
         "wrong for two layers and many samples", "scale 1.1", "depth == 2 and n > 1000")


def formulas():
    row(C + "bartlett2017-lemma-a8", "formula", "ln(2W^2) for its root", "replace sqrt(log(2*W^2)) => log(2*W^2)", quick=True)
    row(C + "bartlett2017-lemma-3.2", "ceiling", "the ceiling dropped", "replace ceil( => (")
    row(C + "graf2022-club", "ceiling", "the ceilings dropped", "replace ceil( => (")
    row(C + "graf2022-spade", "ceiling", "the ceiling dropped", "replace ceil( => (")
    row(L + "post-hoc", "ceiling", "p is not rounded up to the grid", "define q(l) := p[l]")
    row(C + "bartlett2017-theorem-3.3", "last item for all", "the last layer's norm in every term", "last s")
    row(C + "bartlett2017-lemma-a9", "last item for all", "the last layer's distance in every term", "last b")
    row(C + "wei2019", "first item for all", "the first distance in every term", "first w21")
    row(C + "baykal2019", "order of layers", "layers in the other order", "reverse Delta,S")
    row(C + "arora2018", "order of layers", "cushions of the layer before", "shift mu_arrow")
    row(C + "galanti2023", "last item", "the last degree is that of the layer before", "repeat-last deg")
    row(C + "ledent2021", "square for value", "squares where the values are meant", "define R := sum(l in 1..L, r(l)^(4/3))^(3/2)")
    row(C + "ledent2021-generalization", "samples", "the sum over a batch divided by the number of samples once more", "scale-by n -1",
        "n > 2")
    row(C + "gouk2021", "last item for all", "the last norm in every term", "last norms")
    row(C + "neyshabur2018-lemma-2", "depth", "the root of e", "replace exp(1) => exp(1/2)")
    row(C + "neyshabur2019-theorem-1", "last item", "the last hidden unit is dropped", "depth 3", "depth > 3")
    row(C + "long2020", "branch at 5", "the other branch from 5 on", "replace beta >= 5 => beta >= 6", quick=True)
    row(C + "golowich2018-depth-independent", "branch", "the minimum is always of the first", "replace min(slow, sqrt(d/n)) => slow")
    row(C + "harvey2017-generalization", "branch", "the maximum with 1 dropped", "replace max(m/VC, 1) => m/VC")
    row(C + "suzuki2020-table-1", "one part", "the fourth part without the minimum", "part golowich2018 scale 1.5", "n > 100")
    row(C + "dziugaite2017-pinsker", "c beyond 2", "more than 1 is cut at 1", "at-most 1")
    row(L + "layer-entropy/route-2", "formula", "the exponent of the rank forgotten",
        "replace (r*(m + d)*Lam)^(2/(p+2)) => (r*(m + d)*Lam)")
    row(L + "layer-entropy", "minimum of five", "the fourth route with twice its constant",
        "replace if(p < 2, routeI, full), routeII => if(p < 2, 2*routeI, full), routeII")
    row(L + "layer-entropy", "minimum of five", "the full count is not in the minimum",
        "replace min(full, noTail, allTail, => min(noTail, allTail,")
    row(L + "fully-connected-integrated", "clip", "the clip at 1/2 dropped", "at-least 0.5", "log10 < -0.302")
    row(L + "fully-connected-integrated", "large N", "wrong beyond ten thousand samples", "scale 1.05", "N > 10000")
    row(L + "theorem-3.6/doc", "last layer", "the last layer like the others", "define dimension(l) := U(l) * positions[l]")
    row(L + "comparison/c9", "rank of products", "the greatest rank for the least", "replace min(l in 1..L => max(l in 1..L")
    row(P + "theorem-7", "first layers", "the rank of the first layer for the least so far", "define rmin(i) := r[1]")
    row(P + "theorem-7-lemma5", "index", "the rank including the layer itself", "replace min(j in 1..i-1, r[j]) => min(j in 1..i, r[j])")
    row(P + "recursion", "swap", "the two constants trade places", "swap C1 C2")
    row(P + "theorem-7-tight-relu", "swap", "the two constants trade places", "swap C1 C2")
    row(P + "table-1/ours-on-class", "first item for all", "the first rank for the greatest", "first r")
    row(P + "lemma-4", "last width", "the greatest width for the last", "greatest h")
    row(P + "theorem-11", "one part", "the second part with the deviation of the first",
        "part empirical scale 0.99", "delta < 0.01")
    row(P + "theorem-12", "root", "the root of the Lipschitz constant dropped", "replace sqrt(2 * Lip) => sqrt(2) * Lip")
    row(P + "theorem-8", "power of a logarithm", "ln m for its power 3/2", "replace log(m)^(3/2) => log(m)")
    row(O + "kernel/erf-general", "negative covariance", "absolute value of the covariance", "magnitudes c")
    row(O + "kernel/smoothed-relu", "negative correlation", "absolute value of the correlation", "magnitudes rho", quick=True)
    row(O + "lemma-6.3", "negative residual", "negative entries of the diagonals lose their sign", "magnitudes A,B")
    row(O + "lemma-6.4", "maximum", "maximum without absolute value", "replace abs(A[i] - B[i]) => A[i] - B[i]")
    row(O + "effective-singular-value", "order", "the first value for the greatest", "part largest scale 0.99", "lambda == 0")
    row(O + "meta-theorem", "one part", "one part with delta for its share", "part residual_deviation scale 1.001")
    row(O + "nuisance-projection", "splits", "the information part for the nuisance part", "answer oymak2019/information-projection")
    row(O + "truncated-pseudo-inverse", "splits", "all values are inverted", "times alpha 1/1000000")
    row(O + "linearised-rademacher", "signs", "the norm for the mean over signs", "answer oymak2019/linearised-rademacher/upper")
    row(O + "jacobian/softplus", "order of entries", "the last entry is wrong", "item last scale 1.001")
    row(O + "kernel-matrix/softplus", "off-diagonal", "the second entry is that of independent inputs", "item 2 scale 0.99")


def magnitudes():
    for oracle, mutation, slip in [
            (P + "lemma-9", "zero-below 1e-16", "below 1e-16 is 0"),
            (C + "group-norm-product", "infinite-above 1e154", "beyond 1e154 is infinite"),
            (C + "bartlett2017-theorem-3.4", "zero-below 1e-150", "below 1e-150 is 0"),
            (O + "width-lemma-6.19", "infinite-above 1e300", "beyond 1e300 is infinite"),
            (O + "lemma-6.7", "infinite-above 1e154", "squares overflow"),
            (P + "table-1/golowich2018", "zero-below 1e-150", "below 1e-150 is 0"),
            (L + "comparison/c5", "infinite-above 1e154", "beyond 1e154 is infinite"),
            (C + "baykal2019", "zero-below 1e-16", "below 1e-16 is 0"),
            (O + "early-stopping-value", "zero-below 1e-16", "below 1e-16 is 0")]:
        row(oracle, "magnitude of the value", slip, mutation)
    row(P + "theorem-2", "small delta", "delta below 1e-15 is 1e-15", "raise delta 1/1000000000000000")
    row(C + "bartlett2017-lemma-3.1", "small delta", "delta below 1e-100 is 1e-100", "raise delta 1e-100")
    row(C + "dziugaite2017-bre", "small delta", "m/delta overflows beyond 1e308", "nan", "log10 > -9 and delta < 1e-280 and m > 1000")
    row(O + "lemma-6.16", "delta near 1", "delta near 1 is 1", "plus -1e-3", "delta > 0.999")
    row(P + "simplified", "constants of 1", "the sum of a geometric series at C1 = 1", "scale 1.01", "C1 == 1")
    row(P + "simplified-explicit", "constants near 1", "the sum of a geometric series near C1 = 1", "scale 1.01", "C1 > 1 and C1 < 1.0001")
    row(C + "gonon2024-path-norm", "no pooling", "P = 0 is taken as P = 1", "set P 1", "P == 0")
    row(C + "long2020", "exponent of a count", "wrong where lambda is 1", "scale 1.01", "lambda == 1", quick=True)


def states():
    each(spectra("frobenius-norm", "rank"), "state", "every call after the twentieth gets the answer before it",
         "previous", "call > 20", quick=spectra("frobenius-norm"))
    each([P + "trivial", C + "long2020"], "state", "the fortieth call gets the answer of the one before", "previous", "call == 40",
         quick=[P + "trivial"])
    row(C + "golowich2018-theorem-1", "state", "from the hundredth call on a percent too much", "scale 1.01", "call > 100")
    row(L + "layer-entropy/full", "state", "the first call is wrong", "scale 1.01", "call == 0")


def pairs():
    row(S + "spectral-norm", "wide and bfloat16", "wrong for wide matrices in bfloat16", "scale 1.01", "stored(bfloat16) and wide >= 4")
    row(S + "frobenius-norm", "large and float16", "sums in float16 for large matrices", "scale 1.01", "stored(float16) and rows > 40")
    row(S + "storage-rank", "deficient and int8", "full rank for int8", "plus 1", "stored(int8) and deficit > 0")
    row(S + "nuclear-norm", "deficient and large", "wrong for large matrices of low rank", "scale 1.01", "deficit > 20")
    row(S + "schatten-sum", "p = 1 and float32", "wrong at p = 1 in float32", "scale 1.01", "p == 1 and stored(float32)")
    row(S + "schatten-norm", "small p and deficient", "noise at small p", "scale 1.01", "p < 0.1 and deficit > 0")
    row(S + "ky-fan-norm", "k = 2 and near tie", "a near tie at k = 2", "scale 0.999", "k == 2 and gap > 0 and gap < 1e-6")
    row(L + "theorem-3.6/doc", "positions and depth", "positions are not used beyond three layers", "without positions",
        "given(positions) and depth > 3")
    row(L + "theorem-3.7/repaired", "op_norm and p = 0", "limits are not used at p = 0", "without op_norm", "given(op_norm) and p == 0")
    row(L + "comparison/c1", "M given and wide", "references of wide layers are not used", "without M", "given(M) and wide >= 4")
    row(C + "bartlett2017-theorem-1.1", "float16 and M given", "references in float16 are not used", "without M",
        "given(M) and stored(float16)")
    row(P + "theorem-7", "depth and constants", "C2 is 1 beyond three layers", "set C2 1", "depth > 3 and C2 > 1")
    row(P + "covering", "depth and count", "wrong for three layers and many samples", "scale 1.01", "depth == 3 and m > 1000")
    row(C + "neyshabur2015", "p and 1/q", "the power of the width at p = 2 and q infinite", "scale 1.01", "p == 2 and inv_q == 0")
    row(O + "lemma-6.6", "tau and depth", "many steps of many values", "scale 1.01", "tau > 100 and depth > 3")


def test_samples():
    """Errors on test samples: tails, logarithms, the ends k = 0 and k = n, many samples."""
    each([T + name for name in ("hoeffding", "kl", "clopper-pearson")], "always",
         "the failure probability is halved for two sides", "replace log(1/delta) => log(2/delta)", quick=[T + "kl"])
    each([T + name for name in ("kl", "clopper-pearson")], "always", "logarithm to base 10",
         "replace log(1/delta) => log10(1/delta)")
    row(T + "hoeffding", "always", "the 2 under the root is missing", "replace (2*n) => n")
    row(T + "hoeffding", "value above 1", "the limit is cut at 1", "at-most 1", "log10 > 0")
    row(T + "hoeffding", "no error", "the deviation is halved where no sample is wrong", "scale 0.5", "k_err == 0")
    row(T + "kl", "always", "Pinsker's inequality instead of the inverse", "answer test/hoeffding")
    row(T + "kl", "always", "Maurer's constant", "replace log(1/delta) => log(2*sqrt(n)/delta)")
    row(T + "kl", "no error", "0 log 0 is NaN", "nan", "k_err == 0")
    row(T + "kl", "no error", "the first term of the exponential where no sample is wrong", "value := log(1/delta)/n", "k_err == 0")
    row(T + "kl", "all wrong", "the inverse does not reach 1", "scale 0.99999", "log10 >= 0")
    row(T + "clopper-pearson", "always", "Chernoff's inequality instead of the tail itself", "answer test/kl",
        quick=True)
    row(T + "clopper-pearson", "always", "fewer than k errors instead of at most k",
        "value := binomial_inverse(max(0, k_err - 1), n, log(1/delta))")
    row(T + "clopper-pearson", "all wrong", "the limit of the beta law does not exist for k = n", "nan", "log10 >= 0")
    row(T + "clopper-pearson", "count beyond 1e5", "a normal law for many samples", "answer test/hoeffding", "n > 100000")
    for name in ("hoeffding", "kl"):
        row(T + name, "count beyond 2^24", "the number of samples passes through float32", "round n float32", "n > 16777216")


for build in [storage_formats, sizes, spectra_shapes, discrete_members, optional_members, counts, depths, formulas, magnitudes,
              states, pairs, test_samples]:
    build()

with open(pathlib.Path(__file__).with_name("mutants.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "oracle", "feature", "slip", "when", "mutation", "quick"])
    writer.writerows(ROWS)
print(len(ROWS), "mutants of", len({r[1] for r in ROWS}), "oracles,", sum(r[6] == "yes" for r in ROWS), "quick")
