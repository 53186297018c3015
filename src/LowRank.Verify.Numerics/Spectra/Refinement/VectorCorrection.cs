using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Refinement;

/// <summary>
/// One step of Newton's method for the right singular vectors: V ← V(I + G) with off-diagonal entries of G + Gᵀ + M and of (I + G)ᵀH(I + G)
/// vanishing to first order, which gives for i ≠ j, with ρ_j = h_jj/m_jj, g_ij = −m_ij/2 − (h_ij − m_ij(ρ_i + ρ_j)/2)/(ρ_i − ρ_j), g_jj =
/// 0: lengths do not matter (Ogita, Aishima 2018, in its one-sided form). Where the second part would not be small the columns form a
/// cluster: g_ij = −m_ij/2 inside it, and the cluster is then rotated by the eigenvectors of its block of H − ρ̄M, or, where its values
/// spread over orders of magnitude, by the right singular vectors of its columns of AV. Nothing here is rigorous; a bad step costs digits,
/// not truth.
/// </summary>
internal static class VectorCorrection
{
    /// <summary>Corrections above this leave errors of second order that cost digits: the pair belongs to one cluster.</summary>
    private static readonly double LargestCorrection = Math.ScaleB(1, -20);

    /// <summary>Bits that one more term of an unevaluated sum adds for certain.</summary>
    private const int BitsPerTerm = 48;

    /// <summary>Turns below this are harmless even when they are noise.</summary>
    private static readonly double NoiseTurn = Math.ScaleB(1, -40);

    /// <summary>Clusters whose smallest ratio is below this fraction of the largest are resolved by their columns.</summary>
    private const double WideSpread = 0.5;

