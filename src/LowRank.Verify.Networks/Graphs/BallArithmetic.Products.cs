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
            Product(m, k, n, x.Middle.AsSpan(at, m * k), x.Radius.AsSpan(at, m * k), y.Middle.AsSpan(by, k * n),
                y.Radius.AsSpan(by, k * n), z.Middle.AsSpan(b * m * n, m * n), z.Radius.AsSpan(b * m * n, m * n));
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
                Product(plan.Outputs, plan.Taps, plan.Positions, w.Middle.AsSpan(g * kernel, kernel), w.Radius.AsSpan(g * kernel, kernel),
                    plan.Patches(x.Middle.AsSpan(from, plan.GroupLength)), plan.Patches(x.Radius.AsSpan(from, plan.GroupLength)),
                    y.Middle.AsSpan(to, part), y.Radius.AsSpan(to, part));
            }
        }

        return y;
    }

    /// <summary>
    /// C = A·B, row-major, m×k by k×n: |C* − fl(AB)| ≤ (r_A + γ|A|)|B| + (|A| + r_A) r_B, the products of magnitudes again enlarged by
    /// their own γ.
    /// </summary>
    private void Product(int m, int k, int n, ReadOnlySpan<double> a, ReadOnlySpan<double> ra, ReadOnlySpan<double> b,
        ReadOnlySpan<double> rb, Span<double> c, Span<double> rc)
    {
        if (k == 0 || m == 0 || n == 0)
        {
            return;
        }

        double gamma = RoundingBounds.Gamma(k);
        double[] spread = new double[a.Length], outer = new double[a.Length], size = new double[b.Length];
        for (int i = 0; i < a.Length; i++)
        {
            double magnitude = Math.Abs(a[i]);
            spread[i] = RoundingBounds.Enlarge(ra[i] + (gamma * magnitude)) + double.Epsilon;
            outer[i] = RoundingBounds.Enlarge(magnitude + ra[i]);
        }

        for (int i = 0; i < b.Length; i++)
        {
            size[i] = Math.Abs(b[i]);
        }

        // Row-major C = A·B is column-major Cᵀ = Bᵀ·Aᵀ.
        engine.Multiply(false, false, n, m, k, b, a, c);
        engine.Multiply(false, false, n, m, k, size, spread, rc);
        if (rb.ContainsAnyExcept(0.0))
        {
            double[] second = new double[rc.Length];
            engine.Multiply(false, false, n, m, k, rb, outer, second);
            for (int i = 0; i < second.Length; i++)
            {
                rc[i] += second[i];
            }
        }

        for (int i = 0; i < rc.Length; i++)
        {
            rc[i] = RoundingBounds.Enlarge((rc[i] * (1 + (2 * gamma))) + (4 * k * BallTensor.Subnormal));
        }
    }
}
