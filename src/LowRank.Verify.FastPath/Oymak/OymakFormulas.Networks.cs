using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Oymak;

/// <content>Jacobians of the one-hidden-layer network and its kernel on a data set.</content>
internal static partial class OymakFormulas
{
    private static IEnumerable<(string Id, FastFormula Formula)> Networks =>
    [
        .. Slopes.SelectMany(s => new (string, FastFormula)[]
        {
            ("jacobian/" + s.Key, (members, _) => JacobianEntries(members, s.Value)),
            ("jacobian-gram/" + s.Key, (members, _) => GramEntries(members, s.Value)),
        }),
        KernelMatrix("relu", (c, a, b, _) => c * Num(Angle(c, a, b) / (2 * Math.PI))),
        KernelMatrix("smoothed-relu", (c, a, b, _) => PhiMatrix(c, a, b, WideReal.One)),
        KernelMatrix("identity", (c, _, _, _) => c),
        KernelMatrix("half-square", (c, _, _, _) => c * c),
        KernelMatrix("erf", (c, a, b, _) => c * (Num(4 / Math.PI) / Root(WideReal.One + (Num(2) * (a + b)) + (Num(4) * Excess(c, a, b))))),
        KernelMatrix("erf-sqrt2", (c, a, b, _) => c * (Num(2 / Math.PI) / Root(WideReal.One + a + b + Excess(c, a, b)))),
        KernelMatrix("gaussian",
            (c, a, b, _) => WideReal.One + a + b + Excess(c, a, b) is var det ? c * c * (WideReal.One / (det * Root(det))) : default),
        KernelMatrix("sin", (c, a, b, _) => (a + b).ToDouble() / 2 is var half
            ? c * ((WideReal.Exp(c.ToDouble() - half) + WideReal.Exp(-c.ToDouble() - half)) / Num(2)) : default),
        KernelMatrix("cos", (c, a, b, _) => new SignedReal(c.Size * HalfDifference(c.Size.ToDouble(), (a + b).ToDouble() / 2), false)),
        KernelMatrix("softplus", (c, a, b, same) => Logistic(same ? 1 : Correlation(c, a, b))),
        ("kernel-matrix/phi-az", (members, _) =>
        {
            WideReal slope = members.Real("a", NumberRange.NonNegative);
            return KernelEntries(members, (c, a, b, _) => PhiMatrix(c, a, b, slope * slope));
        }),
        ("mixture-kernel-rank", MixtureKernelRank),
    ];

    private static IEnumerable<KeyValuePair<string, Func<SignedReal, SignedReal>>> Slopes =>
    [
        new("relu", z => SignedReal.Of(z.Sign > 0 ? 1 : 0)),
        new("smoothed-relu", z => new SignedReal(NormalTail(-z.ToDouble()), false)),
        new("erf", z => new SignedReal(Num(2 / Math.Sqrt(Math.PI)) * WideReal.Exp(-z.ToDouble() * z.ToDouble()), false)),
        new("sin", z => SignedReal.Of(double.IsFinite(z.ToDouble()) ? Math.Cos(z.ToDouble()) : 1)),
        new("softplus", z => new SignedReal(z.IsNegative ? WideReal.Exp(z.ToDouble()) / (WideReal.One + WideReal.Exp(z.ToDouble()))
            : WideReal.One / (WideReal.One + WideReal.Exp(-z.ToDouble())), false)),
    ];

