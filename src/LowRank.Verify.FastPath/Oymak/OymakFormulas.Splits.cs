using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Oymak;

/// <content>A vector against the left singular vectors of a Jacobian.</content>
internal static partial class OymakFormulas
{
    private const double Slack = 1e-13;

    private static IEnumerable<(string Id, FastFormula Formula)> Splits =>
    [
        Split("information-projection", (s, _) => Norm(s.Kept.Select(p => p.Size))),
        Split("nuisance-projection", (s, _) => s.Rest),
        Split("truncated-pseudo-inverse", (s, _) => Norm(s.Kept.Select(p => p.Size / p.Value))),
        Split("effective-singular-value/jacobian", (s, _) => Norm(s.Kept.Select(p => p.Size / p.Value)) is { IsZero: false } inverse
            ? Norm(s.Kept.Select(p => p.Size)) / inverse : null),
        Split("early-stopping-value/jacobian", (s, gamma) => EarlyStopping(s, gamma())),
        Split("early-stopping-distance/jacobian", (s, gamma) => EarlyStopping(s, gamma()) / s.Alpha),
        ("linearised-residual", LinearisedResidual),
        ("linearised-displacement", LinearisedDisplacement),
        ("linearised-rademacher", (members, spectra) => Signs(members, spectra, SignMean)),
        ("linearised-rademacher/lower",
            (members, spectra) => Signs(members, spectra, (s, e) => WideReal.Of(Math.Sqrt(s.Values.Sum(x => x * x) / 2), e))),
        ("linearised-rademacher/upper",
            (members, spectra) => Signs(members, spectra, (s, e) => WideReal.Of(Math.Sqrt(s.Values.Sum(x => x * x)), e))),
    ];

    private static WideReal EarlyStopping(Separated s, WideReal gamma) => Norm(
        [.. s.Kept.Select(p => s.Alpha * p.Size / p.Value), .. s.Dropped.Select(p => gamma * p.Value * p.Size / s.Alpha)]);

