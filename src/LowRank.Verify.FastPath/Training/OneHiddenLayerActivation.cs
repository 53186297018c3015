using MathNet.Numerics;

namespace LowRank.Verify.FastPath.Training;

/// <summary>
/// An activation φ of the one-hidden-layer network with its derivative, in double precision: each value is within a few ulps of the exact
/// one (relative to |z| + 1 where φ cancels). The list is that of the closed-form kernels. Source: Oymak, Fabian, Li, Soltanolkotabi,
/// arXiv:1906.05392v2, Section 1.
/// </summary>
public sealed class OneHiddenLayerActivation
{
    private static readonly double RootOfTwoOverPi = Math.Sqrt(2 / Math.PI);

    private readonly Func<double, (double Value, double Slope)> function;

    private OneHiddenLayerActivation(string name, bool isSmooth, Func<double, (double Value, double Slope)> function)
    {
        Name = name;
        IsSmooth = isSmooth;
        this.function = function;
    }

    /// <summary>max(z, 0); its derivative is taken as 0 at 0. Outside the theorems, which need a bounded second derivative.</summary>
    public static OneHiddenLayerActivation Relu { get; } = new("relu", false, z => z > 0 ? (z, 1) : (0, 0));

    /// <summary>z Φ(z) + pdf(z), whose derivative is the normal distribution function Φ(z).</summary>
    public static OneHiddenLayerActivation SmoothedRelu { get; } = new("smoothed-relu", true, z =>
    {
        double normal = NormalDistribution(z);
        return ((z * normal) + (Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)), normal);
    });

    /// <summary>ln(1 + eᶻ), whose derivative is 1/(1 + e⁻ᶻ).</summary>
    public static OneHiddenLayerActivation Softplus { get; } = new("softplus", true, z =>
    {
        double small = Math.Exp(-Math.Abs(z));
        return (Math.Max(z, 0) + ElementarySums.Log1p(small), z >= 0 ? 1 / (1 + small) : small / (1 + small));
    });

    /// <summary>The error function erf(z).</summary>
    public static OneHiddenLayerActivation Erf { get; } = new("erf", true,
        z => (SpecialFunctions.Erf(z), 2 / Math.Sqrt(Math.PI) * Math.Exp(-z * z)));

    /// <summary>erf(z/√2) = 2Φ(z) − 1.</summary>
    public static OneHiddenLayerActivation ErfSqrt2 { get; } = new("erf-sqrt2", true,
        z => (SpecialFunctions.Erf(z / Math.Sqrt(2)), RootOfTwoOverPi * Math.Exp(-z * z / 2)));

    /// <summary>sin z.</summary>
    public static OneHiddenLayerActivation Sine { get; } = new("sin", true,
        z => Math.SinCos(z) is var (sine, cosine) ? (sine, cosine) : default);

    /// <summary>cos z.</summary>
    public static OneHiddenLayerActivation Cosine { get; } = new("cos", true,
        z => Math.SinCos(z) is var (sine, cosine) ? (cosine, -sine) : default);

    /// <summary>exp(−z²/2).</summary>
    public static OneHiddenLayerActivation Gaussian { get; } = new("gaussian", true,
        z => Math.Exp(-z * z / 2) is var bell ? (bell, -z * bell) : default);

    /// <summary>z.</summary>
    public static OneHiddenLayerActivation Identity { get; } = new("identity", true, z => (z, 1));

    /// <summary>z²/2.</summary>
    public static OneHiddenLayerActivation HalfSquare { get; } = new("half-square", true, z => (z * z / 2, z));

    /// <summary>All activations.</summary>
    public static IReadOnlyList<OneHiddenLayerActivation> All { get; } =
        [Relu, SmoothedRelu, Softplus, Erf, ErfSqrt2, Sine, Cosine, Gaussian, Identity, HalfSquare];

    /// <summary>Name as in the kernels' oracles: "relu", "smoothed-relu", "softplus", …</summary>
    public string Name { get; }

    /// <summary>True when φ″ exists everywhere, as the theorems ask.</summary>
    public bool IsSmooth { get; }

    /// <summary>The activation of that name.</summary>
    /// <exception cref="InputException">There is none; the message lists the names.</exception>
    public static OneHiddenLayerActivation Get(string name) => All.FirstOrDefault(activation => activation.Name == name)
        ?? throw new InputException(
            $"'{name}' is no activation of the one-hidden-layer network; there are: {string.Join(", ", All.Select(a => a.Name))}.");

    /// <summary>φ(z).</summary>
    public double Value(double z) => function(z).Value;

    /// <summary>φ′(z).</summary>
    public double Slope(double z) => function(z).Slope;

    /// <summary>φ and φ′ at every z; either result may be empty when it is not wanted.</summary>
    internal void Apply(ReadOnlyMemory<double> arguments, Memory<double> values, Memory<double> slopes)
    {
        const int Chunk = 1 << 13;
        int chunks = (arguments.Length + Chunk - 1) / Chunk;
        if (chunks < 4)
        {
            Apply(arguments.Span, values.Span, slopes.Span);
            return;
        }

        // Every entry is computed alone, so the result does not depend on how the work is dealt.
        Parallel.For(0, chunks, i =>
        {
            int start = i * Chunk, count = Math.Min(Chunk, arguments.Length - start);
            Apply(
                arguments.Span.Slice(start, count),
                values.IsEmpty ? [] : values.Span.Slice(start, count),
                slopes.IsEmpty ? [] : slopes.Span.Slice(start, count));
        });
    }

    private void Apply(ReadOnlySpan<double> arguments, Span<double> values, Span<double> slopes)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            (double value, double slope) = function(arguments[i]);
            if (!values.IsEmpty)
            {
                values[i] = value;
            }

            if (!slopes.IsEmpty)
            {
                slopes[i] = slope;
            }
        }
    }

    // By erfc, which does not cancel on the left.
    private static double NormalDistribution(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;
}
