using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Activations against mpmath at 50 digits (fixtures/networks/activations/make.py).</summary>
public sealed class ActivationTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "activations", "expected.json");

    public static TheoryData<string> Names => [.. Expected.Select(e => e.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Constants_are_the_largest_slopes(string name)
    {
        Rational truth = Rational.Parse((string)Expected[name]!["constant"]!), square = Function(name).LipschitzSquared;
        Rational excess = (square / (truth * truth)) - Rational.One;
        Assert.InRange(excess.ToDouble(), -1e-29, 1e-15); // the expected decimals carry 30 digits
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_are_enclosed(string name)
    {
        ScalarFunction function = Function(name).Function;
        double[] points = [.. Expected[name]!["x"]!.AsArray().Select(v => (double)v!)];
        for (int i = 0; i < points.Length; i++)
        {
            Rational value = Rational.Parse((string)Expected[name]!["value"]![i]!);
            Rational slope = Rational.Parse((string)Expected[name]!["slope"]![i]!);
            foreach (double width in new[] { 0, 1e-12, 1e-3, 1, 30 })
            {
                DoubleRange range = new(points[i] - (0.3 * width), points[i] + (0.7 * width));
                AssertHolds(function.Value(range, 0), value, 1e-15 * (1 + width), width);
                AssertHolds(function.Slope(range, 0), slope, 1e-15, width);
            }

            Assert.Equal(value.ToDouble(), function.Value(points[i], 0), 1e-13);
            Assert.Equal(slope.ToDouble(), function.Slope(points[i], 0), 1e-13);
        }
    }

    private static void AssertHolds(DoubleRange range, Rational truth, double unit, double width)
    {
        // Differences of 20 digits near 0 err by 1e-17 themselves.
        Rational error = Rational.Of(1e-17);
        Assert.True(Rational.Of(range.Lower) - error <= truth && truth <= Rational.Of(range.Upper) + error,
            $"{truth.ToDouble():R} in [{range.Lower:R}, {range.Upper:R}]");
        if (width == 0)
        {
            Assert.InRange(range.Upper - range.Lower, 0, unit * Math.Max(1, Math.Abs(range.Upper)));
        }
    }

    private static (ScalarFunction Function, Rational LipschitzSquared) Function(string name)
    {
        const double Gamma = 1.05070102214813232421875, Alpha = 1.67326319217681884765625;
        Rational root = Rational.Of((float)Math.Sqrt(2 / Math.PI)), two = new(2, 1);
        return name switch
        {
            "Gelu" => Gated(new ErrorGate(null)),
            "GeluTanh" => Gated(new LogisticGate(null, Rational.Parse("0.044715"))),
            "GeluTanhStored" => Gated(new LogisticGate(two * root, Rational.Of(0.044715f))),
            "Swish" => Gated(new LogisticGate(Rational.One, Rational.Zero)),
            "QuickGelu" => Gated(new LogisticGate(Rational.Of(1.702f), Rational.Zero)),
            "Mish" => Gated(new MishGate()),
            "Erf" => (new SmoothFunction("Erf"), new SmoothFunction("Erf").LipschitzSquared),
            "Cos" or "Sin" => (new PeriodicFunction(name == "Cos"), Rational.One),
            "Selu" => (new ScaledExponential(Gamma, Alpha, 1), new ScaledExponential(Gamma, Alpha, 1).LipschitzSquared),
            "Celu" => (new ScaledExponential(1, 1, 1), new ScaledExponential(1, 1, 1).LipschitzSquared),
            "HardSwish" => (new HardSwish(), HardSwish.LipschitzSquared),
            "Elu" => (new ScaledExponential(1, 1.5, 1), new ScaledExponential(1, 1.5, 1).LipschitzSquared),
            _ => (new SmoothFunction(name), new SmoothFunction(name).LipschitzSquared),
        };
    }

    private static (ScalarFunction Function, Rational LipschitzSquared) Gated(Gate gate)
    {
        GatedFunction function = new(Rational.One, gate);
        return (function, function.LipschitzSquared);
    }
}
