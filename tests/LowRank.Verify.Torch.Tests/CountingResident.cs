using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Torch.Tests;

/// <summary>Counts how often matrices are brought from the device.</summary>
internal sealed class CountingResident(TorchEngine inner) : IResidentEngine
{
    public string Name => inner.Name;

    public string Description => inner.Description;

    public int Downloads { get; private set; }

    public SingularTriplets? Decompose(Matrix a) => inner.Decompose(a);

    public double[]? SingularValues(Matrix a) => inner.SingularValues(a);

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c) =>
        inner.Multiply(transposeA, transposeB, m, n, k, a, b, c);

    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c) => inner.Gram(k, n, a, c);

    public IResidentDecomposition? DecomposeInPlace(Matrix tall) =>
        inner.DecomposeInPlace(tall) is { } found ? new Counted(this, found) : null;

    private sealed class Counted(CountingResident owner, IResidentDecomposition found) : IResidentDecomposition
    {
        public IReadOnlyList<double> Values => found.Values;

        public ResidentBounds Bounds() => found.Bounds();

        public SingularTriplets Download()
        {
            owner.Downloads++;
            return found.Download();
        }

        public ResidentImage Image(int bits) => found.Image(bits);

        public double[] Residuals(double[] high, double[] low, int bits) => found.Residuals(high, low, bits);

        public void Correct(double[] squares) => found.Correct(squares);

        public void Dispose() => found.Dispose();
    }
}
