using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Torch.Certificates;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Tests;

/// <summary>An engine whose decompositions on the device, or products, a test may falsify.</summary>
internal sealed class FalseResident(TorchEngine inner, Func<double[], double[]> onBasis) : IResidentEngine
{
    public Action<double[]> OnProduct { get; init; } = _ => { };

    public string Name => inner.Name;

    public string Description => inner.Description;

    public SingularTriplets? Decompose(Matrix a) => inner.Decompose(a);

    public double[]? SingularValues(Matrix a) => inner.SingularValues(a);

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c)
    {
        double[] result = new double[m * n];
        inner.Multiply(transposeA, transposeB, m, n, k, a, b, result);
        OnProduct(result);
        result.CopyTo(c);
    }

    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c) => inner.Gram(k, n, a, c);

    public IResidentDecomposition? DecomposeInPlace(Matrix tall)
    {
        using IDisposable scope = NewDisposeScope();
        Device device = inner.Device.Handle;
        SingularTriplets found = inner.Decompose(tall)!;
        Tensor Basis(double[] values, int rows) => Tensors.OfColumns(onBasis(values), rows, tall.Columns, device);
        return new DeviceDecomposition(
            Name,
            Tensors.OfColumns(tall.Values, tall.Rows, tall.Columns, device),
            Basis(found.Left, tall.Rows),
            Tensors.Upload(onBasis(found.Values), [tall.Columns], device),
            Basis(found.Right, tall.Columns));
    }
}