    /// <summary>Corrects V, which is then good for at most so many bits; false when the sum of doubles would grow too long.</summary>
    public static bool Apply(IEngine engine, GramBound h, GramBound m, Interval[] ratios, double[] image, List<double[]> v, int bits,
        int goal)
    {
        int n = h.Size, rows = image.Length / n;
        if (bits > (SliceKernels.MostTerms - 2) * BitsPerTerm)
        {
            return false;
        }

        BigFloat[] centres =
            [.. ratios.Select(ratio => BigFloat.Scale(BigFloat.Add(ratio.Lower, ratio.Upper, bits + Bits.Guard, Rounding.Nearest), -1))];
        double[] rho = [.. centres.Select(centre => centre.ToDouble(Rounding.Nearest))];
        double[] g = new double[(long)n * n];
        int[] cluster = [.. Enumerable.Range(0, n)];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                int at = i + (j * n);
                double numerator = h.Values[at] - (m.Values[at] * 0.5 * (rho[i] + rho[j]));
                double turn = i == j ? 0 : -numerator / Difference(i, j, rho, centres);

                // The symmetric part restores orthogonality whatever the gap is; the antisymmetric one turns the pair. A numerator that is
                // nothing but rounding would turn it by noise, and the noise would come back squared.
                g[at] = -0.5 * m.Values[at];
                double noise = Errors(h, i, j) + (rho[j] * Errors(m, i, j))
                    + (4 * RoundingBounds.Unit * (Math.Abs(h.Values[at]) + (rho[j] * Math.Abs(m.Values[at]))));
                if (Math.Abs(turn) <= LargestCorrection)
                {
                    g[at] += Math.Abs(numerator) > noise || Math.Abs(turn) < NoiseTurn ? turn : 0;
                }
                else if (Math.Abs(numerator) > noise)
                {
                    Join(cluster, i, j);
                }
            }
        }

        foreach (int[] members in Clusters(cluster))
        {
            foreach (int j in members)
            {
                foreach (int i in members)
                {
                    g[i + (j * n)] = -0.5 * m.Values[i + (j * n)];
                }
            }
        }

        Add(engine, g, v, n, bits);
        Rotate(engine, cluster, h, m, rho, centres, image, rows, v, bits, goal);
        return true;
    }

    // V ← V + VG, with so many slices that what is left out is below 2^−bits, and so many terms that V holds it.
    private static void Add(IEngine engine, double[] g, List<double[]> v, int n, int bits)
    {
        int width = SliceSet.SharedBits(n) / 2;
        double largest = SliceKernels.LargestSize(g);
        int missing = bits + (largest > 0 ? Math.Max(Math.ILogB(largest) + 1, -bits) : -bits) - 52;
        List<double[]> sum = [.. v];
        if (missing <= 0)
        {
            double[] correction = new double[(long)n * n];
            engine.Multiply(false, false, n, n, n, v[0], g, correction);
            sum.Add(correction);
        }
        else
        {
            int depth = (missing - 1) / width;
            double[][] correction = [.. Enumerable.Range(0, (missing / BitsPerTerm) + 2).Select(_ => new double[(long)n * n])];
            SliceProduct product = new(engine, SliceSet.ByRows(v, n, n, width, depth + 1), depth);
            product.Multiply(SliceSet.ByColumns([g], n, 0, n, width, depth + 1), correction, 0, new double[n], new double[(long)n * n],
                new double[(long)n * n]);
            sum.AddRange(correction);
        }

        double[][] terms = [.. Enumerable.Range(0, (bits / BitsPerTerm) + 2).Select(_ => new double[(long)n * n])];
        foreach (double[] term in sum)
        {
            Columnwise.For(n, (long)n * terms.Length, j => SliceKernels.Accumulate(terms, j * n, term, j * n, n));
        }

        v.Clear();
        v.AddRange(terms);
    }

    private static double Errors(GramBound g, int i, int j) => (g.Errors[i] * g.Norms[j]) + (g.Norms[i] * g.Errors[j]);

    private static double Difference(int i, int j, double[] rho, BigFloat[] centres)
    {
        const double Near = 1e-5;
        double difference = rho[i] - rho[j];
        return Math.Abs(difference) > Near * Math.Max(rho[i], rho[j])
            ? difference
            : BigFloat.Subtract(centres[i], centres[j], Bits.Size, Rounding.Nearest).ToDouble(Rounding.Nearest);
    }

    private static void Rotate(
        IEngine engine, int[] cluster, GramBound h, GramBound m, double[] rho, BigFloat[] centres, double[] image, int rows,
            List<double[]> v, int bits, int goal)
    {
        int n = cluster.Length;
        foreach (int[] members in Clusters(cluster))
        {
            double largest = members.Max(j => rho[j]), top = rho.Max();
            if (!(Math.Sqrt(largest / top) > Math.ScaleB(1, -goal))
                || !(Spread(members, h, m, rho, centres) > Math.ScaleB(Math.Sqrt(largest * top), -goal)))
            {
                continue; // zeros, or equal values, to all the bits that are wanted: there is nothing to resolve
            }

            if (Rotation(engine, members, h, m, rho, centres, image, rows) is { } q)
            {
                Turn(engine, members, [q, Defect(engine, q, members.Length)], v, n, bits);
            }
        }
    }

    // What is left of H − ρM on a cluster: the spread of its ratios and the largest off-diagonal entry.
    private static double Spread(int[] members, GramBound h, GramBound m, double[] rho, BigFloat[] centres)
    {
        int n = h.Size, first = members[0];
        double spread = members.Max(j => Math.Abs(BigFloat.Subtract(centres[j], centres[first], Bits.Size, Rounding.Nearest)
            .ToDouble(Rounding.Nearest)));
        foreach (int j in members)
        {
            foreach (int i in members)
            {
                spread = Math.Max(spread, Math.Abs(h.Values[i + (j * n)] - (m.Values[i + (j * n)] * rho[first])));
            }
        }

        return spread;
    }

    // The orthogonal matrix that resolves a cluster to working precision, c×c, or null when the engine gives none.
    private static double[]? Rotation(
        IEngine engine, int[] members, GramBound h, GramBound m, double[] rho, BigFloat[] centres, double[] image, int rows)
    {
        int c = members.Length, n = h.Size;
        double largest = members.Max(j => rho[j]);
        if (largest <= 0)
        {
            return null;
        }

        Matrix? block = members.Min(j => rho[j]) < WideSpread * largest
            ? Columns(members, image, rows, c)
            : Shifted(members, h, m, centres, n);
        return block is null ? null : engine.Decompose(block)?.Right is { } right && right.Length == c * c
            && Array.TrueForAll(right, x => Math.Abs(x) <= 2) ? right : null;
    }

    // −½Q(QᵀQ − I): with it Q is orthogonal to about 30 digits, so that turning a cluster does not spoil what was reached before.
    private static double[] Defect(IEngine engine, double[] q, int c)
    {
        int width = SliceSet.SharedBits(c) / 2;
        IntervalContext context = new(Bits.Certificate);
        Interval[] squares = new Interval[c];
        double[] norms = new double[c], correction = new double[c * c];
        SquaredNorms.Enclose(SliceSet.ByColumns([q], c, 0, c, width, 3), null, context, squares, norms, 0);
        double[] overlap = GramBound.Of(engine, [q], c, c, width, 1, norms, null).Values;
        for (int j = 0; j < c; j++)
        {
            overlap[j + (j * c)] = BigFloat.Subtract(squares[j].Lower, BigFloat.One, Bits.Size, Rounding.Nearest)
                .ToDouble(Rounding.Nearest);
        }

        engine.Multiply(false, false, c, c, c, q, overlap, correction);
        return Array.ConvertAll(correction, x => -0.5 * x);
    }

    private static Matrix? Columns(int[] members, double[] image, int rows, int c)
    {
        double[] values = new double[Math.Max(rows, c) * c];
        for (int k = 0; k < c; k++)
        {
            image.AsSpan(members[k] * rows, rows).CopyTo(values.AsSpan(k * rows));
        }

        double top = SliceKernels.LargestSize(values);
        if (!(top > 1e-290))
        {
            return null;
        }

        int exponent = Math.ILogB(top);
        return new Matrix(rows, c, Array.ConvertAll(values[..(rows * c)], x => Math.ScaleB(x, -exponent)));
    }

    // (H − ρ̄M) on the cluster, shifted to be positive definite: its right singular vectors are its eigenvectors.
    private static Matrix? Shifted(int[] members, GramBound h, GramBound m, BigFloat[] centres, int n)
    {
        int c = members.Length;
        BigFloat mean = centres[members[c / 2]];
        double meanDouble = mean.ToDouble(Rounding.Nearest);
        double[] values = new double[c * c];
        double norm = 0;
        for (int k = 0; k < c; k++)
        {
            for (int l = 0; l < c; l++)
            {
                int at = members[l] + (members[k] * n);
                values[l + (k * c)] = k == l
                    ? BigFloat.Subtract(centres[members[k]], mean, Bits.Size, Rounding.Nearest).ToDouble(Rounding.Nearest)
                    : h.Values[at] - (meanDouble * m.Values[at]);
                norm += values[l + (k * c)] * values[l + (k * c)];
            }
        }

        norm = Math.Sqrt(norm);
        if (!(norm > 1e-290))
        {
            return null;
        }

        for (int k = 0; k < c; k++)
        {
            values[k + (k * c)] += 1.5 * norm;
        }

        return new Matrix(c, c, Array.ConvertAll(values, x => x / norm));
    }

    // The cluster's columns of V times Q, with all bits of V.
    private static void Turn(IEngine engine, int[] members, double[][] q, List<double[]> v, int n, int bits)
    {
        int c = members.Length, terms = v.Count, width = SliceSet.SharedBits(c) / 2;
        double[][] columns = [.. v.Select(term =>
        {
            double[] block = new double[n * c];
            for (int k = 0; k < c; k++)
            {
                term.AsSpan(members[k] * n, n).CopyTo(block.AsSpan(k * n));
            }

            return block;
        })];
        int depth = ((bits + 52) / width) + 1;
        SliceProduct product = new(engine, SliceSet.ByRows(columns, n, c, width, depth + 1), depth);
        double[][] turned = [.. Enumerable.Range(0, terms).Select(_ => new double[n * c])];
        product.Multiply(SliceSet.ByColumns(q, c, 0, c, width, depth + 1), turned, 0, new double[c], new double[n * c], new double[c * c]);
        for (int t = 0; t < terms; t++)
        {
            for (int k = 0; k < c; k++)
            {
                turned[t].AsSpan(k * n, n).CopyTo(v[t].AsSpan(members[k] * n));
            }
        }
    }

    private static IEnumerable<int[]> Clusters(int[] cluster) =>
        Enumerable.Range(0, cluster.Length).GroupBy(i => Root(cluster, i)).Select(group => group.ToArray())
            .Where(members => members.Length > 1);

    private static int Root(int[] cluster, int i)
    {
        while (cluster[i] != i)
        {
            cluster[i] = cluster[cluster[i]];
            i = cluster[i];
        }

        return i;
    }

    private static void Join(int[] cluster, int i, int j) => cluster[Root(cluster, i)] = Root(cluster, j);
}
