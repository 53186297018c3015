using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>
/// Freivalds' check of exact products of integer matrices on the device, in the ring of integers modulo 2^64, which 64-bit integer
/// arithmetic with wrap-around is: xᵀC = (xᵀA)B for uniform random x. C must consist of integers of at most 2^53 in size. Where an entry of
/// C is wrong, it is so by an integer below 2^54, that is an odd multiple of 2^t with t ≤ 54; a random multiple of it vanishes modulo 2^64
/// with probability 2^(t−64) ≤ 2^−10, so a wrong product passes all <see cref="Vectors"/> checks with probability at most 2^−60, and one
/// that is off by an odd number with 2^−384. No floating-point product takes part.
/// </summary>
internal sealed class WrapCheck
{
    private const int Vectors = 6;
    private static readonly Scalar LargestInteger = (double)(1L << 53);

    private readonly Tensor[] x;
    private readonly Tensor[][] images;

    private WrapCheck(Tensor[] x, Tensor[][] images)
    {
        this.x = x;
        this.images = images;
    }

    /// <summary>Draws vectors and computes their images under the left factors, integer matrices of the same shape.</summary>
    public static WrapCheck Of(IReadOnlyList<Tensor> left)
    {
        int rows = (int)left[0].shape[0];
        Tensor[] x = [.. Enumerable.Range(0, Vectors).Select(_ => Draw(rows, left[0].device))];
        return new WrapCheck(x, [.. left.Select(part =>
        {
            Tensor integers = part.to_type(ScalarType.Int64);
            return Array.ConvertAll(x, vector => Apply(vector, integers));
        })]);
    }

    /// <summary>True when product = left_i·right, but for the probability above.</summary>
    public bool Passes(int i, Tensor right, Tensor product)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor integers = product.to_type(ScalarType.Int64), factor = right.to_type(ScalarType.Int64);
        Tensor good = integers.to_type(ScalarType.Float64).eq(product).all().bitwise_and(product.abs().amax([0, 1]).le(LargestInteger));
        for (int v = 0; v < Vectors; v++)
        {
            good = good.bitwise_and(Apply(x[v], integers).eq(Apply(images[i][v].view([-1, 1]), factor)).all());
        }

        using Tensor verdict = good.cpu();
        return verdict.bytes[0] != 0;
    }

    // xᵀM, a 1×n row.
    private static Tensor Apply(Tensor column, Tensor matrix)
    {
        using Tensor products = column * matrix;
        return products.sum(0L, true, null);
    }

    private static Tensor Draw(int length, Device device)
    {
        long[] values = new long[length];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return Tensors.Upload(values, [length, 1], device);
    }
}
