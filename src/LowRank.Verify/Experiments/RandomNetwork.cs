using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>The random start of the theorems: W with independent N(0, 1) entries, V with independent entries ±ν/√(kK).</summary>
public static class RandomNetwork
{
    /// <summary>Draws a network; K = classes, k = width, d = dimension.</summary>
    public static OneHiddenLayerNetwork Draw(int classes, int width, int dimension, double scale, OneHiddenLayerActivation activation,
        RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double[] hidden = random.Normals(width * dimension), output = new double[classes * width];
        double size = scale / Math.Sqrt((double)width * classes);
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = random.Sign() * size;
        }

        return new OneHiddenLayerNetwork(Matrix.FromRowMajor(width, dimension, hidden), new Matrix(classes, width, output), activation);
    }
}
