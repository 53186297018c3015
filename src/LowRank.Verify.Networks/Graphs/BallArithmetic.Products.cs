using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>Products of matrices and convolutions.</content>
internal sealed partial class BallArithmetic
{
    public override BallTensor MatMul(BallTensor x, BallTensor y)
    {
        int m = x.Shape[^2], k = x.Shape[^1], n = y.Shape[^1];
        if (y.Shape[^2] != k)
        {
            throw new GraphDomainException(
                $"it multiplies shapes [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}], which do not fit");
        }

        // Rows of all batches at once where the right factor has none.
        if (y.Shape.Length == 2 && x.Shape.Length > 2)
        {
            int rows = GraphTensor.Size(x.Shape[..^1]);
            return Shaped(MatMul(Shaped(x, [rows, k]), y), [.. x.Shape[..^1], n]);
        }

        int[] batch = Broadcast.Shape(x.Shape[..^2], y.Shape[..^2]);
        int[] left = Broadcast.Places(x.Shape[..^2], batch), right = Broadcast.Places(y.Shape[..^2], batch);
        BallTensor z = BallTensor.Zero([.. batch, m, n]);
        for (int b = 0; b < left.Length; b++)
        {
            int at = left[b] * m * k, by = right[b] * k * n;
            Product(m, k, n, Part(x, at, m * k), Part(y, by, k * n), Part(z, b * m * n, m * n));
        }

        return z;
    }

    public override BallTensor Convolve(BallTensor x, BallTensor w, WindowPlan plan)
    {
        int samples = x.Shape[0], part = plan.Outputs * plan.Positions, kernel = plan.Outputs * plan.Taps;
        BallTensor y = BallTensor.Zero([samples, plan.Groups * plan.Outputs, .. plan.Output]);
        for (int s = 0; s < samples; s++)
        {
            for (int g = 0; g < plan.Groups; g++)
            {
                int from = ((s * plan.Groups) + g) * plan.GroupLength, to = ((s * plan.Groups) + g) * part;
                BallSpan patches = new(plan.Patches(x.Middle.AsSpan(from, plan.GroupLength)),
                    plan.Patches(x.Low.AsSpan(from, plan.GroupLength)), plan.Patches(x.Radius.AsSpan(from, plan.GroupLength)));
                Product(plan.Outputs, plan.Taps, plan.Positions, Part(w, g * kernel, kernel), patches, Part(y, to, part));
            }
        }

        return y;
    }

    private static BallSpan Part(BallTensor x, int start, int count) =>
        new(x.Middle.AsSpan(start, count), x.Low.AsSpan(start, count), x.Radius.AsSpan(start, count));

    /// <summary>
    /// C = A·B, row-major, m×k by k×n: |C* − C| ≤ (r_A + γ|A|)|B| + (|A| + r_A) r_B, γ that of <see cref="PairProduct"/>; the products of
    /// magnitudes are enlarged by the γ of double products (Higham 2002, §3.1).
    /// </summary>
    private void Product(int m, int k, int n, BallSpan a, BallSpan b, BallSpan c)
    {
        if (k == 0 || m == 0 || n == 0)
        {
            return;
        }

        double pairs = PairProduct.Gamma(k), gamma = RoundingBounds.Gamma(k);
        double[] spread = new double[m * k], outer = new double[m * k], size = new double[k * n];
        for (int i = 0; i < spread.Length; i++)
        {
            double magnitude = Math.Abs(a.Middle[i]);
            spread[i] = RoundingBounds.Enlarge(a.Radius[i] + (pairs * magnitude)) + double.Epsilon;
            outer[i] = RoundingBounds.Enlarge(magnitude + a.Radius[i]);
        }

        for (int i = 0; i < size.Length; i++)
        {
            size[i] = RoundingBounds.Enlarge(Math.Abs(b.Middle[i]));
        }

        PairProduct.Multiply(m, k, n, a, b, c);

        // Row-major C = A·B is column-major Cᵀ = Bᵀ·Aᵀ.
        engine.Multiply(false, false, n, m, k, size, spread, c.Radius);
        if (b.Radius.ContainsAnyExcept(0.0))
        {
            double[] second = new double[m * n];
            engine.Multiply(false, false, n, m, k, b.Radius, outer, second);
            for (int i = 0; i < second.Length; i++)
            {
                c.Radius[i] += second[i];
            }
        }

        for (int i = 0; i < m * n; i++)
        {
            c.Radius[i] = RoundingBounds.Enlarge((c.Radius[i] * (1 + (2 * gamma))) + (4 * k * BallTensor.Subnormal));
        }
    }
}