    private static (string Id, FastFormula Formula) Split(string id, Func<Separated, Func<WideReal>, WideReal?> value) =>
        (id, (members, spectra) =>
    {
        OymakReader reader = new(members);
        WideReal alpha = reader.Positive("alpha"), gamma = id.StartsWith("early", StringComparison.Ordinal) ? reader.Gamma() : WideReal.One;
        if (reader.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        return Separate(members, spectra, alpha) is not { } separated ? LayerSpectra.NoConvergence("J")
            : !separated.Kept.Any()
                && alpha > separated.Largest * Num(1 + Slack) ? new NotApplicable("alpha must be at most the largest singular value.")
            : value(separated, () => gamma) is { } result ? FastResult.Of(result)
            : new NotApplicable("r must have an information part.");
    });

    private static Separated? Separate(InputMembers members, LayerSpectra spectra, WideReal alpha)
    {
        (SingularTriplets? u, int exponent, double[] r, long scale) = Decompose(members, spectra);
        if (u is null)
        {
            return null;
        }

        // What is left of r is computed as a vector: the difference of the squares would cancel.
        double[] c = Coefficients(u, r), rest = [.. r];
        List<(WideReal Value, WideReal Size)> kept = [], dropped = [];
        for (int s = 0; s < c.Length; s++)
        {
            (WideReal Value, WideReal Size) place = (WideReal.Of(u.Values[s], exponent), WideReal.Of(Math.Abs(c[s]), scale));
            if (place.Value >= alpha)
            {
                kept.Add(place);
                for (int i = 0; i < rest.Length; i++)
                {
                    rest[i] -= c[s] * u.Left[i + (s * u.Rows)];
                }
            }
            else
            {
                dropped.Add(place);
            }
        }

        return new Separated(kept, dropped, Norm(rest.Select(x => WideReal.Of(Math.Abs(x), scale))), alpha,
            WideReal.Of(u.Values[0], exponent));
    }

    private static FastResult LinearisedResidual(InputMembers members, LayerSpectra spectra) =>
        Descent(members, spectra, (u, exponent, r, scale, eta, tau) =>
    {
        // Left null directions stay as they are.
        double[] c = Coefficients(u, r), rest = u.Rows > c.Length ? [.. r] : new double[r.Length];
        for (int s = 0; s < c.Length; s++)
        {
            double left = OymakReader.Remaining(Time(u, s, exponent, eta), tau).ToDouble() - (u.Rows > c.Length ? 1 : 0);
            for (int i = 0; i < rest.Length; i++)
            {
                rest[i] += left * c[s] * u.Left[i + (s * u.Rows)];
            }
        }

        return FastResult.List([.. rest.Select(x => new SignedReal(WideReal.Of(Math.Abs(x), scale), x < 0).Result)]);
    });

    private static FastResult LinearisedDisplacement(InputMembers members, LayerSpectra spectra) =>
        Descent(members, spectra, (u, exponent, r, scale, eta, tau) =>
    {
        double[] c = Coefficients(u, r);
        return FastResult.Of(Norm(Enumerable.Range(0, c.Length).Where(s => u.Values[s] > 0).Select(s =>
            OymakReader.Gained(Time(u, s, exponent, eta), tau) * WideReal.Of(Math.Abs(c[s]), scale) / WideReal.Of(u.Values[s], exponent))));
    });

    /// <summary>
    /// What gradient descent on the linearisation has in common: J decomposed, the residual, the step size and the number of steps.
    /// </summary>
    private static FastResult Descent(InputMembers members, LayerSpectra spectra,
        Func<SingularTriplets, int, double[], long, WideReal, double, FastResult> value)
    {
        OymakReader reader = new(members);
        WideReal eta = reader.Positive("eta");
        double tau = reader.Steps();
        if (reader.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        (SingularTriplets? u, int exponent, double[] r, long scale) = Decompose(members, spectra);
        if (u is null)
        {
            return LayerSpectra.NoConvergence("J");
        }

        if (IsTooLong(u, exponent, eta))
        {
            return new NotApplicable("eta must be at most 1 over the square of every singular value.");
        }

        return value(u, exponent, r, scale, eta, tau);
    }

    private static bool IsTooLong(SingularTriplets u, int exponent, WideReal eta) => Time(u, 0, exponent, eta) > Num(1 + Slack);

    private static WideReal Time(SingularTriplets u, int s, int exponent, WideReal eta) => Square(WideReal.Of(u.Values[s], exponent)) * eta;

    // J by its triplets over a power of two, r over another.
    private static (SingularTriplets? Triplets, int Exponent, double[] R, long Scale) Decompose(InputMembers members, LayerSpectra spectra)
    {
        Matrix j = members.Matrix("J");
        Rational[] r = members.SignedList("r", j.Rows);
        WideReal[] sizes = [.. r.Select(x => WideReal.Of(Rational.Abs(x)))];
        long scale = sizes.Where(x => !x.IsZero).Select(x => x.Exponent).DefaultIfEmpty(0).Max();
        double[] scaled = [.. sizes.Select((x, i) => r[i].Sign * (x / WideReal.Of(1, scale)).ToDouble())];
        (Matrix reduced, int exponent) = PowerOfTwoScaling.Scale(j);
        return (spectra.Decompose(reduced), exponent, scaled, scale);
    }

    private static double[] Coefficients(SingularTriplets u, double[] r)
    {
        double[] c = new double[u.Values.Length];
        for (int s = 0; s < c.Length; s++)
        {
            CompensatedSum sum = default;
            for (int i = 0; i < r.Length; i++)
            {
                sum.Add(u.Left[i + (s * u.Rows)] * r[i]);
            }

            c[s] = sum.Total;
        }

        return c;
    }

    private static FastResult Signs(InputMembers members, LayerSpectra spectra, Func<Matrix, int, WideReal> norm)
    {
        Matrix j = members.Matrix("J");
        WideReal radius = members.Real("M", NumberRange.NonNegative), n = WideReal.Of(members.Count("n"));
        const int MostRows = 20;
        if (norm == SignMean && j.Rows > MostRows)
        {
            members.Refuse("J must have at most 20 rows.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(j);
        return FastResult.Of(radius * norm(scaled, exponent) / n);
    }

    // Gray code: each pattern of signs differs from the one before in one row. The sum is made afresh now and then.
    private static WideReal SignMean(Matrix j, int exponent)
    {
        int m = j.Rows, refresh = 256;
        double[] signs = [.. Enumerable.Repeat(1.0, m)], sum = new double[j.Columns];
        CompensatedSum total = default;
        for (long pattern = 0; pattern < 1L << (m - 1); pattern++)
        {
            if (pattern > 0)
            {
                int row = System.Numerics.BitOperations.TrailingZeroCount(pattern);
                signs[row] = -signs[row];
                for (int k = 0; k < sum.Length; k++)
                {
                    sum[k] += 2 * signs[row] * j[row, k];
                }
            }

            if (pattern % refresh == 0 || m <= 8)
            {
                for (int k = 0; k < sum.Length; k++)
                {
                    sum[k] = Enumerable.Range(0, m).Sum(i => signs[i] * j[i, k]);
                }
            }

            total.Add(Math.Sqrt(sum.Sum(x => x * x)));
        }

        return WideReal.Of(Math.ScaleB(total.Total, 1 - m), exponent);
    }

    private sealed record Separated(
        IReadOnlyList<(WideReal Value, WideReal Size)> Kept, IReadOnlyList<(WideReal Value, WideReal Size)> Dropped, WideReal Rest,
            WideReal Alpha, WideReal Largest);
}
