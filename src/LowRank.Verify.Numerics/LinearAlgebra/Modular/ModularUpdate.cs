using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowRank.Verify.LinearAlgebra.Modular;

/// <summary>
/// C ← C + L·U modulo p for at most <see cref="PrimeField.Terms"/> inner terms: exact in doubles, one reduction per entry.
/// </summary>
internal static class ModularUpdate
{
    private const int RowsAtOnce = 4;
    private const int BlockRows = 64;
    private const double WorthTwoThreads = 4e6;

    /// <summary>
    /// Rows first … first+count−1 of B from a column on, that column at a multiple of the strip width, strip after strip.
    /// </summary>
    public static double[] Pack(ModularMatrix b, int first, int count, int column)
    {
        int width = ModularMatrix.StripWidth, strips = (b.Stride - column) / width;
        double[] packed = new double[(long)strips * count * width];
        for (int s = 0; s < count; s++)
        {
            ReadOnlySpan<double> row = b.Values.AsSpan((first + s) * b.Stride, b.Stride);
            for (int strip = 0; strip < strips; strip++)
            {
                row.Slice(column + (strip * width), width).CopyTo(packed.AsSpan(((strip * count) + s) * width, width));
            }
        }

        return packed;
    }

    /// <summary>
    /// Adds to the rows from <paramref name="row"/> on, in the columns from <paramref name="column"/> on, the product of the factors
    /// (row i of C at i·Terms) and the packed rows.
    /// </summary>
    public static void Apply(ModularMatrix c, int row, int column, double[] factors, int count, double[] packed)
    {
        int blocks = (c.Rows - row + BlockRows - 1) / BlockRows;
        if ((double)(c.Rows - row) * count * (c.Stride - column) < WorthTwoThreads)
        {
            for (int block = 0; block < blocks; block++)
            {
                Block(c, row + (block * BlockRows), column, factors, count, packed);
            }
        }
        else
        {
            _ = Parallel.For(0, blocks, block => Block(c, row + (block * BlockRows), column, factors, count, packed));
        }
    }

    private static void Block(ModularMatrix c, int first, int column, double[] factors, int count, double[] packed)
    {
        int end = Math.Min(c.Rows, first + BlockRows), width = ModularMatrix.StripWidth;
        for (int strip = 0; column + (strip * width) < c.Stride; strip++)
        {
            ReadOnlySpan<double> u = packed.AsSpan(strip * count * width, count * width);
            int at = column + (strip * width), i = first;
            for (; i + RowsAtOnce <= end; i += RowsAtOnce)
            {
                FourRows(c, i, at, factors.AsSpan(i * PrimeField.Terms, RowsAtOnce * PrimeField.Terms), u, count);
            }

            for (; i < end; i++)
            {
                OneRow(c, i, at, factors.AsSpan(i * PrimeField.Terms, count), u);
            }
        }
    }

    private static void FourRows(ModularMatrix c, int i, int column, ReadOnlySpan<double> factors, ReadOnlySpan<double> u, int count)
    {
        int width = Vector<double>.Count, stride = c.Stride;
        ref double c0 = ref c.Values[((long)i * stride) + column];
        ref double l = ref MemoryMarshal.GetReference(factors);
        ref double b = ref MemoryMarshal.GetReference(u);
        nuint s1 = (nuint)stride, s2 = 2 * s1, s3 = 3 * s1, w = (nuint)width;
        Vector<double> x00 = Vector.LoadUnsafe(ref c0), x01 = Vector.LoadUnsafe(ref c0, w);
        Vector<double> x10 = Vector.LoadUnsafe(ref c0, s1), x11 = Vector.LoadUnsafe(ref c0, s1 + w);
        Vector<double> x20 = Vector.LoadUnsafe(ref c0, s2), x21 = Vector.LoadUnsafe(ref c0, s2 + w);
        Vector<double> x30 = Vector.LoadUnsafe(ref c0, s3), x31 = Vector.LoadUnsafe(ref c0, s3 + w);
        for (int s = 0; s < count; s++)
        {
            Vector<double> b0 = Vector.LoadUnsafe(ref b, (nuint)s * 2 * w), b1 = Vector.LoadUnsafe(ref b, ((nuint)s * 2 * w) + w);
            Vector<double> l0 = Vector.Create(Unsafe.Add(ref l, s));
            Vector<double> l1 = Vector.Create(Unsafe.Add(ref l, s + PrimeField.Terms));
            Vector<double> l2 = Vector.Create(Unsafe.Add(ref l, s + (2 * PrimeField.Terms)));
            Vector<double> l3 = Vector.Create(Unsafe.Add(ref l, s + (3 * PrimeField.Terms)));
            x00 = Vector.FusedMultiplyAdd(l0, b0, x00);
            x01 = Vector.FusedMultiplyAdd(l0, b1, x01);
            x10 = Vector.FusedMultiplyAdd(l1, b0, x10);
            x11 = Vector.FusedMultiplyAdd(l1, b1, x11);
            x20 = Vector.FusedMultiplyAdd(l2, b0, x20);
            x21 = Vector.FusedMultiplyAdd(l2, b1, x21);
            x30 = Vector.FusedMultiplyAdd(l3, b0, x30);
            x31 = Vector.FusedMultiplyAdd(l3, b1, x31);
        }

        PrimeField field = c.Field;
        field.Reduce(x00).StoreUnsafe(ref c0);
        field.Reduce(x01).StoreUnsafe(ref c0, w);
        field.Reduce(x10).StoreUnsafe(ref c0, s1);
        field.Reduce(x11).StoreUnsafe(ref c0, s1 + w);
        field.Reduce(x20).StoreUnsafe(ref c0, s2);
        field.Reduce(x21).StoreUnsafe(ref c0, s2 + w);
        field.Reduce(x30).StoreUnsafe(ref c0, s3);
        field.Reduce(x31).StoreUnsafe(ref c0, s3 + w);
    }

    private static void OneRow(ModularMatrix c, int i, int column, ReadOnlySpan<double> factors, ReadOnlySpan<double> u)
    {
        int width = Vector<double>.Count;
        Span<double> target = c.Values.AsSpan((i * c.Stride) + column, 2 * width);
        Vector<double> x0 = Vector.Create<double>(target), x1 = Vector.Create<double>(target[width..]);
        for (int s = 0; s < factors.Length; s++)
        {
            Vector<double> l = Vector.Create(factors[s]);
            x0 = Vector.FusedMultiplyAdd(l, Vector.Create(u.Slice(2 * s * width, width)), x0);
            x1 = Vector.FusedMultiplyAdd(l, Vector.Create(u.Slice(((2 * s) + 1) * width, width)), x1);
        }

        c.Field.Reduce(x0).CopyTo(target);
        c.Field.Reduce(x1).CopyTo(target[width..]);
    }
}
