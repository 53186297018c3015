using LowRank.Verify.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>
/// The three norms of the double-level certificate and squared norms of columns, with the mathematics of the certificates of the processor:
/// leading slices on a grid multiply exactly, the rest once in doubles with an a-priori bound.
/// </summary>
internal static class DeviceBounds
{
    private static readonly Scalar Half = 0.5;

    /// <summary>
    /// ≥ ‖I − UᵀU‖_F, U m×n. With U = U₁ + R and W = U₁ + R/2, UᵀU = U₁ᵀU₁ + WᵀR + RᵀW; the first product is exact.
    /// </summary>
    public static double Defect(string engine, Tensor u)
    {
        using IDisposable scope = NewDisposeScope();
        int m = (int)u.shape[0], n = (int)u.shape[1];
        DeviceSlices slice = DeviceSlices.ByColumns([u], LeadingSlice.BitsFor(m), 1);
        Tensor lead = slice.Integers[0];
        Tensor exact = (DeviceProduct.Exact(engine, WrapCheck.Of([lead.t()]), 0, lead.t(), lead) * slice.Grids[0].t() * slice.Grids[0])
            - eye(n, dtype: float64, device: u.device);
        Tensor cross = matmul(slice.Part(0).Plus(slice.Rest.mul(Half)).t(), slice.Rest);
        Tensor entry = exact.Plus(cross.Plus(cross.t()));
        Tensor size = exact.abs().Plus(cross.abs()).Plus(cross.abs().t());
        double rounding = 4 * RoundingBounds.Unit * Norm(size); // three roundings per entry, each at most one ulp of the sum of sizes
        double crossError = 2 * RoundingBounds.Gamma(m + 2) * (slice.Norm(0) + slice.Norm(1)) * slice.Norm(1);
        return RoundingBounds.Enlarge(Norm(entry) + rounding + crossError);
    }

    /// <summary>
    /// ≥ ‖AV − U diag(s)‖_F. With A = A₁ + Q and V = V₁ + R, AV = A₁V₁ + A₁R + QV; the first product is exact, u_ij·s_j is subtracted with
    /// its rounding error.
    /// </summary>
    public static double Residual(string engine, Tensor a, Tensor u, Tensor s, Tensor v)
    {
        using IDisposable scope = NewDisposeScope();
        int n = (int)a.shape[1], bits = LeadingSlice.BitsFor(n);
        DeviceSlices right = DeviceSlices.ByColumns([v], bits, 1), left = DeviceSlices.ByRows([a], bits, 1);
        Tensor lead = left.Integers[0];
        Tensor exact = DeviceProduct.Exact(engine, WrapCheck.Of([lead]), 0, lead, right.Integers[0]) * left.Grids[0] * right.Grids[0];
        Tensor cross = matmul(left.Part(0), right.Rest), second = matmul(left.Rest, v);
        (Tensor product, Tensor error) = TensorSum.TwoProduct(u, s.view([1, -1]));
        Tensor difference = exact - product;
        Tensor entry = difference.Plus(cross.Plus(second) - error);
        Tensor size = difference.abs().Plus(cross.abs()).Plus(second.abs()).Plus(error.abs());
        double rounding = 6 * RoundingBounds.Unit * Norm(size); // four roundings per entry
        double crossError = RoundingBounds.Gamma(n) * ((left.Norm(0) * right.Norm(1)) + (left.Norm(1) * (right.Norm(0) + right.Norm(1))));
        return RoundingBounds.Enlarge(Norm(entry) + rounding + crossError);
    }

    /// <summary>
    /// The squared norms of the columns of a sliced matrix: inner products of parts are exact integers, those with the rest carry their
    /// a-priori error.
    /// </summary>
    public static ResidentSquares Squares(DeviceSlices x)
    {
        using IDisposable scope = NewDisposeScope();
        int rows = (int)x.Rest.shape[0], columns = (int)x.Rest.shape[1], depth = x.Count;
        const double Least = 1e-290; // below it a power of two times an integer may lose bits
        List<double[]> terms = [];
        double[] errors = new double[columns];
        for (int k = 0; k < depth; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                if (x.IsEmpty(k) || x.IsEmpty(l))
                {
                    continue;
                }

                double[] dots = Tensors.Download((x.Integers[k] * x.Integers[l]).ColumnSums());
                for (int j = 0; j < columns; j++)
                {
                    double grid = x.GridValues[k][j] * x.GridValues[l][j];
                    dots[j] *= (k == l ? 1 : 2) * grid;
                    errors[j] += grid < Least ? RoundingBounds.Underflow : 0;
                }

                terms.Add(dots);
            }
        }

        if (!x.IsEmpty(depth))
        {
            Tensor partner = x.Rest;
            for (int k = depth - 1; k >= 0; k--)
            {
                Tensor part = x.Part(k);
                partner = partner.Plus(part).Plus(part);
            }

            double[] added = Tensors.Download((partner * x.Rest).ColumnSums());
            for (int j = 0; j < columns; j++)
            {
                double sizes = x.ColumnNorm(depth, j);
                for (int k = 0; k < depth; k++)
                {
                    sizes += 2 * x.ColumnNorm(k, j);
                }

                errors[j] += RoundingBounds.Enlarge(RoundingBounds.Gamma(rows + SliceKernels.MostTerms) * x.ColumnNorm(depth, j) * sizes)
                    + RoundingBounds.Underflow;
            }

            terms.Add(added);
        }

        return new ResidentSquares([.. terms], errors);
    }

    private static double Norm(Tensor x) => RoundingBounds.NormFromSquares((x * x).sum().Number(), x.shape[0] * x.shape[1]);
}
