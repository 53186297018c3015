using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Batches;

/// <summary>
/// Many checkpoints of one architecture at once: every matrix is decomposed once, those of one shape in one call, and then sums of powers
/// over a grid of p and bounds of all networks come from a few operations on tensors, in the logarithmic domain. The formulas are those of
/// <see cref="FastEvaluator"/>, in double precision; nothing is certified. Networks with a zero layer give NaN.
/// </summary>
public sealed partial class NetworkBatch : IDisposable
{
    private readonly LayerBatch[] layers;
    private readonly Device device;

    private NetworkBatch(LayerBatch[] layers, Device device, int networks)
    {
        this.layers = layers;
        this.device = device;
        Networks = networks;
    }

    /// <summary>The number of networks.</summary>
    public int Networks { get; }

    /// <summary>L.</summary>
    public int Depth => layers.Length;

    /// <summary>Decomposes the weights of all networks.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="networks">The layers of each, the first first; all networks have the same shapes.</param>
    /// <exception cref="ArgumentException">There is no network, no layer, or shapes differ; the message names the first that
    /// does.</exception>
    public static NetworkBatch Of(TorchEngine engine, IReadOnlyList<IReadOnlyList<Matrix>> networks)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count == 0 || networks[0].Count == 0)
        {
            throw new ArgumentException("A batch needs at least one network of at least one layer.", nameof(networks));
        }

        for (int i = 1; i < networks.Count; i++)
        {
            if (!networks[i].Select(layer => (layer.Rows, layer.Columns))
                .SequenceEqual(networks[0].Select(layer => (layer.Rows, layer.Columns))))
            {
                throw new ArgumentException($"Network {i + 1} has layers of other shapes than network 1.", nameof(networks));
            }
        }

        return new NetworkBatch(BatchedSpectra.Layers(engine, networks), engine.Device.Handle, networks.Count);
    }

    /// <summary>
    /// Σ_i (σ_i/σ₁)^p of every layer over a grid: result[l][network, k]; the rank in double precision for p = 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An exponent is negative, infinite or NaN.</exception>
    public double[][,] RelativePowerSums(double[] exponents)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor grid = Grid(exponents);
        return [.. layers.Select(layer => Table(layer.RelativePowerSums(grid, exponents)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LayerBatch layer in layers)
        {
            layer.Dispose();
        }
    }

    private Tensor Grid(double[] exponents)
    {
        ArgumentNullException.ThrowIfNull(exponents);
        return Array.TrueForAll(exponents, p => p >= 0 && double.IsFinite(p)) && exponents.Length > 0
            ? Tensors.Upload(exponents, [exponents.Length], device)
            : throw new ArgumentOutOfRangeException(nameof(exponents), "An exponent p must be finite and at least 0.");
    }

    private Tensor Constant(double value) => Tensors.Upload([value], [1], device);

    private double[,] Table(Tensor tensor)
    {
        double[] values = Tensors.Download(tensor);
        double[,] table = new double[Networks, values.Length / Networks];
        Buffer.BlockCopy(values, 0, table, 0, values.Length * sizeof(double));
        return table;
    }
}
