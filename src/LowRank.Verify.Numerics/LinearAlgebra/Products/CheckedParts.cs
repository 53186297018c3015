namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Products of the parts of a fixed left factor with parts of right factors, each checked modulo 2^61 − 1 against xᵀ(X_i Y_l) = (xᵀX_i)Y_l.
/// </summary>
internal sealed class CheckedParts
{
    private readonly IEngine engine;
    private readonly SliceSet left;
    private readonly long[] x;
    private readonly long[][] images;

    /// <summary>Draws the check vector and computes its images under the left parts.</summary>
    public CheckedParts(IEngine engine, SliceSet left)
    {
        this.engine = engine;
        this.left = left;
        x = IntegerProductCheck.RandomVector(left.Rows);
        images = [.. Enumerable.Range(0, left.Parts.Length).Select(Image)];
    }

    /// <summary>X_i·Y_l, exactly, in a new array.</summary>
    /// <exception cref="EngineRefusedException">The product came back wrong.</exception>
    public double[] Multiply(int i, SliceSet right, int l)
    {
        int m = left.Rows, k = left.Columns, n = right.Columns, wrong = 0;
        double[] product = new double[m * n];
        engine.Multiply(false, false, m, n, k, left.Parts[i], right.Parts[l], product);
        double leftShift = PowerOfTwo.Of(left.Bits * i), rightShift = PowerOfTwo.Of(right.Bits * l);
        Columnwise.For(n, 4L * (m + k), j =>
        {
            double scale = right.InverseGrid[j] * rightShift;
            if (!IntegerProductCheck.TryDot(images[i], right.Parts[l].AsSpan(j * k, k), null, scale, out long expected)
                || !TryProductDot(product.AsSpan(j * m, m), leftShift, scale, out long found)
                || expected != found)
            {
                Interlocked.Exchange(ref wrong, 1);
            }
        });
        return wrong == 0 ? product : throw new EngineRefusedException(
            $"The engine '{engine.Name}' returned a wrong exact product ({m}×{k} by {k}×{n}); no certificate rests on it.");
    }

    private bool TryProductDot(ReadOnlySpan<double> column, double leftShift, double scale, out long result) =>
        IntegerProductCheck.TryDot(x, column, left.InverseGrid, leftShift * scale, out result);

    private long[] Image(int i)
    {
        long[] image = new long[left.Columns];
        double shift = PowerOfTwo.Of(left.Bits * i);
        int m = left.Rows;
        Columnwise.For(left.Columns, 4L * m, c =>
        {
            if (!IntegerProductCheck.TryDot(x, left.Parts[i].AsSpan(c * m, m), left.InverseGrid, shift, out image[c]))
            {
                throw new InvalidOperationException("A part of a slice set does not lie on its grid.");
            }
        });
        return image;
    }
}
