namespace LowRank.Verify.Gate.Reports;

/// <summary>A straight axis: numbers to places of a drawing.</summary>
/// <param name="From">The number at the start.</param>
/// <param name="To">The number at the end.</param>
/// <param name="Start">The place of the start.</param>
/// <param name="End">The place of the end.</param>
internal readonly record struct PlotAxis(double From, double To, double Start, double End)
{
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    public double At(double number) => Start + ((Math.Clamp(number, From, To) - From) / (To - From) * (End - Start));

    /// <summary>Whole numbers on the axis, at least so many apart that labels do not touch.</summary>
    public IEnumerable<int> Decades(double apart)
    {
        double each = Math.Abs(End - Start) / (To - From);
        int step = Steps.FirstOrDefault(size => size * each >= apart, 2000);
        int first = (int)Math.Ceiling(From / step - 1e-9) * step;
        for (int decade = first; decade <= To + 1e-9; decade += step)
        {
            yield return decade;
        }
    }
}
