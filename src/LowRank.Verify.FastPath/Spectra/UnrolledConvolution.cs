using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// A convolution as the dense matrix Σ_j K_j ⊗ S_j over the entries j of the window: K_j the outputs × inputs slice of the kernel, S_j the
/// matrix of zeros and ones that picks, for every place of the window, the input under entry j: the Kronecker product of one such matrix
/// for each axis. Entries that meet where a window wraps are summed in double.
/// </summary>
internal static class UnrolledConvolution
{
    private const int MostEntries = 1 << 16;

    /// <summary>σ₁.</summary>
    public static FastResult Norm(InputMembers members, LayerSpectra spectra) =>
        OfMap(members, spectra, (spectrum, scale) => FastResult.Of(spectrum.SpectralNorm * scale));

    /// <summary>All singular values, descending.</summary>
    public static FastResult SingularValues(InputMembers members, LayerSpectra spectra) => OfMap(members, spectra, (spectrum, scale) =>
        FastResult.List([.. spectrum.Values.Select(value => FastResult.Of(WideReal.Of(value, spectrum.Exponent) * scale))]));

    private static FastResult OfMap(InputMembers members, LayerSpectra spectra, Func<LayerSpectrum, WideReal, FastResult> quantity)
    {
        // A power of two is taken out first, so that sums of entries stay in range.
        (Matrix kernel, int exponent) = PowerOfTwoScaling.Scale(members.Matrix("K"));
        int[] k = Sizes(members, "k", null, 1, 1), n = Sizes(members, "n", k.Length, 1, 1), s = Sizes(members, "stride", k.Length, 1, 1),
            d = Sizes(members, "dilation", k.Length, 1, 1), b = Sizes(members, "pad", k.Length, 0, 0);
        int[] e = members.Has("pad_end") ? Sizes(members, "pad_end", k.Length, 0, 0) : b;
        int groups = One(members, "groups", NumberRange.Count, 1);
        bool wraps = One(members, "circular", NumberRange.CountFromZero, 0) == 1;
        int[] places = [.. k.Select((size, a) => n[a] + b[a] + e[a] - (d[a] * (size - 1)) - 1 is var room && room >= 0 ? (room / s[a]) + 1
            : 0)];
        double taps = Product(k), entries = kernel.Rows * Product(places) * (kernel.Columns / taps) * groups * Product(n);
        string? reason = members.Violation
            ?? (places.Contains(0) ? "no window fits the grid."
            : kernel.Columns % taps != 0 || kernel.Rows % groups != 0 ? "K does not have the sizes that k and groups say."
            : entries > MostEntries ? $"the matrix of the map has more than {MostEntries} entries." : null);
        if (reason is not null)
        {
            return new NotApplicable(reason);
        }

        int[][][] axes = [.. k.Select((size, a) => Enumerable.Range(0, size).Select(j => Enumerable.Range(0, places[a])
            .Select(m => Place((s[a] * m) + (d[a] * j) - b[a], n[a], wraps)).ToArray()).ToArray())];
        return spectra.Of(Dense(kernel, groups, k, n, places, axes)) is not { } spectrum ? LayerSpectra.NoConvergence("K")
            : quantity(spectrum, WideReal.Of(1, exponent));
    }

    private static int Place(int at, int size, bool wraps) => at >= 0 && at < size ? at : wraps ? ((at % size) + size) % size : -1;

    private static Matrix Dense(Matrix kernel, int groups, int[] k, int[] n, int[] places, int[][][] axes)
    {
        int taps = (int)Product(k), inputs = (int)Product(n), outputs = (int)Product(places), perGroup = kernel.Columns / taps;
        int rows = kernel.Rows * outputs;
        double[] values = new double[rows * perGroup * groups * inputs];
        for (int tap = 0; tap < taps; tap++)
        {
            int[] picked = [0];
            int rest = taps, left = tap;
            for (int a = 0; a < k.Length; a++)
            {
                rest /= k[a];
                int[] axis = axes[a][left / rest];
                left %= rest;
                picked = [.. picked.SelectMany(flat => axis.Select(at => flat < 0 || at < 0 ? -1 : (flat * n[a]) + at))];
            }

            for (int o = 0; o < kernel.Rows; o++)
            {
                int first = o / (kernel.Rows / groups) * perGroup;
                for (int c = 0; c < perGroup; c++)
                {
                    double weight = kernel[o, (c * taps) + tap];
                    for (int m = 0; m < outputs; m++)
                    {
                        if (picked[m] >= 0)
                        {
                            values[(o * outputs) + m + (((((first + c) * inputs) + picked[m])) * rows)] += weight;
                        }
                    }
                }
            }
        }

        return new Matrix(rows, perGroup * groups * inputs, values);
    }

    private static double Product(int[] sizes) => sizes.Aggregate(1.0, (product, size) => product * size);

    // Beyond the cap the map is too large whatever the other sizes are.
    private static int Capped(Rational size) => size.Numerator > MostEntries ? MostEntries + 1 : (int)size.Numerator;

    private static int One(InputMembers members, string name, NumberRange range, int otherwise) =>
        members.Has(name) ? Capped(members.Exactly(name, range)) : otherwise;

    private static int[] Sizes(InputMembers members, string name, int? length, int least, int otherwise) =>
        length is { } count && !members.Has(name) ? [.. Enumerable.Repeat(otherwise, count)]
            : [.. members.Rationals(name, least == 0 ? NumberRange.CountFromZero : NumberRange.Count, length).Select(Capped)];
}
