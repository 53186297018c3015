using System.Numerics;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// A = Lead + Rest, exactly in rounding to nearest (in another direction up to one ulp of Rest, which the bounds' γ also covers), where
/// every row (or column) of Lead is an integer of at most <see cref="Bits"/> bits times one power of
/// two, the grid of that row (or column). Products of two leading slices are then sums of integers below 2^53 on one grid, so any
/// IEEE double product routine returns them exactly, in any order of summation (Ozaki, Ogita, Oishi, Rump 2012).
/// </summary>
internal sealed class LeadingSlice
{
    /// <summary>Rows or columns whose largest entry is below 2^this go to Rest as a whole, which keeps grids within range.</summary>
    private const int LeastExponent = -400;

    private LeadingSlice(double[] lead, double[] rest, int bits, double[] inverseGrid, double leadNorm, double restNorm)
    {
        Lead = lead;
        Rest = rest;
        Bits = bits;
        InverseGrid = inverseGrid;
        LeadNorm = leadNorm;
        RestNorm = restNorm;
    }

    /// <summary>The leading slice, column-major.</summary>
    public double[] Lead { get; }

    /// <summary>What remains, exactly.</summary>
    public double[] Rest { get; }

    /// <summary>|Lead| / grid ≤ 2^Bits.</summary>
    public int Bits { get; }

    /// <summary>1/grid per row or column, a power of two.</summary>
    public double[] InverseGrid { get; }

    /// <summary>Upper bound of ‖Lead‖_F.</summary>
    public double LeadNorm { get; }

    /// <summary>Upper bound of ‖Rest‖_F; exactly 0 when nothing remains.</summary>
    public double RestNorm { get; }

    /// <summary>β = ⌊(53 − ⌈log₂ k⌉)/2⌋ bits for an inner dimension k.</summary>
    public static int BitsFor(int innerDimension) =>
        (53 - (innerDimension <= 1 ? 0 : BitOperations.Log2((uint)innerDimension - 1) + 1)) / 2;

    /// <summary>Splits an m×n matrix on one grid per column. Entries must be below 2^100 in size.</summary>
    public static LeadingSlice ByColumns(int m, int n, ReadOnlySpan<double> a, int bits, double[]? leadBuffer = null,
        double[]? restBuffer = null)
    {
        double[] lead = leadBuffer ?? new double[a.Length], rest = restBuffer ?? new double[a.Length], inverse = new double[n];
        double leadSquares = 0, restSquares = 0;
        for (int j = 0; j < n; j++)
        {
            int start = j * m;
            double largest = 0;
            for (int i = 0; i < m; i++)
            {
                largest = Math.Max(largest, Math.Abs(a[start + i]));
            }

            double anchor = Anchor(largest, bits, out inverse[j]);
            double leadSum = 0, restSum = 0;
            for (int i = start; i < start + m; i++)
            {
                double head = anchor == 0 ? 0 : (a[i] + anchor) - anchor;
                double tail = a[i] - head;
                lead[i] = head;
                rest[i] = tail;
                leadSum += head * head;
                restSum += tail * tail;
            }

            leadSquares += leadSum;
            restSquares += restSum;
        }

        return Pack(lead, rest, bits, inverse, leadSquares, restSquares, (long)m + n, a.Length);
    }

    /// <summary>Splits an m×n matrix on one grid per row. Entries must be below 2^100 in size.</summary>
    public static LeadingSlice ByRows(int m, int n, ReadOnlySpan<double> a, int bits, double[]? leadBuffer = null,
        double[]? restBuffer = null)
    {
        double[] lead = leadBuffer ?? new double[a.Length], rest = restBuffer ?? new double[a.Length], inverse = new double[m];
        double[] largest = new double[m], anchors = new double[m];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                largest[i] = Math.Max(largest[i], Math.Abs(a[(j * m) + i]));
            }
        }

        for (int i = 0; i < m; i++)
        {
            anchors[i] = Anchor(largest[i], bits, out inverse[i]);
        }

        double leadSquares = 0, restSquares = 0;
        for (int j = 0; j < n; j++)
        {
            int start = j * m;
            double leadSum = 0, restSum = 0;
            for (int i = 0; i < m; i++)
            {
                double head = anchors[i] == 0 ? 0 : (a[start + i] + anchors[i]) - anchors[i];
                double tail = a[start + i] - head;
                lead[start + i] = head;
                rest[start + i] = tail;
                leadSum += head * head;
                restSum += tail * tail;
            }

            leadSquares += leadSum;
            restSquares += restSum;
        }

        return Pack(lead, rest, bits, inverse, leadSquares, restSquares, (long)m + n, a.Length);
    }

    // Adding and subtracting 1.5·2^(t+52−bits) leaves a multiple of the grid 2^(t−bits) in every rounding direction, for |x| < 2^t.
    private static double Anchor(double largest, int bits, out double inverseGrid)
    {
        int exponent = largest == 0 ? int.MinValue : Math.ILogB(largest) + 1;
        if (exponent < LeastExponent)
        {
            inverseGrid = Math.ScaleB(1, bits - LeastExponent);
            return 0;
        }

        inverseGrid = Math.ScaleB(1, bits - exponent);
        return Math.ScaleB(1.5, exponent + 52 - bits);
    }

    private static LeadingSlice Pack(double[] lead, double[] rest, int bits, double[] inverse, double leadSquares, double restSquares,
        long terms, int length)
    {
        bool nothingRemains = restSquares == 0 && !rest.AsSpan(0, length).ContainsAnyExcept(0.0);
        return new LeadingSlice(
            lead, rest, bits, inverse,
            RoundingBounds.NormFromSquares(leadSquares, terms),
            nothingRemains ? 0 : RoundingBounds.NormFromSquares(restSquares, terms));
    }
}
