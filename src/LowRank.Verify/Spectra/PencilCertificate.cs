using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Enclosures of the eigenvalues of a symmetric pencil H − μM with dominant diagonals: H = (AV)ᵀ(AV), M = VᵀV, V square and
/// nonsingular, so that the eigenvalues are the squares of A's singular values. Let K = H − μM and ρ_j = h_jj/m_jj.
/// <para>
/// If some x &gt; 0 satisfies |k_jj|·x_j &gt; Σ_{l≠j} |k_jl|·x_l for every j, then K has as many negative eigenvalues as negative
/// diagonal entries (Gershgorin for diag(x)·K·diag(x), whose inertia is K's; shrinking the off-diagonal part to 0 never makes it
/// singular), and by Sylvester's law that is the number of eigenvalues of the pencil below μ. M is positive definite when its own
/// diagonal dominates.
/// </para>
/// <para>
/// For a group C of neighbours in ρ and μ = max_C ρ + T or min_C ρ − T, take x = 1 on C and x_j = (b_j + N_j·x̄)/g_j elsewhere, with
/// b_j = Σ_{c∈C} |k_jc|, N_j = Σ_l |k_jl|, g_j ≤ m_jj·|ρ_j − μ| and x̄ = max_j b_j/(g_j − N_j) ≥ x_j. The rows outside C are then dominant,
/// and those of C are when T exceeds max_{c∈C} (Σ_{l∈C, l≠c} |k_cl| + Σ_{j∉C} |k_cj|·x_j)/m_cc: of second order in the off-diagonal
/// entries for a group of one. This needs no orthonormality of V, no norm and no gap known in advance.
/// </para>
/// </summary>
internal sealed class PencilCertificate
{
    /// <summary>Relative slack that pays for the roundings of every bound computed here in doubles: sums of up to 2^20 terms.</summary>
    private static readonly double Up = 1 + Math.ScaleB(1, -30);

    /// <summary>Ratios nearer to each other than this, relatively, are subtracted in full precision.</summary>
    private static readonly double Near = Math.ScaleB(1, -20);

    private readonly int size;
    private readonly GramBound h;
    private readonly GramBound m;
    private readonly Interval[] ratios;
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[] least;
    private readonly double[] rowsH;
    private readonly double[] rowsM;
    private readonly int[] order;

    /// <summary>Prepares the row sums and the order of the ratios ρ_j, all of them enclosed by the caller.</summary>
    public PencilCertificate(GramBound h, GramBound m, Interval[] ratios, IReadOnlyList<Interval> diagonalM)
    {
        size = h.Size;
        this.h = h;
        this.m = m;
        this.ratios = ratios;
        lower = Array.ConvertAll(ratios, ratio => ratio.Lower.ToDouble(Rounding.Down));
        upper = Array.ConvertAll(ratios, ratio => ratio.Upper.ToDouble(Rounding.Up));
        least = [.. diagonalM.Select(entry => entry.Lower.ToDouble(Rounding.Down))];
        rowsH = RowSums(h);
        rowsM = RowSums(m);
        order = [.. Enumerable.Range(0, size)];
        Array.Sort(order, (a, b) => ratios[b].Lower.CompareTo(ratios[a].Lower));
    }

    /// <summary>True when M is positive definite, so that V is nonsingular.</summary>
    public bool IsDefinite => Enumerable.Range(0, size).All(j => least[j] > rowsM[j] * Up);

    /// <summary>Enclosures of the eigenvalues in descending order, lower ends at least 0; null when nothing can be said.</summary>
    public Interval[]? Enclose(IntervalContext context)
    {
        if (!IsDefinite)
        {
            return null;
        }

        Interval[] result = new Interval[size];
        List<(int Start, int End)> groups = Groups();
        for (int g = 0; g < groups.Count;)
        {
            (int start, int end) = groups[g];
            Group group = Span(start, end);
            if (Radius(group) is { } radius)
            {
                if (Environment.GetEnvironmentVariable("DBG") is not null && (start < 2 || end > size - 2)) Console.WriteLine($"  group {start}-{end} radius {radius:E2} ratio width {group.Upper - group.Lower:E2} prec {BigFloat.Subtract(group.Ratios.Upper, group.Ratios.Lower, 64, Rounding.Up)} centre {group.Centre:E2} N {RowSum(order[start], group.Upper):E2} maxH {h.Values.Skip(order[start]*size).Take(size).Max(Math.Abs):E2} maxM {m.Values.Skip(order[start]*size).Take(size).Max(Math.Abs):E2} eH {h.Errors[order[start]]:E2} eM {m.Errors[order[start]]:E2}");
                Interval wide = context.Widen(group.Ratios, BigFloat.Of(radius));
                Array.Fill(result, new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper), start, end - start);
                g++;
                continue;
            }

            if (groups.Count == 1)
            {
                return null;
            }

            // Not dominant yet: the group takes in its nearer neighbour, also one that was done before.
            double above = start == 0 ? double.PositiveInfinity : lower[order[start - 1]] - group.Upper;
            double below = end == size ? double.PositiveInfinity : group.Lower - upper[order[end]];
            int merged = below <= above ? g : g - 1;
            groups[merged] = (groups[merged].Start, groups[merged + 1].End);
            groups.RemoveAt(merged + 1);
            g = merged;
        }

