using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>
/// Error-free transformations and unevaluated sums of tensors. Each operation is a call of its own, so that nothing contracts a product and
/// a sum into one rounding, and IEEE double arithmetic on the device makes them exact (Dekker 1971, Knuth).
/// </summary>
internal static class TensorSum
{
    private static readonly Scalar Splitter = (double)((1L << 27) + 1);

    /// <summary>a + b = sum + error, exactly.</summary>
    public static (Tensor Sum, Tensor Error) TwoSum(Tensor a, Tensor b)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor sum = a.Plus(b), part = sum - a;
        Tensor error = (a - (sum - part)).Plus(b - part);
        return (sum.MoveToOuterDisposeScope(), error.MoveToOuterDisposeScope());
    }

    /// <summary>a·b = product + error, exactly but for underflow; sizes below 2^900.</summary>
    public static (Tensor Product, Tensor Error) TwoProduct(Tensor a, Tensor b)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor product = a * b;
        (Tensor aHigh, Tensor aLow) = Split(a);
        (Tensor bHigh, Tensor bLow) = Split(b);
        Tensor error = ((aHigh * bHigh) - product).Plus(aHigh * bLow).Plus(aLow * bHigh).Plus(aLow * bLow);
        return (product.MoveToOuterDisposeScope(), error.MoveToOuterDisposeScope());
    }

    /// <summary>Moves what the leading terms can hold to the front; every step is exact.</summary>
    public static void Renormalise(Tensor[] terms)
    {
        for (int t = terms.Length - 1; t > 0; t--)
        {
            (terms[t - 1], terms[t]) = TwoSum(terms[t - 1], terms[t]);
        }
    }

    /// <summary>sum ← sum + addend; only the addition to the last term rounds.</summary>
    public static void Accumulate(Tensor?[] sum, Tensor addend)
    {
        Tensor carry = addend;
        for (int t = 0; t < sum.Length; t++)
        {
            if (sum[t] is not { } term)
            {
                sum[t] = carry; // the terms behind are 0 as well
                return;
            }

            if (t == sum.Length - 1)
            {
                sum[t] = term.Plus(carry);
                return;
            }

            (sum[t], carry) = TwoSum(term, carry);
        }
    }

    private static (Tensor High, Tensor Low) Split(Tensor a)
    {
        Tensor scaled = a.mul(Splitter);
        Tensor high = scaled - (scaled - a);
        return (high, a - high);
    }
}
