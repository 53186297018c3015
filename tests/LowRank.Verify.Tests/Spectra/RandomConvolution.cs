using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>A convolution drawn from a seed, with kernel entries k/8, and its matrix by explicit padding of every unit image.</summary>
internal sealed record RandomConvolution(
    int Inputs, int Outputs, int Groups, int[] Kernel, int[] Grid, int[] Strides, int[] Begin, int[] End, int[] Dilations,
        ConvolutionPadding Padding, double[] Weights)
{
    public ConvolutionOperator Operator => new(
        Matrix.FromRowMajor(Outputs, Weights.Length / Outputs, Weights), Kernel, Grid, Groups, Strides, Begin, End, Dilations, Padding);

    public override string ToString() =>
        $"{Padding} {Inputs}→{Outputs} /{Groups}, kernel {Text(Kernel)}, grid {Text(Grid)}, stride {Text(Strides)}, pads {Text(Begin)} "
            + $"{Text(End)}, dilation {Text(Dilations)}";

    /// <summary>Geometries of every kind; circular ones tile the torus three times out of four.</summary>
    public static RandomConvolution Draw(int seed)
    {
        Random random = new(seed);
        int dimensions = random.Next(8) switch { < 3 => 1, 7 => 3, _ => 2 };
        int groups = random.Next(3) == 0 ? random.Next(2, 4) : 1;
        int inputs = groups * random.Next(1, 3), outputs = groups * random.Next(1, 4);
        ConvolutionPadding padding = random.Next(2) == 0 ? ConvolutionPadding.Zero : ConvolutionPadding.Circular;
        bool tiles = padding == ConvolutionPadding.Circular && random.Next(4) != 0;
        int[] kernel = new int[dimensions], grid = new int[dimensions], strides = new int[dimensions], begin = new int[dimensions],
            end = new int[dimensions], dilations = new int[dimensions];
        int largest = dimensions switch { 1 => 12, 2 => 6, _ => 3 };
        for (int a = 0; a < dimensions; a++)
        {
            strides[a] = random.Next(1, 4);
            dilations[a] = random.Next(1, 3);
            kernel[a] = random.Next(1, dimensions == 3 ? 3 : 5);
            int reach = (dilations[a] * (kernel[a] - 1)) + 1;
            if (tiles)
            {
                // (n + pads − reach)/s + 1 = n/s needs pads = reach − s + (0 … s − 1) ≥ 0.
                grid[a] = strides[a] * random.Next(1, Math.Max(2, (largest / strides[a]) + 1));
                int pads = Math.Max(0, reach - 1 - random.Next(0, strides[a]));
                begin[a] = random.Next(0, pads + 1);
                end[a] = pads - begin[a];
            }
            else
            {
                grid[a] = random.Next(1, largest + 1);
                begin[a] = random.Next(0, reach + 1); // up to one more than a window can reach
                end[a] = random.Next(0, reach + 1);
                end[a] += Math.Max(0, reach - grid[a] - begin[a] - end[a]);
            }
        }

        int count = outputs * inputs / groups * kernel.Aggregate(1, (product, k) => product * k);
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(-16, 17) / 8.0)];
        return new RandomConvolution(inputs, outputs, groups, kernel, grid, strides, begin, end, dilations, padding, weights);
    }

    /// <summary>
    /// The operator's matrix: column by column, a unit image is padded in full, and the windows of the padded image are multiplied out.
    /// </summary>
    public Matrix Dense()
    {
        int dimensions = Grid.Length, positions = Size(Grid), taps = Size(Kernel), perGroup = Inputs / Groups;
        int[] padded = [.. Grid.Select((n, a) => n + Begin[a] + End[a])];
        int[] places = [.. padded.Select((n, a) => ((n - (Dilations[a] * (Kernel[a] - 1)) - 1) / Strides[a]) + 1)];
        double[,] result = new double[Outputs * Size(places), Inputs * positions];
        for (int column = 0; column < Inputs * positions; column++)
        {
            int channel = column / positions, group = channel / perGroup;
            double[] image = new double[Size(padded)];
            for (int p = 0; p < image.Length; p++)
            {
                int[] at = Index(p, padded);
                bool inside = true;
                int flat = 0;
                for (int a = 0; a < dimensions; a++)
                {
                    int n = at[a] - Begin[a];
                    inside &= Padding == ConvolutionPadding.Circular || (n >= 0 && n < Grid[a]);
                    n = (n + (100 * Grid[a])) % Grid[a];
                    flat = (flat * Grid[a]) + n;
                }

                image[p] = inside && flat == column % positions ? 1 : 0;
            }

            for (int o = group * Outputs / Groups; o < (group + 1) * Outputs / Groups; o++)
            {
                for (int m = 0; m < Size(places); m++)
                {
                    int[] place = Index(m, places);
                    for (int tap = 0; tap < taps; tap++)
                    {
                        int[] j = Index(tap, Kernel);
                        int at = 0;
                        for (int a = 0; a < dimensions; a++)
                        {
                            at = (at * padded[a]) + (place[a] * Strides[a]) + (j[a] * Dilations[a]);
                        }

                        result[(o * Size(places)) + m, column] += Weights[(((o * perGroup) + (channel % perGroup)) * taps) + tap]
                            * image[at];
                    }
                }
            }
        }

        return Matrix.FromArray(result);
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (product, n) => product * n);

    private static int[] Index(int flat, int[] shape)
    {
        int[] index = new int[shape.Length];
        for (int a = shape.Length - 1; a >= 0; a--)
        {
            (flat, index[a]) = (flat / shape[a], flat % shape[a]);
        }

        return index;
    }

    private static string Text(int[] values) => string.Join('×', values);
}
