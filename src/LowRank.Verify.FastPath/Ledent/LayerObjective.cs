namespace LowRank.Verify.FastPath.Ledent;

/// <summary>ln t_l(p) of one layer.</summary>
internal sealed class LayerObjective
{
    private readonly double logBase;
    private readonly double logParameters;
    private readonly double logDimension;
    private readonly double[] logs;
    private readonly double[] terms;
    private readonly int rank;

    public LayerObjective(LedentForm form, bool isLast, double logBase, ExponentLayer layer)
    {
        this.logBase = logBase;
        rank = layer.Rank;
        logs = PowerSums.Logarithms([.. layer.RelativeValues]);
        terms = new double[logs.Length];
        logParameters = Math.Log((double)layer.Rows + layer.Columns);
        logDimension = LedentBounds.Dimension(form, isLast, layer.Rows, layer.Columns, WideReal.Of(layer.Positions)).Log();
    }

    /// <summary>ln t(p) for p ≥ 0; −∞ for a zero layer.</summary>
    public double LogTerm(double p)
    {
        double sum = p == 0 ? rank : PowerSums.SumOfPowers(logs, p, terms);
        return ((2 * p * logBase) + (2 * Math.Log(sum)) + (2 * logParameters) + (p * logDimension)) / (p + 2);
    }
}
