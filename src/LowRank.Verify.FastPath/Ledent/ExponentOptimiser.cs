namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// The per-layer exponents p_l ∈ [0, 2] that minimise a form of Theorem 3.6 of Ledent, Alves, Lei 2025 (the theorem lets them be
/// chosen after training). The squared value is L/N·Σ_l t_l(p_l), so each p_l is found on its own and continuously:
/// ln t_l(p) = (2p·ln base + 2 ln Σ(σ_i/‖A_l‖)^p + 2 ln(U+d) + p ln W_l)/(p + 2), and the rank in place of the sum at p = 0.
/// </summary>
/// <remarks>
/// ln t_l need not be unimodal (a few large and many tiny singular values give two valleys), and p = 0 is a jump away from its limit
/// when tiny values are not exact zeros. A grid therefore guards the search: every cell pair around a local minimum of the grid is
/// refined, and the best of all points wins. A valley narrower than two cells can be missed: the value is then still that of the
/// theorem at the exponents returned, not the least one.
/// </remarks>
public sealed class ExponentOptimiser
{
    /// <summary>Points of the default grid on [0, 2].</summary>
    public const int DefaultGridPoints = 41;

    /// <summary>The largest exponent of the theorem.</summary>
    public const double LargestExponent = 2;

    private readonly double[] grid;

    /// <summary>An optimiser with a uniform grid on [0, 2].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The grid has fewer than 3 points.</exception>
    public ExponentOptimiser(int gridPoints = DefaultGridPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gridPoints, 3);
        grid = [.. Enumerable.Range(0, gridPoints).Select(i => LargestExponent * i / (gridPoints - 1))];
    }

    /// <summary>The best exponents and the value √(L/N · Σ t_l) there.</summary>
    /// <param name="form">The reading of W_l.</param>
    /// <param name="logBase">ln(B·Πρ·Π‖A‖/γ), the factor that all layers share.</param>
    /// <param name="samples">N.</param>
    /// <param name="layers">The layers in order; the last is the network's last.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">N is not positive, or the base is not a number.</exception>
    public OptimalExponents Minimise(LedentForm form, double logBase, double samples, IReadOnlyList<ExponentLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        if (layers.Count == 0 || !double.IsFinite(logBase))
        {
            throw layers.Count == 0
                ? new ArgumentException("A network needs a layer.", nameof(layers))
                : new ArgumentOutOfRangeException(nameof(logBase), "The logarithm of the base must be finite.");
        }

        double[] exponents = new double[layers.Count];
        double[] logTerms = new double[layers.Count];
        WideReal[] terms = new WideReal[layers.Count];
        for (int l = 0; l < layers.Count; l++)
        {
            LayerObjective objective = new(form, l == layers.Count - 1, logBase, layers[l]);
            (exponents[l], logTerms[l]) = Minimise(objective);
            terms[l] = double.IsNegativeInfinity(logTerms[l]) ? WideReal.Zero : WideReal.Exp(logTerms[l]);
        }

        WideReal square = WideReal.Of(layers.Count) * WideReal.Sum(terms) / WideReal.Of(samples);
        return new OptimalExponents(exponents, logTerms, FastResult.Of(WideReal.Sqrt(square)).Numbers.Single);
    }

    private (double P, double Value) Minimise(LayerObjective objective)
    {
        double[] values = [.. grid.Select(objective.LogTerm)];
        int best = Array.IndexOf(values, values.Min());
        (double P, double Value) least = (grid[best], values[best]);
        for (int i = 0; i < grid.Length; i++)
        {
            // The rank at p = 0 is no neighbour of the sums beside it, so the first cell is always searched.
            bool valley = (i <= 1 || values[i] <= values[i - 1]) && (i == grid.Length - 1 || values[i] <= values[i + 1]);
            if (i > 0 && (valley || i == 1))
            {
                (double P, double Value) refined = BrentMinimum.Search(objective.LogTerm, grid[i - 1],
                    grid[Math.Min(i + 1, grid.Length - 1)]);
                least = refined.Value < least.Value ? refined : least;
            }
        }

        return least;
    }
}