        return result;
    }

    private sealed record Group(int Start, int End, Interval Ratios, double Lower, double Upper, double Centre);

    // Neighbours whose Gershgorin discs may meet start in one group.
    private List<(int Start, int End)> Groups()
    {
        double[] reach = [.. order.Select(j => 2 * Up * RowSum(j, upper[j]) / least[j])];
        List<(int, int)> groups = [];
        int start = 0;
        for (int i = 1; i <= size; i++)
        {
            if (i == size || !(Distance(order[i - 1], Span(i, i + 1)) > (reach[i - 1] + reach[i])))
            {
                if (i < size)
                {
                    continue;
                }
            }

            groups.Add((start, i));
            start = i;
        }

        return groups;
    }

    private Group Span(int start, int end)
    {
        Interval hull = ratios[order[start]];
        for (int q = start + 1; q < end; q++)
        {
            hull = hull.Hull(ratios[order[q]]);
        }

        double low = hull.Lower.ToDouble(Rounding.Down), high = hull.Upper.ToDouble(Rounding.Up);
        return new Group(start, end, hull, low, high, (0.5 * low) + (0.5 * high));
    }

    /// <summary>T for a group, or null when the rows outside it are not dominant.</summary>
    private double? Radius(Group group)
    {
        double radius = 0;

        // T appears on both sides: μ is T away from the group, which narrows the gaps of the others.
        for (int attempt = 0; attempt < 4; attempt++)
        {
            double allowance = radius * 1.5;
            if (Reach(group, allowance) is not { } found)
            {
                return null;
            }

            if (found <= allowance)
            {
                return allowance;
            }

            radius = found;
        }

        return null;
    }

    private double? Reach(Group group, double allowance)
    {
        double spread = ((0.5 * (group.Upper - group.Lower)) + allowance + (Math.Abs(group.Centre) * Math.ScaleB(1, -50))) * Up;
        double mu = (Math.Abs(group.Centre) + spread) * Up;
        double[] couplings = new double[size], gaps = new double[size];
        double worst = 0;
        for (int p = 0; p < size; p++)
        {
            if (p >= group.Start && p < group.End)
            {
                continue;
            }

            int j = order[p];
            double sum = 0;
            for (int q = group.Start; q < group.End; q++)
            {
                sum += Coupling(j, order[q], group.Centre, spread);
            }

            couplings[j] = sum * Up;
            gaps[j] = least[j] * (Distance(j, group) - (allowance * Up)) / Up;
            double room = gaps[j] - (RowSum(j, mu) * Up);
            if (!(room > 0))
            {
                return null;
            }

            worst = Math.Max(worst, couplings[j] / room * Up);
        }

        double radius = 0;
        for (int q = group.Start; q < group.End; q++)
        {
            int c = order[q];
            double sum = 0;
            for (int p = 0; p < size; p++)
            {
                int j = order[p];
                if (p < group.Start || p >= group.End)
                {
                    sum += Coupling(j, c, group.Centre, spread) * (couplings[j] + (RowSum(j, mu) * worst)) / gaps[j];
                }
                else if (p != q)
                {
                    sum += Coupling(j, c, group.Centre, spread);
                }
            }

            radius = Math.Max(radius, sum * Up / least[c]);
        }

        return (radius * Up) + double.Epsilon;
    }

    /// <summary>A lower bound of the distance of ρ_j, outside the group, from the group's ratios.</summary>
    private double Distance(int j, Group group)
    {
        double distance = lower[j] > group.Upper ? lower[j] - group.Upper : group.Lower - upper[j];
        if (distance > Near * Math.Max(Math.Abs(group.Upper), Math.Abs(upper[j])))
        {
            return distance / Up;
        }

        BigFloat above = BigFloat.Subtract(ratios[j].Lower, group.Ratios.Upper, 64, Rounding.Down);
        BigFloat below = BigFloat.Subtract(group.Ratios.Lower, ratios[j].Upper, 64, Rounding.Down);
        return BigFloat.Max(above, below).ToDouble(Rounding.Down);
    }

    // |h_ij − μ·m_ij| for every |μ − centre| ≤ spread.
    private double Coupling(int i, int j, double centre, double spread)
    {
        int at = i + (j * size);
        double hij = h.Values[at], mij = m.Values[at], roundings = RoundingBounds.Unit * 4;
        double mu = Math.Abs(centre) + spread, sizeH = Math.Abs(hij), sizeM = Math.Abs(mij);
        return Math.Abs(hij - (centre * mij)) + (spread * sizeM) + (roundings * (sizeH + (mu * sizeM)))
            + ((h.Errors[i] * h.Norms[j]) + (h.Norms[i] * h.Errors[j]))
            + (mu * ((m.Errors[i] * m.Norms[j]) + (m.Norms[i] * m.Errors[j])));
    }

    private double RowSum(int j, double mu) => (rowsH[j] + (mu * rowsM[j])) * Up;

    // Σ_{l≠j} |g_jl|, errors included.
    private static double[] RowSums(GramBound g)
    {
        int n = g.Size;
        double norms = g.Norms.Sum(), errors = g.Errors.Sum();
        double[] sums = new double[n];
        Columnwise.For(n, n, j =>
        {
            double sum = 0;
            foreach (double value in g.Values.AsSpan(j * n, n))
            {
                sum += Math.Abs(value);
            }

            sums[j] = ((sum * (1 + (4 * RoundingBounds.Unit))) + (g.Errors[j] * norms) + (g.Norms[j] * errors)) * Up;
        });
        return sums;
    }
}
