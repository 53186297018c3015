using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>A source of certificates that certifies equal matrices once per number of digits, and keeps what it has certified. Safe for use by several threads.</summary>
public sealed class RememberedSpectra(ISpectrumSource source) : ISpectrumSource
{
    private readonly ConcurrentDictionary<(Matrix Matrix, int Digits), CertifiedSpectrum> known = new(new SameMatrix());

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15) => known.GetOrAdd((a, digits), key => source.Certify(key.Matrix, key.Digits));

    private sealed class SameMatrix : IEqualityComparer<(Matrix Matrix, int Digits)>
    {
        public bool Equals((Matrix Matrix, int Digits) x, (Matrix Matrix, int Digits) y) =>
            x.Digits == y.Digits
            && x.Matrix.Rows == y.Matrix.Rows
            && x.Matrix.Columns == y.Matrix.Columns
            && x.Matrix.Storage == y.Matrix.Storage
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
