using LowRank.Verify.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>A decomposition whose matrices are tensors of one device; see <see cref="IResidentDecomposition"/>.</summary>
internal sealed class DeviceDecomposition : IResidentDecomposition
{
    /// <summary>Matrices of the input's size that lie on the device at a time, at most.</summary>
    public const int Matrices = 40;

    // Larger corrections belong to clusters, where the formula fails.
    private static readonly Scalar LargestTurn = 1.0 / (1 << 20);

    private const double LargestEntry = 4; // entries of orthonormal vectors are at most 1
    private const int TermsOfVectors = 2;

    private readonly string engine;
    private readonly Tensor a;
    private readonly Tensor left;
    private readonly Tensor values;
    private readonly Tensor right;
    private readonly int m;
    private readonly int n;
    private Tensor[] v;
    private Tensor[] w = [];
    private Tensor? residual;
    private int imageBits;

    /// <summary>Takes A, U, s and V over.</summary>
    public DeviceDecomposition(string engine, Tensor a, Tensor left, Tensor values, Tensor right)
    {
        this.engine = engine;
        (this.a, this.left, this.values, this.right) = (Keep(a), Keep(left), Keep(values), Keep(right));
        (m, n) = ((int)a.shape[0], (int)a.shape[1]);
        v = [this.right];
        Values = Tensors.Download(values);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Values { get; }

    private int Width => Math.Min(SliceSet.SharedBits(m), SliceSet.SharedBits(n)) / 2;

    /// <inheritdoc/>
    public ResidentBounds Bounds()
    {
        using IDisposable scope = NewDisposeScope();
        bool isPlausible = left.shape[1] == n && right.shape[1] == n && Values.Count == n && Largest(left) <= LargestEntry
            && Largest(right) <= LargestEntry
            && Values.All(value => Math.Abs(value) <= 4.0 * m * n);
        return isPlausible
            ? new ResidentBounds(DeviceBounds.Defect(engine, left), DeviceBounds.Defect(engine, right),
                DeviceBounds.Residual(engine, a, left, values, right))
            : new ResidentBounds(double.NaN, double.NaN, double.NaN);
    }

    /// <inheritdoc/>
    public SingularTriplets Download()
    {
        using IDisposable scope = NewDisposeScope();
        return new SingularTriplets(m, n, Tensors.DownloadColumns(left), [.. Values], Tensors.DownloadColumns(right));
    }

    /// <inheritdoc/>
    public ResidentImage Image(int bits)
    {
        using IDisposable scope = NewDisposeScope();
        int depth = Depth(bits), parts = depth + 1;
        DeviceSlices vectors = DeviceSlices.ByColumns(v, Width, Math.Max(parts, v.Length * 3));
        DeviceProduct product = new(engine, DeviceSlices.ByRows([a], Width, parts), depth);
        Tensor?[] sum = new Tensor?[Math.Clamp(((bits + 40) / 48) + 1, 2, SliceKernels.MostTerms)];
        double[] sizes = new double[n], errors = new double[n];
        int additions = product.AddTo(sum, vectors, sizes, errors);
        for (int j = 0; j < n; j++)
        {
            errors[j] = RoundingBounds.Enlarge(errors[j] + DeviceProduct.Dropped(additions, sum.Length, sizes[j]))
                + RoundingBounds.Underflow;
        }

        Replace(ref w, [.. sum.Where(term => term is not null).Select(term => term!)]);
        if (w.Length == 0)
        {
            Replace(ref w, [zeros_like(a)]);
        }

        imageBits = bits;
        DeviceSlices image = DeviceSlices.ByColumns(w, Width, Math.Max(parts, w.Length * 3));
        return new ResidentImage(DeviceBounds.Squares(image), DeviceBounds.Squares(vectors), errors);
    }

    /// <inheritdoc/>
    public double[] Residuals(double[] high, double[] low, int bits)
    {
        using IDisposable scope = NewDisposeScope();
        int depth = Depth(bits), parts = depth + 1;
        Tensor?[] sum = new Tensor?[Math.Clamp(((bits + 40) / 48) + 1, 2, SliceKernels.MostTerms)];
        double[] sizes = new double[n], errors = new double[n];
        DeviceProduct product = new(engine, DeviceSlices.ByRows([a.t()], Width, parts), depth);
        int additions = product.AddTo(sum, DeviceSlices.ByColumns(w, Width, Math.Max(parts, w.Length * 3)), sizes, errors);

        // (high + low)·Σv_t: the largest product without error, the others rounded once.
        Tensor top = Tensors.Row(high, a.device), bottom = Tensors.Row(low, a.device);
        (Tensor main, Tensor error) = TensorSum.TwoProduct(v[0], top);
        List<Tensor> taken = [main, error, v[0] * bottom];
        foreach (Tensor term in v.Skip(1))
        {
            taken.Add(term * top);
            taken.Add(term * bottom);
        }

        foreach (Tensor term in taken)
        {
            TensorSum.Accumulate(sum, term.neg());
            additions++;
        }

        double[][] norms = [.. v.Select(ColumnNorms)];
        Tensor total = sum[^1] ?? zeros_like(main), spread = total.abs();
        for (int t = sum.Length - 2; t >= 0; t--)
        {
            if (sum[t] is { } term)
            {
                total = total.Plus(term);
                spread = spread.Plus(term.abs());
            }
        }

        Replace(ref residual, total);
        double[] found = ColumnNorms(total), rounded = ColumnNorms(spread);
        for (int j = 0; j < n; j++)
        {
            double first = norms[0][j], others = norms.Skip(1).Sum(list => list[j]), scale = Math.Abs(high[j]), rest = Math.Abs(low[j]);
            double once = 2 * RoundingBounds.Unit * ((scale * others) + (rest * (first + others)));
            double whole = sizes[j] + ((scale + rest) * (first + others) * 1.5);
            found[j] = RoundingBounds.Enlarge(
                found[j] + (sum.Length * RoundingBounds.Unit * rounded[j]) + errors[j] + once
                    + DeviceProduct.Dropped(additions, sum.Length, whole)) + RoundingBounds.Underflow;
        }

        return found;
    }

    /// <inheritdoc/>
    public void Correct(double[] squares)
    {
        if (residual is null)
        {
            throw new InvalidOperationException("There are no residuals to correct by.");
        }

        using IDisposable scope = NewDisposeScope();
        Tensor turn = matmul(v[0].t(), residual) / (Tensors.Row(squares, a.device) - Tensors.Column(squares, a.device));
        Tensor usable = where(turn.abs().le(LargestTurn), turn, zeros_like(turn)); // the diagonal is 0/0 or infinite: no comparison holds
        Tensor[] sum = new Tensor[TermsOfVectors];
        (sum[0], sum[1]) = TensorSum.TwoSum(v[0], matmul(v[0], usable));
        foreach (Tensor term in v.Skip(1))
        {
            TensorSum.Accumulate(sum, term);
        }

        Replace(ref v, sum);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        a.Dispose();
        left.Dispose();
        values.Dispose();
        residual?.Dispose();
        foreach (Tensor term in v.Concat(w).Append(right))
        {
            term.Dispose();
        }
    }

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    // So many levels of parts that what is computed once in doubles stays below 2^−bits, with room for the worst case of its error.
    private int Depth(int bits) => Math.Max(0, (int)Math.Ceiling((bits - 52 + (1.5 * Math.Log2(n + 1)) + 2) / Width) - 1);

    private void Replace(ref Tensor[] terms, Tensor[] fresh)
    {
        foreach (Tensor term in terms)
        {
            if (!ReferenceEquals(term, right))
            {
                term.Dispose();
            }
        }

        terms = Array.ConvertAll(fresh, Keep);
    }

    private static void Replace(ref Tensor? tensor, Tensor fresh)
    {
        tensor?.Dispose();
        tensor = Keep(fresh);
    }

    private static double Largest(Tensor x) => x.abs().amax([0, 1]).Number();

    private static double[] ColumnNorms(Tensor x) =>
        Array.ConvertAll(Tensors.Download((x * x).ColumnSums()), square => RoundingBounds.NormFromSquares(square, x.shape[0]));
}
