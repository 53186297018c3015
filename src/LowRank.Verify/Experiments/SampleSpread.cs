namespace LowRank.Verify.Experiments;

/// <summary>Mean and spread of a number over independent draws.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation, with n − 1; 0 for one draw.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public readonly record struct SampleSpread(double Mean, double Deviation, double Least, double Most)
{
    /// <summary>Of at least one number.</summary>
    public static SampleSpread Of(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return new SampleSpread(mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)),
            values.Min(), values.Max());
    }
}
