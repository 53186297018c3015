using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>
/// A source of certificates that certifies equal matrices once per number of digits, and keeps what it has certified. Safe for concurrent
/// use where the source is: of callers with equal matrices one certifies and the others wait; different matrices do not wait for each other.
/// </summary>
public sealed class RememberedSpectra(ISpectrumSource source) : ISpectrumSource, ISumSpectrumSource
{
    private readonly ConcurrentDictionary<(Matrix Matrix, int Digits), Lazy<CertifiedSpectrum>> known = new(new SameMatrix());

    /// <summary>The source itself, for matrices that are not worth remembering.</summary>
    internal ISpectrumSource Source => source;

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        Lazy<CertifiedSpectrum> spectrum = known.GetOrAdd((a, digits), key => new Lazy<CertifiedSpectrum>(() => source.Certify(key.Matrix, key.Digits)));
        try
        {
            return spectrum.Value;
        }
        catch
        {
            _ = known.TryRemove(KeyValuePair.Create((a, digits), spectrum)); // a failure is not kept
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Not remembered.</remarks>
    public CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default) =>
        (source as ISumSpectrumSource ?? new LeadingTermSpectra(source)).Certify(a, digits, cancellation);

    private sealed class SameMatrix : IEqualityComparer<(Matrix Matrix, int Digits)>
    {
        public bool Equals((Matrix Matrix, int Digits) x, (Matrix Matrix, int Digits) y) =>
            x.Digits == y.Digits
            && x.Matrix.Rows == y.Matrix.Rows
            && x.Matrix.Columns == y.Matrix.Columns
            && x.Matrix.Storage == y.Matrix.Storage
            && x.Matrix.StorageScale == y.Matrix.StorageScale
            && (ReferenceEquals(x.Matrix, y.Matrix) || x.Matrix.Values.AsSpan().SequenceEqual(y.Matrix.Values));

        public int GetHashCode((Matrix Matrix, int Digits) key)
        {
            HashCode hash = default;
            hash.Add(key.Matrix.Rows);
            hash.Add(key.Matrix.Columns);
            hash.AddBytes(MemoryMarshal.AsBytes(key.Matrix.Values.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
