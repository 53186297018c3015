using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Batches;

/// <summary>
/// One layer of many networks: what its spectra and entries say, as tensors of one number a network. Natural logarithms throughout, −∞ for
/// 0.
/// </summary>
internal sealed class LayerBatch : IDisposable
{
    private LayerBatch(int rows, int columns, Tensor logRatios, Tensor logNorm, Tensor rank, Tensor logFrobenius, Tensor logRowNorms)
    {
        Rows = rows;
        Columns = columns;
        (LogRatios, LogNorm, Rank, LogFrobenius, LogRowNorms) = (logRatios, logNorm, rank, logFrobenius, logRowNorms);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>ln(σ_i/σ₁), networks × values.</summary>
    public Tensor LogRatios { get; }

    /// <summary>ln σ₁.</summary>
    public Tensor LogNorm { get; }

    /// <summary>#{i : σ_i &gt; max(m, n)·2^−52·σ₁}.</summary>
    public Tensor Rank { get; }

    /// <summary>ln ‖A‖_F.</summary>
    public Tensor LogFrobenius { get; }

    /// <summary>ln of the sum of the rows' norms.</summary>
    public Tensor LogRowNorms { get; }

    /// <summary>
    /// The layer of all networks, from their stack (networks × columns × rows, each matrix scaled by a power of two) and the powers taken
    /// out.
    /// </summary>
    public static LayerBatch Of(Tensor stack, Tensor values, double[] logScales, int rows, int columns)
    {
        using IDisposable scope = NewDisposeScope();
        Device device = stack.device;
        Tensor largest = values.narrow(1, 0, 1), shift = Tensors.Upload(logScales, [logScales.Length], device);
        Tensor level = Tensors.Upload([Math.Max(rows, columns) * LayerSpectrum.MachineEpsilon], [1], device);
        Tensor rank = values.gt(largest * level).to_type(ScalarType.Float64).sum(1L, false, null);
        Tensor divisor = where(largest.eq(zeros_like(largest)), ones_like(largest), largest);
        Tensor squares = stack * stack;
        return new LayerBatch(
            rows,
            columns,
            (values / divisor).log().DetachFromDisposeScope(),
            largest.squeeze(1L).log().Plus(shift).DetachFromDisposeScope(),
            rank.DetachFromDisposeScope(),
            squares.sum([1L, 2L], false, null).sqrt().log().Plus(shift).DetachFromDisposeScope(),
            squares.sum(1L, false, null).sqrt().sum(1L, false, null).log().Plus(shift).DetachFromDisposeScope());
    }

    /// <summary>Σ_i (σ_i/σ₁)^p for each exponent, networks × exponents; the rank for p = 0.</summary>
    public Tensor RelativePowerSums(Tensor exponents, double[] values)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor[] sums = new Tensor[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k] == 0)
            {
                sums[k] = Rank;
                continue;
            }

            using Tensor powers = LogRatios * exponents.narrow(0, k, 1);
            sums[k] = powers.exp_().sum(1L, false, null);
        }

        return stack(sums, 1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        LogRatios.Dispose();
        LogNorm.Dispose();
        Rank.Dispose();
        LogFrobenius.Dispose();
        LogRowNorms.Dispose();
    }
}
