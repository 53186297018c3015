using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Torch.Certificates;
using Xunit;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Tests;

/// <summary>The check of exact products on the device: right ones pass, wrong ones never do.</summary>
public sealed class DeviceProductTests
{
    private const int Rows = 7;
    private const int Inner = 11;
    private const int Columns = 5;
    private const int Bits = 24; // 2·24 + 4 ≤ 53

    [Fact]
    public void Integer_products_pass_and_any_change_of_one_entry_is_found()
    {
        Device device = Libtorch.Engine.Device.Handle;
        using IDisposable scope = NewDisposeScope();
        Random random = new(3);
        double[] a = Integers(random, Rows * Inner), b = Integers(random, Inner * Columns), c = new double[Rows * Columns];
        Libtorch.Engine.Multiply(false, false, Rows, Columns, Inner, a, b, c);
        Tensor left = Tensors.OfColumns(a, Rows, Inner, device), right = Tensors.OfColumns(b, Inner, Columns, device);
        WrapCheck check = WrapCheck.Of([left]);
        Assert.True(check.Passes(0, right, Tensors.OfColumns(c, Rows, Columns, device)));

        // One unit; powers of two up to the largest that a 64-bit ring can hide; a half; a swap of two entries; what is no number.
        for (int shift = -1; shift <= 52; shift++)
        {
            for (int sign = -1; sign <= 1; sign += 2)
            {
                double[] wrong = (double[])c.Clone();
                wrong[random.Next(wrong.Length)] += sign * Math.ScaleB(1, shift);
                Assert.False(check.Passes(0, right, Tensors.OfColumns(wrong, Rows, Columns, device)), $"2^{shift}");
            }
        }

        double[] swapped = (double[])c.Clone();
        (swapped[0], swapped[1]) = (swapped[1], swapped[0]);
        Assert.NotEqual(c[0], c[1]);
        Assert.False(check.Passes(0, right, Tensors.OfColumns(swapped, Rows, Columns, device)));
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, Math.ScaleB(1, 54), Math.ScaleB(1, 64), -Math.ScaleB(1, 80) })
        {
            double[] wrong = (double[])c.Clone();
            wrong[3] = value;
            Assert.False(check.Passes(0, right, Tensors.OfColumns(wrong, Rows, Columns, device)), $"{value}");
        }
    }

    [Fact]
    public void Parts_and_rest_add_up_to_the_matrix()
    {
        Device device = Libtorch.Engine.Device.Handle;
        using IDisposable scope = NewDisposeScope();
        Random random = new(4);
        double[] values = [.. Enumerable.Range(0, Rows * Columns)
            .Select(i => i % 9 == 0 ? 0 : Math.ScaleB(random.NextDouble() - 0.5, -random.Next(300)))];
        values[2] = Math.ScaleB(1, -450); // alone in no line: smaller than what its line keeps
        Tensor matrix = Tensors.OfColumns(values, Rows, Columns, device);
        foreach (bool byRows in new[] { false, true })
        {
            for (int parts = 1; parts <= 4; parts++)
            {
                DeviceSlices slices = byRows ? DeviceSlices.ByRows([matrix], Bits, parts) : DeviceSlices.ByColumns([matrix], Bits, parts);
                double[] rest = Tensors.DownloadColumns(slices.Rest);
                for (int i = 0; i < values.Length; i++)
                {
                    Rational sum = Rational.Of(rest[i]);
                    for (int k = 0; k < parts; k++)
                    {
                        double integer = Tensors.DownloadColumns(slices.Integers[k])[i];
                        Assert.True(Math.Abs(integer) <= 1L << Bits && integer == Math.Round(integer));
                        sum += Rational.Of(integer * slices.GridValues[k][byRows ? i % Rows : i / Rows]);
                    }

                    Assert.Equal(Rational.Of(values[i]), sum);
                }
            }
        }
    }

    private static double[] Integers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (double)random.NextInt64(-(1L << Bits), (1L << Bits) + 1))];
}
