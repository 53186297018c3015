using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class ConvolutionTests
{
    private const int Geometries = 200;
    private static readonly SpectrumCertifier Spectra = new(Engines.Default);
    private static readonly ConvolutionCertifier Certifier = new(Spectra);

    [Fact]
    public void Unrolled_operator_is_the_matrix_of_padded_unit_images()
    {
        for (int seed = 0; seed < Geometries; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            Matrix expected = drawn.Dense(), unrolled = drawn.Operator.Unroll()!;
            Assert.True((expected.Rows, expected.Columns) == (unrolled.Rows, unrolled.Columns), $"seed {seed}: {drawn}");
            Assert.True(expected.Values.AsSpan().SequenceEqual(unrolled.Values), $"seed {seed}: {drawn}");
        }
    }

    [Fact]
    public void Products_with_vectors_are_those_of_the_matrix()
    {
        for (int seed = 0; seed < Geometries; seed++)
        {
            // Kernel entries k/8 and vectors of small integers: nothing is rounded.
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            ConvolutionOperator convolution = drawn.Operator;
            Matrix dense = drawn.Dense();
            Random random = new(seed);
            double[] x = [.. Enumerable.Range(0, dense.Columns).Select(_ => (double)random.Next(-9, 10))], y = new double[dense.Rows];
            convolution.Apply(x, y);
            Assert.Equal(Enumerable.Range(0, dense.Rows).Select(i => Enumerable.Range(0, dense.Columns).Sum(j => dense[i, j] * x[j])), y);
            double[] back = new double[dense.Columns];
            convolution.ApplyTransposed(y, back);
            Assert.Equal(Enumerable.Range(0, dense.Columns).Select(j => Enumerable.Range(0, dense.Rows).Sum(i => dense[i, j] * y[i])),
                back);
        }
    }

    [Fact]
    public void Every_route_encloses_the_spectrum_of_the_unrolled_operator()
    {
        int circular = 0, strided = 0, tight = 0, bounded = 0;
        for (int seed = 0; seed < Geometries; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            CertifiedSpectrum dense = Spectra.Certify(drawn.Dense(), 0);
            ConvolutionSpectrum answer = Certifier.Certify(drawn.Operator);
            Assert.True(answer.OperatorNorm.Overlaps(dense.SpectralNorm), $"seed {seed}: {drawn}: {answer} and {dense.SpectralNorm}");
            Interval bounds = Interval.Zero;
            foreach (ConvolutionOperator part in drawn.Operator.Split())
            {
                CertifiedSpectrum truth = Spectra.Certify(part.Unroll()!, 0);
                ConvolutionSpectrum range = Certifier.ByBounds(part);
                bounds = IntervalContext.Max(bounds, range.OperatorNorm);
                Assert.True(range.OperatorNorm.Overlaps(truth.SpectralNorm), $"seed {seed}: {drawn}: {range} and {truth.SpectralNorm}");
                bounded++;
                tight += range.OperatorNorm.LowerDouble >= truth.SpectralNorm.LowerDouble * (1 - 1e-6) ? 1 : 0;
                if (Certifier.ByFourierBlocks(part) is { } blocks)
                {
                    circular++;
                    strided += part.Strides.Any(s => s > 1) ? 1 : 0;
                    AssertSameSpectrum(blocks.SingularValues!, truth, $"seed {seed}: {drawn}");
                    Assert.True(truth.SpectralNorm.Upper.IsZero || blocks.OperatorNorm.Digits(15) >= 11,
                        $"seed {seed}: {drawn}: {blocks.OperatorNorm}");
                }
            }

            Assert.True(bounds.Overlaps(dense.SpectralNorm), $"seed {seed}: {drawn}: {bounds} and {dense.SpectralNorm}");
        }

        // The draw must have asked every question, and the lower bound must be of use.
        Assert.True(circular >= 60 && strided >= 30, $"{circular} circular, {strided} strided");
        Assert.True(tight >= 0.95 * bounded, $"{tight} of {bounded}");
    }

    [Fact]
    public void Mistaken_geometries_are_told_apart()
    {
        // Each mutant changes one thing about the geometry; over the seeds most of its norms must miss the true enclosure.
        (string Name, Func<RandomConvolution, RandomConvolution?> Change)[] mutants =
        [
            ("padding dropped", c => c.Begin.Sum() > 0 && c.Grid.Zip(Reaches(c)).All(p => p.First >= p.Second)
                ? c with { Begin = new int[c.Begin.Length], End = new int[c.Begin.Length] } : null),
            ("circular for zero", c => c.Begin.Sum() > 0 ? c with { Padding = ConvolutionPadding.Circular } : null),
            ("stride dropped", c => c.Strides.Any(s => s > 1) ? c with { Strides = [.. c.Strides.Select(_ => 1)] } : null),
            ("dilation dropped", c => c.Dilations.Zip(c.Kernel).Any(p => p.First > 1 && p.Second > 1)
                ? c with { Dilations = [.. c.Dilations.Select(_ => 1)] } : null),
        ];
        foreach ((string name, Func<RandomConvolution, RandomConvolution?> change) in mutants)
        {
            int asked = 0, caught = 0;
            for (int seed = 0; seed < Geometries && asked < 30; seed++)
            {
                RandomConvolution drawn = RandomConvolution.Draw(seed);
                if (drawn.Padding == ConvolutionPadding.Zero && drawn.Groups == 1 && change(drawn) is { } mutated)
                {
                    asked++;
                    caught += Certifier.Certify(mutated.Operator).OperatorNorm.Overlaps(Spectra.Certify(drawn.Dense(), 0).SpectralNorm) ? 0
                        : 1;
                }
            }

            Assert.True(asked >= 15 && caught >= asked / 2, $"{name}: {caught} of {asked}");
        }
    }

    [Fact]
    public void Blocks_without_polyphase_parts_miss_the_strided_spectrum()
    {
        // The stride-1 blocks hold all outputs: their norm is an upper bound and most often too large.
        int asked = 0, missed = 0;
        for (int seed = 0; seed < Geometries; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            if (drawn.Groups > 1 || drawn.Strides.All(s => s == 1) || Certifier.ByFourierBlocks(drawn.Operator) is not { } blocks)
            {
                continue;
            }

            ConvolutionSpectrum whole = Certifier.ByFourierBlocks(drawn.Operator.AtStrideOne())!;
            Assert.True(whole.OperatorNorm.Upper >= blocks.OperatorNorm.Lower, $"seed {seed}: {drawn}");
            asked++;
            missed += whole.OperatorNorm.Overlaps(blocks.OperatorNorm) ? 0 : 1;
        }

        Assert.True(asked >= 15 && missed >= asked / 2, $"{missed} of {asked}");
    }

    [Fact]
    public void One_pixel_sees_the_middle_of_the_kernel_only()
    {
        // A 3×3 kernel of ones on a 1×1 image with padding 1: the operator is the number 1, the reshaped kernel has norm 3.
        ConvolutionOperator convolution = new(Ones(1, 9), [3, 3], [1, 1], padsBegin: [1, 1]);
        Assert.True(Certifier.Certify(convolution).OperatorNorm.Contains(Rational.One));
        ConvolutionSpectrum bounds = Certifier.ByBounds(convolution);
        Assert.True(bounds.OperatorNorm.Contains(Rational.One));
        Assert.InRange(bounds.OperatorNorm.UpperDouble, 1, 1 + 1e-12);
        Assert.True(Spectra.Certify(convolution.Kernel).SpectralNorm.Contains(Rational.Of(3.0)));
    }

    [Fact]
    public void Operator_and_reshaped_kernel_bound_each_other()
    {
        int whole = 0, single = 0;
        for (int seed = 0; seed < 2 * Geometries; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            ConvolutionOperator convolution = drawn.Operator;
            Interval norm = Certifier.Certify(convolution).OperatorNorm;
            Interval reshaped = convolution.Split().Select(part => Spectra.Certify(part.Kernel, 0).SpectralNorm)
                .Aggregate(IntervalContext.Max);

            // operator ≤ √κ · reshaped for every padding and stride, κ counted in the matrix of the single-entry kernels
            Assert.True(norm.LowerDouble <= Math.Sqrt(Cover(drawn)) * reshaped.UpperDouble * (1 + 1e-12), $"seed {seed}: {drawn}");
            Assert.Equal(Cover(drawn), convolution.LargestCover);
            if (drawn.Padding != ConvolutionPadding.Zero)
            {
                continue;
            }

            if (drawn.Strides.All(s => s == 1))
            {
                // operator ≤ √taps · reshaped
                single++;
                Assert.True(norm.LowerDouble <= Math.Sqrt(convolution.Taps) * reshaped.UpperDouble * (1 + 1e-12), $"seed {seed}: {drawn}");
            }

            // reshaped ≤ operator whenever one whole window lies inside the image
            if (Enumerable.Range(0, drawn.Grid.Length)
                .All(a => Enumerable.Range(0, convolution.OutputShape[a]).Any(m => WholeWindow(drawn, a, m))))
            {
                whole++;
                Assert.True(reshaped.LowerDouble <= norm.UpperDouble, $"seed {seed}: {drawn}");
            }
        }

        Assert.True(whole >= 30 && single >= 20, $"{whole} whole windows, {single} at stride 1");
    }

    [Theory]
    [InlineData(700)]
    [InlineData(-700)]
    [InlineData(-1060)]
    public void Scale_of_the_kernel_is_taken_out(int exponent)
    {
        // Subnormal entries too: k/8 · 2^−1060 is a multiple of 2^−1074.
        for (int seed = 0; seed < 40; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            RandomConvolution scaled = drawn with { Weights = [.. drawn.Weights.Select(w => Math.ScaleB(w, exponent))] };
            Interval norm = Certifier.Certify(drawn.Operator).OperatorNorm, other = Certifier.Certify(scaled.Operator).OperatorNorm;
            Interval back = new(BigFloat.Scale(other.Lower, -exponent), BigFloat.Scale(other.Upper, -exponent));
            Assert.True(norm.Overlaps(back) && (norm.Upper.IsZero || back.Digits(15) >= 11), $"seed {seed}: {drawn}: {norm} and {back}");
            foreach (ConvolutionOperator part in scaled.Operator.Split())
            {
                Assert.True(Certifier.ByBounds(part).OperatorNorm.Lower <= other.Upper, $"seed {seed}: {drawn}");
            }
        }
    }

    [Fact]
    public void Spectrum_of_a_sum_over_a_circle_is_known()
    {
        // x_n + x_{n+1} on a circle of 6: |1 + e^{iω}| = 2|cos(πk/6)|: 2, √3 twice, 1 twice, 0.
        ConvolutionSpectrum spectrum = Certifier.Certify(new ConvolutionOperator(Ones(1, 2), [2], [6], padsBegin: [0], padsEnd: [1],
            padding: ConvolutionPadding.Circular));
        IntervalContext context = new(200);
        Interval root = context.Sqrt(Interval.Of(3L)).Value, two = Interval.Of(2L);
        Interval[] expected = [two, root, root, Interval.One, Interval.One, Interval.Zero];
        Assert.Equal(6, spectrum.SingularValues!.Count);
        Assert.All(spectrum.SingularValues.Zip(expected),
            pair => Assert.True(pair.First.Overlaps(pair.Second) && pair.First.UpperDouble - pair.First.LowerDouble < 1e-13, $"{pair}"));
        Assert.Contains("Fourier", spectrum.Route, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_zero_padded_sum_has_the_norm_of_its_tridiagonal_matrix()
    {
        // x_{n−1} + x_n + x_{n+1} with zeros beyond the edges is tridiagonal Toeplitz: σ_1 = 1 + 2cos(π/(n + 1)); in two dimensions its
        // square.
        const int Size = 60;
        double norm = 1 + (2 * Math.Cos(Math.PI / (Size + 1)));
        ConvolutionSpectrum spectrum = Certifier.Certify(new ConvolutionOperator(Ones(1, 9), [3, 3], [Size, Size], padsBegin: [1, 1]));
        Assert.Null(spectrum.SingularValues);
        Assert.Contains("Rayleigh", spectrum.Route, StringComparison.Ordinal);
        Assert.InRange(spectrum.OperatorNorm.LowerDouble, norm * norm * (1 - 1e-6), norm * norm * (1 + 1e-14));

        // On the torus the norm is 9; nothing smaller bounds all grids.
        Assert.InRange(spectrum.OperatorNorm.UpperDouble, norm * norm, 9 * (1 + 1e-12));
    }

    [Fact]
    public void Quotient_of_any_vector_is_never_above_the_norm_and_near_its_own_value()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            RandomConvolution drawn = RandomConvolution.Draw(seed);
            ConvolutionOperator convolution = drawn.Operator;
            Matrix dense = drawn.Dense();
            Random random = new(seed);
            double[] x = [.. Enumerable.Range(0, dense.Columns).Select(_ => (double)random.Next(1, 10))];
            Rational length = Squares(x.Select(Rational.Of)), image = Squares(Enumerable.Range(0, dense.Rows).Select(i =>
                Enumerable.Range(0, dense.Columns)
                    .Aggregate(Rational.Zero, (sum, j) => sum + (Rational.Of(dense[i, j]) * Rational.Of(x[j])))));
            double[] weights = convolution.Kernel.Values;
            Rational quotient = Rational.Of(RayleighBound.Quotient(convolution, weights, Array.ConvertAll(weights, Math.Abs), x));
            Assert.True(quotient * quotient * length <= image, $"seed {seed}: {drawn}");
            Assert.True(image.Sign == 0 || quotient * quotient * length >= image * Rational.Parse("0.99999999"), $"seed {seed}: {drawn}");
        }
    }

    [Theory]
    [InlineData(ConvolutionPadding.Reflect)]
    [InlineData(ConvolutionPadding.Replicate)]
    public void Padding_without_a_certificate_is_refused_with_the_reason(ConvolutionPadding padding)
    {
        ArgumentException refused =
            Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(1, 3), [3], [5], padsBegin: [1], padding: padding));
        Assert.Contains($"{padding} padding is refused", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_disagree_are_refused()
    {
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(1, 3), [3], [2])).Message,
            StringComparison.Ordinal);
        Assert.Contains("groups", Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(3, 3), [3], [4], groups: 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("groups", Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(3, 4), [3], [4])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(1, 3), [3], [4], strides: [0]));
        Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(1, 3), [3], [4], dilations: [1, 1]));
        Assert.Throws<ArgumentException>(() => new ConvolutionOperator(Ones(1, 3), [3], [4]).Apply(new double[3], new double[2]));
    }

    [Fact]
    public void Unit_roots_are_enclosed_and_rounded_by_less_than_half_an_ulp()
    {
        for (int n = 1; n <= 200; n++)
        {
            UnitRoots roots = new(n);
            Assert.True(4 % n == 0 ? roots.Error == 0 : roots.Error <= Math.ScaleB(1, -53));
            for (int k = 0; k < n; k++)
            {
                // Math.Cos is right to an ulp or so; octants or signs gone wrong are off by far more.
                (Interval cosine, Interval sine) = UnitRoots.Enclose(k, n);
                double angle = 2 * Math.PI * k / n;
                Assert.InRange(roots.Cosines[k], Math.Cos(angle) - 2e-15, Math.Cos(angle) + 2e-15);
                Assert.InRange(roots.Sines[k], Math.Sin(angle) - 2e-15, Math.Sin(angle) + 2e-15);
                IntervalContext context = new(200);
                Interval one = context.Add(context.Square(cosine), context.Square(sine));
                Assert.True(one.Contains(BigFloat.One));
                Assert.True(BigFloat.Subtract(one.Upper, one.Lower, 64, Rounding.Up) <= BigFloat.Scale(BigFloat.One, -140));
            }
        }
    }

    [Fact]
    public void Rounding_of_the_blocks_stays_below_its_limit()
    {
        // B(ω)[o, (c, φ)] = Σ K[o, c, j] exp(2πi ω q/M), d·j = s·q + φ, in intervals of 200 bits; random doubles as kernel, one dimension.
        IntervalContext context = new(200);
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            int stride = random.Next(1, 4), dilation = random.Next(1, 3), taps = random.Next(1, 8), frequencies = random.Next(1, 12),
                outputs = 3, inputs = 2;
            double[] weights = [.. Enumerable.Range(0, outputs * inputs * taps).Select(_ => random.NextDouble() - 0.5)];
            int reach = (dilation * (taps - 1)) + 1, torus = stride * frequencies;
            ConvolutionOperator convolution = new(
                Matrix.FromRowMajor(outputs, inputs * taps, weights), [taps], [torus], strides: [stride], padsBegin: [0],
                    padsEnd: [reach - 1], dilations: [dilation], padding: ConvolutionPadding.Circular);
            CircularBlocks blocks = new(convolution, [torus]);
            for (int w = 0; w < frequencies; w++)
            {
                Matrix block = blocks.Block([w]);
                bool isReal = 2 * w % frequencies == 0;
                Assert.Equal((isReal ? 1 : 2) * outputs, block.Rows);
                Interval squares = Interval.Zero;
                for (int o = 0; o < outputs; o++)
                {
                    for (int column = 0; column < inputs * stride; column++)
                    {
                        (Interval real, Interval imaginary) = (Interval.Zero, Interval.Zero);
                        for (int j = 0; j < taps; j++)
                        {
                            int at = dilation * j % torus;
                            if (at % stride == column % stride)
                            {
                                (Interval cosine, Interval sine) = UnitRoots.Enclose(at / stride * w % frequencies, frequencies);
                                Interval weight = Interval.Of(weights[(((o * inputs) + (column / stride)) * taps) + j]);
                                real = context.Add(real, context.Multiply(weight, cosine));
                                imaginary = context.Add(imaginary, context.Multiply(weight, sine));
                            }
                        }

                        squares = context.Add(squares, context.Square(context.Subtract(real, Interval.Of(block[o, column]))));
                        if (!isReal)
                        {
                            squares = context.Add(squares,
                                context.Square(context.Subtract(imaginary, Interval.Of(block[o + outputs, column]))));
                            Assert.Equal((block[o, column], -block[o + outputs, column]),
                                (block[o + outputs, column + (inputs * stride)], block[o, column + (inputs * stride)]));
                        }
                    }
                }

                // Enclosures of 160 bits are not points: an exact block leaves about 2^-158.
                double error = context.Sqrt(squares).Value.UpperDouble;
                Assert.True(error <= blocks.EntryError + Math.ScaleB(1, -150), $"seed {seed}: {error} and {blocks.EntryError}");
                Assert.True(blocks.EntryError < 1e-13);
            }
        }
    }

    [Fact]
    public void Kernels_of_one_entry_are_not_rounded()
    {
        // One tap and four frequencies: roots 1, i, −1, −i.
        ConvolutionOperator convolution = new(new Matrix(1, 1, [1.0 / 3]), [1], [4], padding: ConvolutionPadding.Circular);
        Assert.Equal(0, new CircularBlocks(convolution, [4]).EntryError);
        Assert.All(Certifier.Certify(convolution).SingularValues!, value => Assert.True(value.Contains(Rational.Of(1.0 / 3))));
    }

    private static void AssertSameSpectrum(IReadOnlyList<Interval> values, CertifiedSpectrum truth, string name)
    {
        Assert.True(values.Count == truth.SingularValues.Count, $"{name}: {values.Count} values for {truth.SingularValues.Count}");
        for (int i = 0; i < values.Count; i++)
        {
            Assert.True(values[i].Overlaps(truth.SingularValues[i]), $"{name}: σ_{i + 1} in {values[i]} and {truth.SingularValues[i]}");
        }
    }

    private static bool WholeWindow(RandomConvolution c, int a, int m) =>
        (m * c.Strides[a]) - c.Begin[a] is var start && start >= 0 && start + (c.Dilations[a] * (c.Kernel[a] - 1)) < c.Grid[a];

    // Column sums of the operator whose kernel is 1 throughout, from one channel to one.
    private static long Cover(RandomConvolution c)
    {
        Matrix ones = (c with { Inputs = 1, Outputs = 1, Groups = 1, Weights = [.. Enumerable.Repeat(1.0, c.Operator.Taps)] }).Dense();
        return (long)Enumerable.Range(0, ones.Columns).Max(j => Enumerable.Range(0, ones.Rows).Sum(i => ones[i, j]));
    }

    private static IEnumerable<int> Reaches(RandomConvolution c) => c.Kernel.Select((k, a) => (c.Dilations[a] * (k - 1)) + 1);

    private static Rational Squares(IEnumerable<Rational> values) => values.Aggregate(Rational.Zero, (sum, v) => sum + (v * v));

    private static Matrix Ones(int rows, int columns) => new(rows, columns, [.. Enumerable.Repeat(1.0, rows * columns)]);
}
