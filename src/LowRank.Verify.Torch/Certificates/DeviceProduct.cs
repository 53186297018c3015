using LowRank.Verify.LinearAlgebra;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>
/// X·Y on the device as an unevaluated sum with a bound per column: products of parts X_i·Y_l with i + l ≤ depth are exact and checked,
/// what lies deeper is computed once in doubles, where its error γ‖X_i‖‖Y_rest‖ is below the grid of the depth.
/// </summary>
internal sealed class DeviceProduct
{
    private readonly string engine;
    private readonly DeviceSlices left;
    private readonly int depth;
    private readonly WrapCheck check;

    /// <summary>Prepares the checks of X's parts.</summary>
    public DeviceProduct(string engine, DeviceSlices left, int depth)
    {
        this.engine = engine;
        this.left = left;
        this.depth = depth;
        check = WrapCheck.Of(left.Integers);
    }

    /// <summary>
    /// The product. sizes[j] grows by the sizes of what was added, for <see cref="Dropped"/>; errors[j] by what the deepest products lose.
    /// Returns the number of additions.
    /// </summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    public int AddTo(Tensor?[] result, DeviceSlices right, double[] sizes, double[] errors)
    {
        int inner = (int)right.Rest.shape[0], columns = (int)right.Rest.shape[1], additions = 0;
        for (int level = 0; level <= depth; level++)
        {
            for (int i = Math.Max(0, level - right.Count + 1); i <= Math.Min(level, left.Count - 1); i++)
            {
                int l = level - i;
                if (left.IsEmpty(i) || right.IsEmpty(l))
                {
                    continue;
                }

                using DisposeScopeOf scope = new(result);
                Tensor product = Exact(engine, check, i, left.Integers[i], right.Integers[l]);
                scope.Accumulate(product * left.Grids[i] * right.Grids[l]);
                additions++;
                double norm = left.Norm(i);
                for (int j = 0; j < columns; j++)
                {
                    sizes[j] += norm * right.ColumnNorm(l, j);
                }
            }
        }

        // The deepest parts of X meet the most of Y; the rest of X meets all of it.
        double gamma = RoundingBounds.Gamma(inner + SliceKernels.MostTerms);
        double[] norms = new double[columns];
        for (int i = left.Count; i >= 0; i--)
        {
            if (left.IsEmpty(i))
            {
                continue;
            }

            using DisposeScopeOf scope = new(result);
            Tensor operand = right.RestAfter(i == left.Count ? 0 : Math.Max(0, depth - i + 1), norms);
            if (Array.TrueForAll(norms, norm => norm == 0))
            {
                continue;
            }

            scope.Accumulate(i == left.Count ? matmul(left.Rest, operand) : matmul(left.Integers[i], operand) * left.Grids[i]);
            additions++;
            double size = left.Norm(i);
            for (int j = 0; j < columns; j++)
            {
                sizes[j] += size * norms[j];
                errors[j] += gamma * size * norms[j];
            }
        }

        return additions;
    }

    /// <summary>
    /// What additions to an unevaluated sum lose: each at most one ulp of the last term, and every term is at most additions·u times the
    /// one before.
    /// </summary>
    public static double Dropped(int additions, int terms, double size) => 2 * Math.Pow(additions * RoundingBounds.Unit, terms) * size;

    /// <summary>The product of integer matrices, checked.</summary>
    /// <exception cref="EngineRefusedException">It came back wrong.</exception>
    public static Tensor Exact(string engine, WrapCheck check, int i, Tensor left, Tensor right)
    {
        Tensor product = matmul(left, right);
        return check.Passes(i, right, product) ? product : throw new EngineRefusedException(
            $"The engine '{engine}' returned a wrong exact product ({left.shape[0]}×{left.shape[1]} by "
                + $"{right.shape[0]}×{right.shape[1]}); no certificate rests on it.");
    }

    /// <summary>Frees what an addition leaves behind, all but the sum.</summary>
    private sealed class DisposeScopeOf(Tensor?[] result) : IDisposable
    {
        private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

        public void Accumulate(Tensor addend)
        {
            Tensor?[] before = [.. result];
            TensorSum.Accumulate(result, addend);
            for (int t = 0; t < result.Length; t++)
            {
                if (result[t] is { } term && !ReferenceEquals(term, before[t]))
                {
                    term.MoveToOuterDisposeScope();
                    before[t]?.Dispose();
                }
            }
        }

        public void Dispose() => scope.Dispose();
    }
}