    private static FastResult JacobianEntries(InputMembers members, Func<SignedReal, SignedReal> slope)
    {
        (Matrix x, Matrix w, Matrix v) = (members.Matrix("X"), members.Matrix("W"), members.Matrix("V"));
        SignedReal[][] slopes = SlopesOf(x, w, slope);
        List<FastResult> entries = [];
        for (int l = 0; l < v.Rows; l++)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                for (int s = 0; s < w.Rows; s++)
                {
                    SignedReal factor = SignedReal.Of(v[l, s]) * slopes[s][i];
                    for (int j = 0; j < x.Columns; j++)
                    {
                        entries.Add((factor * SignedReal.Of(x[i, j])).Result);
                    }
                }
            }
        }

        return FastResult.List(entries);
    }

    // Rows of the Jacobian are Khatri-Rao products, so that their inner products factor.
    private static FastResult GramEntries(InputMembers members, Func<SignedReal, SignedReal> slope)
    {
        (Matrix x, Matrix w, Matrix v) = (members.Matrix("X"), members.Matrix("W"), members.Matrix("V"));
        SignedReal[][] slopes = SlopesOf(x, w, slope);
        int n = x.Rows, size = v.Rows * n;
        return FastResult.List([.. Enumerable.Range(0, size * size).Select(place =>
        {
            int p = place / size, q = place % size;
            SignedReal hidden = SignedReal.Sum([.. Enumerable.Range(0, w.Rows).Select(s =>
                SignedReal.Of(v[p / n, s]) * slopes[s][p % n] * (SignedReal.Of(v[q / n, s]) * slopes[s][q % n]))]);
            return (hidden * RowProduct(x, p % n, x, q % n)).Result;
        })]);
    }

    private static SignedReal[][] SlopesOf(Matrix x, Matrix w, Func<SignedReal, SignedReal> slope) =>
        [.. Enumerable.Range(0, w.Rows).Select(s => Enumerable.Range(0, x.Rows).Select(i => slope(RowProduct(w, s, x, i))).ToArray())];

    private static SignedReal RowProduct(Matrix a, int i, Matrix b, int j) =>
        SignedReal.Sum([.. Enumerable.Range(0, a.Columns).Select(c => SignedReal.Of(a[i, c]) * SignedReal.Of(b[j, c]))]);

    private static (string Id, FastFormula Formula) KernelMatrix(string id,
        Func<SignedReal, WideReal, WideReal, bool, SignedReal> kernel) =>
        ("kernel-matrix/" + id, (members, _) => KernelEntries(members, kernel, id == "softplus"));

    private static FastResult KernelEntries(InputMembers members, Func<SignedReal, WideReal, WideReal, bool, SignedReal> kernel,
        bool needsDirections = false)
    {
        Matrix x = members.Matrix("X");
        Rational classes = members.Count("K");
        int n = x.Rows;
        SignedReal[,] products = new SignedReal[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                products[i, j] = RowProduct(x, i, x, j);
            }
        }

        if (classes > new Rational(6, 1) || (needsDirections && Enumerable.Range(0, n).Any(i => products[i, i].Size.IsZero)))
        {
            members.Refuse(needsDirections ? "K must be at most 6, and no row of X zero." : "K must be at most 6.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        int size = n * (int)classes.Numerator;
        return FastResult.List([.. Enumerable.Range(0, size * size).Select(place =>
        {
            int p = place / size, q = place % size, i = p % n, j = q % n;
            return (p / n != q / n ? default : kernel(products[i, j], products[i, i].Size, products[j, j].Size, i == j)).Result;
        })]);
    }

    private static double Correlation(SignedReal c, WideReal a, WideReal b) => c.Size.IsZero ? 0
        : Math.Clamp((c.IsNegative ? -1 : 1) * (c.Size / (Root(a) * Root(b))).ToDouble(), -1, 1);

    // π minus the angle between two vectors, from sine and cosine: the quotient alone is inaccurate for parallel vectors.
    private static double Angle(SignedReal c, WideReal a, WideReal b)
    {
        WideReal length = Root(a) * Root(b);
        return c.Size.IsZero ? Math.PI / 2
            : Math.Atan2((Root(Excess(c, a, b)) / length).ToDouble(), -(c.IsNegative ? -1 : 1) * (c.Size / length).ToDouble());
    }

    // a b − c², not below 0.
    private static WideReal Excess(SignedReal c, WideReal a, WideReal b) =>
        new SignedReal(a * b, false) - new SignedReal(c.Size * c.Size, false) is { Sign: > 0 } excess ? excess.Size : WideReal.Zero;

    private static SignedReal PhiMatrix(SignedReal c, WideReal a, WideReal b, WideReal squaredSlope)
    {
        double sine = (squaredSlope * c.Size / (Root(WideReal.One + (squaredSlope * a)) * Root(WideReal.One + (squaredSlope * b))))
            .ToDouble();
        return c * Num(((Math.PI / 2) + Math.Asin(Math.Clamp(c.IsNegative ? -sine : sine, -1, 1))) / (2 * Math.PI));
    }

    // e^-half sinh c for c ≥ 0.
    private static WideReal HalfDifference(double c, double half) => c < 1
        ? WideReal.Exp(-half) * WideReal.Of(Math.Sinh(c))
        : WideReal.Exp(c - half) * WideReal.Of((1 - Math.Exp(-2 * c)) / 2);

    private static SignedReal Logistic(double rho) =>
        SignedReal.Of(rho * LogisticMoment(rho, Math.Sqrt((1 - rho) * (1 + rho))));

    // Φ(−z): the series of the error function near 0, a continued fraction in the tail.
    private static WideReal NormalTail(double z)
    {
        const double Switch = 3;
        const int Terms = 80;
        WideReal density = WideReal.Exp(-z * z / 2) * Num(1 / Math.Sqrt(2 * Math.PI));
        if (Math.Abs(z) < Switch)
        {
            double term = z, sum = z;
            for (int k = 1; k < Terms; k++)
            {
                term *= z * z / ((2 * k) + 1);
                sum += term;
            }

            return Num(0.5 - (density.ToDouble() * sum));
        }

        double size = Math.Abs(z), fraction = size;
        for (int k = Terms; k >= 1; k--)
        {
            fraction = size + (k / fraction);
        }

        WideReal tail = double.IsInfinity(size) ? WideReal.Zero : density / Num(fraction);
        return z > 0 ? tail : Num(1 - tail.ToDouble());
    }

    // Centres by the line through 0 that they lie on: a line counts once, the lines with centres on both sides count again as far as
    // they are independent.
    private static FastResult MixtureKernelRank(InputMembers members, LayerSpectra spectra)
    {
        Matrix centres = members.Matrix("M");
        Rational classes = members.Count("K");
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        Rational[][] points = [.. Enumerable.Range(0, centres.Rows)
            .Select(i => Enumerable.Range(0, centres.Columns).Select(j => Rational.Of(centres[i, j])).ToArray())
            .Where(point => Array.Exists(point, x => x.Sign != 0))];
        List<Rational[]> basis = [];
        int lines = 0;
        for (int i = 0; i < points.Length; i++)
        {
            if (points.Take(i).Any(other => Side(points[i], other) != 0))
            {
                continue;
            }

            lines++;
            if (points.Skip(i + 1).Any(other => Side(points[i], other) < 0))
            {
                AddToBasis(basis, points[i]);
            }
        }

        return FastResult.Of(WideReal.Of(classes) * WideReal.Of(lines + basis.Count));
    }

    // 1 or −1 when q is a positive or negative multiple of p, 0 when it is no multiple.
    private static int Side(Rational[] p, Rational[] q)
    {
        int lead = Array.FindIndex(p, x => x.Sign != 0);
        for (int j = 0; j < p.Length; j++)
        {
            if (p[lead] * q[j] != p[j] * q[lead])
            {
                return 0;
            }
        }

        return p[lead].Sign * q[lead].Sign;
    }

    private static void AddToBasis(List<Rational[]> basis, Rational[] vector)
    {
        Rational[] rest = [.. vector];
        foreach (Rational[] known in basis)
        {
            int lead = Array.FindIndex(known, x => x.Sign != 0);
            Rational factor = rest[lead] / known[lead];
            rest = [.. rest.Select((x, j) => x - (factor * known[j]))];
        }

        if (Array.Exists(rest, x => x.Sign != 0))
        {
            basis.Add(rest);
        }
    }
}
