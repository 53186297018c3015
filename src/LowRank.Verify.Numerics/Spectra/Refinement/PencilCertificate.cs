using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Refinement;

/// <summary>
/// Enclosures of the eigenvalues of a symmetric pencil H − μM with dominant diagonals: H = (AV)ᵀ(AV), M = VᵀV, V square and
/// nonsingular, so that the eigenvalues are the squares of A's singular values. Groups of neighbours are counted by weighted
/// Gershgorin discs at both ends of an interval; for a group of one its radius is of second order in the off-diagonal entries.
/// Proof: docs/proofs/pencil.md, whose symbols the code uses.
/// </summary>
internal sealed class PencilCertificate
{
    /// <summary>Relative slack that pays for the roundings of every bound computed here in doubles: sums of up to 2^20 terms.</summary>
    private static readonly double Up = 1 + Math.ScaleB(1, -30);

    /// <summary>Ratios nearer to each other than this, relatively, are subtracted in full precision.</summary>
    private static readonly double Near = Math.ScaleB(1, -20);

    /// <summary>Sizes never go below this, so that no quotient overflows.</summary>
    private static readonly double LeastSize = Math.ScaleB(1, -450);

    private readonly int size;
    private readonly GramBound h;
    private readonly GramBound m;
    private readonly Interval[] ratios;
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[] least;
    private readonly double[] floors;
    private readonly double[][] rowsH;
    private readonly double[] rowsM;
    private readonly double shortest;
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
        shortest = m.Norms.Min() / Up;
        floors = Floors(h.Norms);
        rowsH = [.. floors.Select(floor => RowSums(h, floor))];
        rowsM = RowSums(m, 0);
        order = [.. Enumerable.Range(0, size)];
        Array.Sort(order, (a, b) => ratios[b].Lower.CompareTo(ratios[a].Lower));
    }

    /// <summary>True when M is positive definite, so that V is nonsingular.</summary>
    public bool IsDefinite
    {
        get
        {
            double longest = m.Norms.Max(), errors = ErrorSum(m.Errors, m.Norms);
            return Enumerable.Range(0, size)
                .All(j => least[j] > longest * (rowsM[j] + (m.Errors[j] * size) + (m.Norms[j] * errors)) * Up * Up);
        }
    }

    /// <summary>Values in the largest group of the last enclosures: inside a group the off-diagonal entries count to first order.</summary>
    public int LargestGroup { get; private set; }

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

        LargestGroup = groups.Max(group => group.End - group.Start);
        return result;
    }

    private sealed record Group(int Start, int End, Interval Ratios, double Lower, double Upper, double Centre);

    // Neighbours whose Gershgorin discs may meet start in one group.
    private List<(int Start, int End)> Groups()
    {
        double[] reach = new double[size];
        Columnwise.For(size, 8L * size, i =>
        {
            int j = order[i];
            double spread = upper[j] - lower[j], sum = 0;
            Frame frame = new(this, upper[j]);
            for (int l = 0; l < size; l++)
            {
                sum += l == j ? 0 : Coupling(l, j, upper[j], spread) / frame.Sizes[l];
            }

            reach[i] = 2 * Up * frame.Sizes[j] * sum / least[j];
        });
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
        Frame frame = new(this, mu);
        frame.LeaveOut(group);
        double[] couplings = new double[size], gaps = new double[size], others = new double[size];
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
                int c = order[q];
                sum += Coupling(j, c, group.Centre, spread) / frame.Sizes[c];
            }

            couplings[j] = sum * Up;
            gaps[j] = least[j] * (Distance(j, group) - (allowance * Up)) / Up;
            others[j] = frame.RowSum(j);
            double room = gaps[j] - (frame.Sizes[j] * others[j] * Up);
            if (!(room > 0.5 * gaps[j]))
            {
                // A near row: |h| + μ|m| is too much, |h − μm| may do.
                others[j] = Math.Min(others[j], NearRowSum(j, group, frame, spread));
                room = gaps[j] - (frame.Sizes[j] * others[j] * Up);
            }

            if (!(room > 0))
            {
                return null;
            }

            worst = Math.Max(worst, frame.Sizes[j] * couplings[j] / room * Up);
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
                    sum += Coupling(j, c, group.Centre, spread) * (couplings[j] + (others[j] * worst)) / gaps[j];
                }
                else if (p != q)
                {
                    sum += Coupling(j, c, group.Centre, spread) / frame.Sizes[j];
                }
            }

            radius = Math.Max(radius, frame.Sizes[c] * sum * Up / least[c]);
        }

        return (radius * Up) + double.Epsilon;
    }

    private double NearRowSum(int j, Group group, Frame frame, double spread)
    {
        double sum = 0;
        for (int p = 0; p < size; p++)
        {
            int l = order[p];
            sum += (p >= group.Start && p < group.End) || l == j ? 0 : Coupling(l, j, group.Centre, spread) / frame.Sizes[l];
        }

        return sum * Up;
    }

    /// <summary>A lower bound of the distance of ρ_j, outside the group, from the group's ratios.</summary>
    private double Distance(int j, Group group)
    {
        double distance = lower[j] > group.Upper ? lower[j] - group.Upper : group.Lower - upper[j];
        if (distance > Near * Math.Max(Math.Abs(group.Upper), Math.Abs(upper[j])))
        {
            return distance / Up;
        }

        BigFloat above = BigFloat.Subtract(ratios[j].Lower, group.Ratios.Upper, Bits.Size, Rounding.Down);
        BigFloat below = BigFloat.Subtract(group.Ratios.Lower, ratios[j].Upper, Bits.Size, Rounding.Down);
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

    // Floors of the sizes in steps of 2^8, from the largest column down to the smallest; 0 for what lies below all of them.
    private static double[] Floors(double[] norms)
    {
        const int Step = 8, Most = 64;
        int top = Math.ILogB(Math.Max(norms.Max(), LeastSize)), bottom = Math.ILogB(Math.Max(norms.Min(), LeastSize));
        int count = Math.Min(Most, ((top - bottom) / Step) + 1);
        return [.. Enumerable.Range(0, count).Select(k => Math.ScaleB(1, top - (k * Step))), 0];
    }

    private static double[] Weights(GramBound g, double floor) =>
        Array.ConvertAll(g.Norms, norm => Up / Math.Max(norm, Math.Max(floor, LeastSize)));

    // Σ_{l≠j} |g_jl|/max(w_l, floor), the errors left out.
    private static double[] RowSums(GramBound g, double floor)
    {
        int n = g.Size;
        double[] weights = Weights(g, floor), sums = new double[n];
        Columnwise.For(n, n, j =>
        {
            double sum = 0;
            ReadOnlySpan<double> column = g.Values.AsSpan(j * n, n);
            for (int i = 0; i < column.Length; i++)
            {
                sum += Math.Abs(column[i]) * weights[i];
            }

            sums[j] = sum * Up;
        });
        return sums;
    }

    private static double ErrorSum(double[] errors, double[] sizes)
    {
        double sum = 0;
        for (int l = 0; l < errors.Length; l++)
        {
            sum += errors[l] / Math.Max(sizes[l], LeastSize);
        }

        return sum * Up;
    }

    /// <summary>The sizes d_j and the row sums N_j that belong to one μ.</summary>
    private sealed class Frame
    {
        private readonly PencilCertificate owner;
        private readonly int level;
        private readonly double root;
        private double errorsH;
        private double errorsM;
        private double[]? leftOut;
        private int terms;

        public Frame(PencilCertificate owner, double mu)
        {
            this.owner = owner;
            root = Math.Sqrt(mu);
            double[] normsH = owner.h.Norms, normsM = owner.m.Norms;
            Sizes = new double[owner.size];
            for (int j = 0; j < Sizes.Length; j++)
            {
                Sizes[j] = Math.Max(Math.Max(normsH[j], root * normsM[j]), LeastSize);
            }

            // Every size is at least √μ times the shortest column of V: the highest floor below that gives the smallest valid sums.
            level = Array.FindIndex(owner.floors, floor => floor <= root * owner.shortest / Up);
            errorsH = ErrorSum(owner.h.Errors, Sizes);
            errorsM = ErrorSum(owner.m.Errors, normsM);
            terms = owner.size;
        }

        public double[] Sizes { get; }

        /// <summary>Takes the columns of a group out of all row sums.</summary>
        public void LeaveOut(Group group)
        {
            int n = owner.size;
            double[] weightsH = Weights(owner.h, owner.floors[level]), weightsM = Weights(owner.m, 0);
            leftOut = new double[n];
            bool[] inside = new bool[n];
            for (int q = group.Start; q < group.End; q++)
            {
                int c = owner.order[q];
                inside[c] = true;
                for (int j = 0; j < n; j++)
                {
                    int at = j + (c * n);
                    leftOut[j] += (Math.Abs(owner.h.Values[at]) * weightsH[c]) + (root * Math.Abs(owner.m.Values[at]) * weightsM[c]);
                }
            }

            double sumH = 0, sumM = 0;
            for (int l = 0; l < n; l++)
            {
                if (!inside[l])
                {
                    sumH += owner.h.Errors[l] / Sizes[l];
                    sumM += owner.m.Errors[l] / Math.Max(owner.m.Norms[l], LeastSize);
                }
            }

            (errorsH, errorsM, terms) = (sumH * Up, sumM * Up, n - (group.End - group.Start));
        }

        // |k_jl| ≤ (|h_jl| + a_j·w_l + w_j·a_l) + μ(the same of M), and μ/d_l ≤ √μ/‖v_l‖. What is left out is subtracted with a
        // slack for the roundings of both sums.
        public double RowSum(int j)
        {
            GramBound h = owner.h, m = owner.m;
            double values = owner.rowsH[level][j] + (root * owner.rowsM[j]);
            if (leftOut is { } without)
            {
                values = Math.Max(0, (values * Up) - without[j]);
            }

            double errors = (h.Errors[j] * terms) + (h.Norms[j] * errorsH) + (root * ((m.Errors[j] * terms) + (m.Norms[j] * errorsM)));
            return (values + errors) * Up;
        }
    }
}
