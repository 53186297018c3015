using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Inputs;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Samples;

/// <summary>The code under test: two norms by their definitions, and the adapter that names them.</summary>
internal sealed class Norms : IImplementation
{
    public ImplementationDescription Start() => new(
        "norms by definition",
        "1.0",
        "csharp",
        "float64",
        new Dictionary<string, int> { ["spectra/frobenius-norm"] = 1, ["spectra/column-norm-21"] = 1 },
        new Dictionary<string, string> { ["log"] = "e" });

    public Answer Run(string oracle, InputRecord inputs)
    {
        Matrix a = ((InputValue.MatrixValue)inputs.Members["A"]).Value;
        return oracle switch
        {
            "spectra/frobenius-norm" => Number(Norm(a.Values)),
            "spectra/column-norm-21" => Sum(Enumerable.Range(0, a.Columns).Select(j => Norm(a.Values.AsSpan(j * a.Rows, a.Rows)))),
            _ => new Answer.Skipped("not implemented"),
        };
    }

    // Scaled by a power of two, so that no square leaves the range; the sum of squares of the scaled entries and the scale.
    private static (double Norm, int Exponent) Norm(ReadOnlySpan<double> entries)
    {
        double largest = 0, sum = 0;
        foreach (double x in entries)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        int exponent = largest == 0 ? 0 : Math.ILogB(largest) + 1;
        foreach (double x in entries)
        {
            double scaled = Math.ScaleB(x, -exponent);
            sum += scaled * scaled;
        }

        return (Math.Sqrt(sum), exponent);
    }

    private static Answer Sum(IEnumerable<(double Norm, int Exponent)> norms)
    {
        (double Norm, int Exponent)[] items = [.. norms];
        int top = items.Max(item => item.Exponent);
        return Number((items.Sum(item => Math.ScaleB(item.Norm, item.Exponent - top)), top));
    }

    private static Answer Number((double Norm, int Exponent) x)
    {
        double value = Math.ScaleB(x.Norm, x.Exponent);
        return x.Norm == 0 || (value is > 1e-300 and < 1e300)
            ? new Answer.Value(value)
            : new Answer.Log10(Math.Log10(x.Norm) + (x.Exponent * Math.Log10(2)));
    }
}
