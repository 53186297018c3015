using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Spectra.Operators;
using LowRank.Verify.Tests.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>The oracles of convolutions against dense matrices built from padded unit images and decomposed by a library.</summary>
public sealed class ConvolutionOracleTests
{
    private const int Geometries = 300;

    // The backward error of a dense SVD in units of max(m, n)·2^−52·σ₁: LAPACK's own tests accept 50 with n·ulp in the denominator. Sums
    // of kernel entries where a window wraps are rounded in the dense matrix: a few ulps of ‖A‖_F ≤ √n·σ₁, far below.
    private const double BackwardError = 16;

    private const double Ulp = 2.220446049250313e-16;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();
    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));
    private static readonly FastEvaluator Fast = new(Engines.Default);

    [Fact]
    public void Every_enclosure_holds_what_a_library_finds_for_the_padded_unit_images()
    {
        int seed = 0, asked = 0, oneAxis = 0, circular = 0, strided = 0, dilated = 0, grouped = 0, uneven = 0;
        while (asked < Geometries)
        {
            RandomConvolution drawn = Drawn(seed++);
            if (drawn.Grid.Length > 2 || drawn.Operator.Rows * drawn.Operator.Columns > 65536)
            {
                continue;
            }

            asked++;
            oneAxis += drawn.Grid.Length == 1 ? 1 : 0;
            circular += drawn.Padding == ConvolutionPadding.Circular ? 1 : 0;
            strided += drawn.Strides.Any(s => s > 1) ? 1 : 0;
            dilated += drawn.Dilations.Zip(drawn.Kernel).Any(pair => pair.First > 1 && pair.Second > 1) ? 1 : 0;
            grouped += drawn.Groups > 1 ? 1 : 0;
            uneven += drawn.Begin.SequenceEqual(drawn.End) ? 0 : 1;

            Matrix dense = drawn.Dense();
            double[] expected = Engines.Default.SingularValues(dense)!;
            double margin = BackwardError * Math.Max(dense.Rows, dense.Columns) * Ulp * expected[0];
            InputRecord inputs = Inputs(drawn);
            Evaluation all = Reference.Evaluate(Catalogue.Get("spectra/convolution-singular-values"), inputs);
            Evaluation norm = Reference.Evaluate(Catalogue.Get("spectra/convolution-norm"), inputs);
            Interval[] enclosures = [.. all.Result!.Leaves.Select(leaf => leaf.Enclosure)];
            Assert.Equal(expected.Length, enclosures.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(IsNear(enclosures[i], expected[i], margin), $"seed {seed - 1}: {drawn}: {enclosures[i]}, not {expected[i]:R}");
            }

            Assert.True(IsNear(norm.Result!.Single.Enclosure, expected[0], margin), $"seed {seed - 1}: {drawn}");
            Assert.True(norm.Digits == 15 || expected[0] == 0, $"seed {seed - 1}: {drawn}: {norm.Digits} digits");
            double[] fast = [.. Fast.Evaluate("spectra/convolution-singular-values", inputs).Numbers.Leaves.Select(leaf => leaf.Value)];
            Assert.True(fast.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 2 * margin), $"seed {seed - 1}: {drawn}");
        }

        // The draw must have asked every question.
        int[] counts = [oneAxis, circular, strided, dilated, grouped, uneven];
        Assert.True(counts.All(count => count >= 50), string.Join(", ", counts));
    }

    [Theory]
    [InlineData("""{"K": [[1, 2, 3]], "k": [2], "n": [4]}""", "K has 3 columns, which is no multiple of 2 (c * k)")]
    [InlineData("""{"K": [[1, 2]], "k": [2], "n": [4], "groups": 2}""", "K has 1 rows, which is no multiple of 2 (groups * o)")]
    [InlineData("""{"K": [[1, 2, 3]], "k": [3], "n": [2]}""", "requires dilation[j]*(k[j] - 1) + 1 <= n[j] + pad[j] + pad_end[j]")]
    [InlineData("""{"K": [[1]], "k": [1], "n": [300]}""", "requires inputs * outputs <= 65536")]
    [InlineData("""{"K": [[1]], "k": [1], "n": [2, 2]}""", "n has 2 items")]
    [InlineData("""{"K": [[1]], "k": [1], "n": [2], "circular": 2}""", "circular is 2, outside [0, 1]")]
    public void Geometry_that_cannot_be_is_named(string json, string message)
    {
        InputException refused = Assert.Throws<InputException>(() =>
            Reference.Evaluate(Catalogue.Get("spectra/convolution-norm"), InputJson.Read(json, "in.json")));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    // Entries that are no eighths too, so that sums over a wrap are rounded in the dense matrix and are not in the enclosures.
    private static RandomConvolution Drawn(int seed)
    {
        RandomConvolution drawn = RandomConvolution.Draw(seed);
        return seed % 2 == 0 ? drawn : drawn with { Weights = [.. drawn.Weights.Select(w => w / 3)] };
    }

    private static bool IsNear(Interval enclosure, double value, double margin) =>
        enclosure.LowerDouble <= value + margin && enclosure.UpperDouble >= value - margin;

    private static InputRecord Inputs(RandomConvolution drawn)
    {
        static InputValue Sizes(int[] sizes) => InputValue.Sequence.Of(sizes.Select(size => (double)size));
        return InputRecord.Of(new (string, InputValue)[]
        {
            ("K", new InputValue.MatrixValue(drawn.Operator.Kernel)), ("k", Sizes(drawn.Kernel)), ("n", Sizes(drawn.Grid)),
            ("stride", Sizes(drawn.Strides)), ("pad", Sizes(drawn.Begin)), ("pad_end", Sizes(drawn.End)),
            ("dilation", Sizes(drawn.Dilations)), ("groups", InputValue.Number.Of(drawn.Groups)),
            ("circular", InputValue.Number.Of(drawn.Padding == ConvolutionPadding.Circular ? 1 : 0)),
        });
    }
}
