using System.Runtime.CompilerServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>
/// Certified spectra (<see cref="RememberedSpectra"/>) and differences of matrices, each computed once: differences are remembered by
/// reference, the oldest dropped when they together exceed a number of entries. May be used by several threads.
/// </summary>
internal sealed class SpectrumLibrary(ISpectrumSource source)
{
    private const long MaximumEntries = 1L << 26;

    private readonly RememberedSpectra spectra = source as RememberedSpectra ?? new RememberedSpectra(source);
    private readonly Lock gate = new();
    private readonly Dictionary<(Matrix, Matrix), MatrixQuantity> differences = new(PairComparer.Instance);
    private readonly Queue<((Matrix, Matrix) Pair, long Size)> oldest = new();
    private long entries;

    /// <summary>The spectrum, and whether asking for more digits may improve it.</summary>
    public (CertifiedSpectrum Spectrum, bool MayImprove) Certify(Matrix a, int digits) => spectra.CertifyWithinReach(a, digits);

    /// <summary>
    /// The singular values of a product of stored factors or of a sum of matrices, and whether more digits may improve them. Not
    /// remembered.
    /// </summary>
    public (CertifiedSingularValues Values, bool MayImprove) CertifyParts(MatrixQuantity a, int digits)
    {
        CertifiedSingularValues values = a.Factors is { } factors
            ? FactoredSpectrum.Certify(spectra, Engines.Default, factors, factors.Min(f => f.MinimumDimension), digits).Values
            : spectra.Certify(a.Sum!, digits);
        return (values, values.Digits(digits) >= digits);
    }

    /// <summary>a − b, exactly: rounded entries and their rounding errors.</summary>
    public MatrixQuantity Subtract(MatrixQuantity a, MatrixQuantity b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
        {
            throw FormulaFailure.Outside($"a {a.Rows}×{a.Columns} matrix minus a {b.Rows}×{b.Columns} matrix");
        }

        if (b.IsZero)
        {
            return a;
        }

        if (a.Remainder is not null || b.Remainder is not null)
        {
            throw FormulaFailure.Outside("a difference of rounded differences of matrices is not supported");
        }

        (Matrix, Matrix) key = (a.Value, b.Value);
        lock (gate)
        {
            if (differences.TryGetValue(key, out MatrixQuantity? known))
            {
                return known;
            }
        }

        MatrixQuantity result = Difference(a, b.Value);
        lock (gate)
        {
            if (differences.TryAdd(key, result))
            {
                Remember(key, 2 * a.Value.Values.LongLength);
            }
        }

        return result;
    }

    private static MatrixQuantity Difference(MatrixQuantity left, Matrix b)
    {
        if (Array.TrueForAll(b.Values, v => v == 0))
        {
            return left;
        }

        FloatingPointMode.Require();
        Matrix a = left.Value;
        double[] rounded = new double[a.Values.Length], errors = new double[a.Values.Length];
        bool isExact = true;
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = ErrorFree.TwoSum(a.Values[i], -b.Values[i], out errors[i]);
            if (!double.IsFinite(rounded[i]))
            {
                throw FormulaFailure.Outside(
                    $"entry [{i % a.Rows}, {i / a.Rows}] of a difference of matrices exceeds the range of doubles");
            }

            isExact &= errors[i] == 0;
        }

        return MatrixQuantity.Of(new Matrix(a.Rows, a.Columns, rounded), isExact ? null : new Matrix(a.Rows, a.Columns, errors),
            isDifference: true);
    }

    private void Remember((Matrix, Matrix) pair, long size)
    {
        oldest.Enqueue((pair, size));
        entries += size;
        while (entries > MaximumEntries && oldest.Count > 1)
        {
            ((Matrix, Matrix) first, long freed) = oldest.Dequeue();
            _ = differences.Remove(first);
            entries -= freed;
        }
    }

    private sealed class PairComparer : IEqualityComparer<(Matrix, Matrix)>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals((Matrix, Matrix) x, (Matrix, Matrix) y) => ReferenceEquals(x.Item1, y.Item1)
            && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((Matrix, Matrix) pair) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(pair.Item1), RuntimeHelpers.GetHashCode(pair.Item2));
    }
}
