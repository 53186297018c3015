using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// The element-wise passes of exact slices and unevaluated sums, on 512-bit vectors (a pair of 256-bit ones where the processor has
/// no AVX-512, scalars where it has neither; the results are the same).
/// </summary>
internal static class SliceKernels
{
    /// <summary>Terms of one unevaluated sum at most.</summary>
    public const int MostTerms = 16;

    private static readonly int Lanes = Vector512<double>.Count;

    /// <summary>
    /// Takes parts off x = Σ terms, element by element: part k is x rounded to a multiple of the grid that anchor·2^(−bits·k) stands
    /// for (see <see cref="SliceSet"/>), the next works on what remains. rest is what remains after the last part, rounded to one
    /// double. squares[k] grows by Σ part_k², squares[parts] by Σ rest². An anchor of 0 sends the element to rest.
    /// </summary>
    /// <param name="terms">The sum's terms.</param>
    /// <param name="source">Where the run begins in each term.</param>
    /// <param name="length">Elements.</param>
    /// <param name="anchors">One anchor per element, or a single one for all.</param>
    /// <param name="bits">Bits of a part.</param>
    /// <param name="parts">Receives the parts.</param>
    /// <param name="rest">Receives the rest.</param>
    /// <param name="target">Where the run begins in parts and rest.</param>
    /// <param name="squares">parts + 1 sums.</param>
    public static void Split(
        IReadOnlyList<double[]> terms, int source, int length, ReadOnlySpan<double> anchors, int bits, double[][] parts, double[] rest,
            int target, Span<double> squares)
    {
        int count = terms.Count, depth = parts.Length;
        double step = PowerOfTwo.Of(-bits);
        Span<Vector512<double>> x = stackalloc Vector512<double>[MostTerms];
        Span<Vector512<double>> sums = stackalloc Vector512<double>[depth + 1];
        bool single = anchors.Length == 1;
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            for (int t = 0; t < count; t++)
            {
                x[t] = Load(terms[t], source + i);
            }

            Vector512<double> anchor = single ? Vector512.Create(anchors[0]) : Vector512.LoadUnsafe(in anchors[i]);
            Vector512<double> keep = ~Vector512.Equals(anchor, Vector512<double>.Zero);
            Renormalise(x, count);
            for (int k = 0; k < depth; k++)
            {
                Vector512<double> head = ((x[0] + anchor) - anchor) & keep;
                Store(head, parts[k], target + i);
                sums[k] += head * head;
                x[0] -= head;
                Renormalise(x, count);
                anchor *= step;
            }

            Vector512<double> tail = x[count - 1];
            for (int t = count - 2; t >= 0; t--)
            {
                tail += x[t];
            }

            Store(tail, rest, target + i);
            sums[depth] += tail * tail;
        }

        Span<double> y = stackalloc double[MostTerms];
        for (; i < length; i++)
        {
            for (int t = 0; t < count; t++)
            {
                y[t] = terms[t][source + i];
            }

            double anchor = anchors[single ? 0 : i];
            Renormalise(y, count);
            for (int k = 0; k < depth; k++)
            {
                double head = anchor == 0 ? 0 : (y[0] + anchor) - anchor;
                parts[k][target + i] = head;
                squares[k] += head * head;
                y[0] -= head;
                Renormalise(y, count);
                anchor *= step;
            }

            double tail = y[count - 1];
            for (int t = count - 2; t >= 0; t--)
            {
                tail += y[t];
            }

            rest[target + i] = tail;
            squares[depth] += tail * tail;
        }

        for (int k = 0; k <= depth; k++)
        {
            squares[k] += Vector512.Sum(sums[k]);
        }
    }

    /// <summary>
    /// sum ← sum + addend, element by element, for an unevaluated sum of terms; only the addition to the last term rounds.
    /// </summary>
    public static void Accumulate(double[][] sum, int target, double[] addend, int source, int length)
    {
        int last = sum.Length - 1, i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            Vector512<double> carry = Load(addend, source + i);
            for (int t = 0; t < last; t++)
            {
                Store(TwoSum(Load(sum[t], target + i), carry, out carry), sum[t], target + i);
            }

            Store(Load(sum[last], target + i) + carry, sum[last], target + i);
        }

        for (; i < length; i++)
        {
            double carry = addend[source + i];
            for (int t = 0; t < last; t++)
            {
                sum[t][target + i] = Arithmetic.ErrorFree.TwoSum(sum[t][target + i], carry, out carry);
            }

            sum[last][target + i] += carry;
        }
    }

    /// <summary>target ← x + factor·y, element by element.</summary>
    public static void Combine(double[] x, int xStart, double factor, double[] y, int yStart, double[] target, int start, int length)
    {
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            Store(Load(x, xStart + i) + (factor * Load(y, yStart + i)), target, start + i);
        }

        for (; i < length; i++)
        {
            target[start + i] = x[xStart + i] + (factor * y[yStart + i]);
        }
    }

    /// <summary>Σ x_i y_i in any order: exact for parts of one slice set whose inner dimension is at least the length.</summary>
    public static double Dot(double[] x, int xStart, double[] y, int yStart, int length)
    {
        Vector512<double> first = Vector512<double>.Zero, second = Vector512<double>.Zero;
        int i = 0;
        for (; i + (2 * Lanes) <= length; i += 2 * Lanes)
        {
            first = Vector512.FusedMultiplyAdd(Load(x, xStart + i), Load(y, yStart + i), first);
            second = Vector512.FusedMultiplyAdd(Load(x, xStart + i + Lanes), Load(y, yStart + i + Lanes), second);
        }

        double sum = Vector512.Sum(first + second);
        for (; i < length; i++)
        {
            sum += x[xStart + i] * y[yStart + i];
        }

        return sum;
    }

    /// <summary>max |x_i| over a run.</summary>
    public static double LargestSize(ReadOnlySpan<double> x)
    {
        Vector512<double> largest = Vector512<double>.Zero;
        int i = 0;
        for (; i + Lanes <= x.Length; i += Lanes)
        {
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.LoadUnsafe(in x[i])));
        }

        double result = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            result = Math.Max(result, largest[lane]);
        }

        for (; i < x.Length; i++)
        {
            result = Math.Max(result, Math.Abs(x[i]));
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TwoSum(Vector512<double> a, Vector512<double> b, out Vector512<double> error)
    {
        Vector512<double> sum = a + b, part = sum - a;
        error = (a - (sum - part)) + (b - part);
        return sum;
    }

    // Moves what the leading terms can hold to the front; every step is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Renormalise(Span<Vector512<double>> x, int count)
    {
        for (int t = count - 1; t > 0; t--)
        {
            x[t - 1] = TwoSum(x[t - 1], x[t], out x[t]);
        }
    }

    private static void Renormalise(Span<double> x, int count)
    {
        for (int t = count - 1; t > 0; t--)
        {
            x[t - 1] = Arithmetic.ErrorFree.TwoSum(x[t - 1], x[t], out x[t]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(double[] array, int index) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> value, double[] array, int index) =>
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)index);
}
