using System.Collections.Concurrent;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Judging;

/// <summary>
/// Remembers the certificates of recent matrices, by their entries, shape and storage format: the value test, the tolerance and the
/// properties of one case ask for the same spectra many times. A certificate with more digits serves a wish for fewer.
/// </summary>
/// <param name="source">Makes the certificates.</param>
/// <param name="capacity">Certificates kept before the memory is emptied.</param>
public sealed class CachedSpectrumSource(ISpectrumSource source, int capacity = 4096) : ISpectrumSource
{
    private readonly ConcurrentDictionary<Key, (CertifiedSpectrum Spectrum, int Digits)> known = new();

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        Key key = new(a);
        if (known.TryGetValue(key, out (CertifiedSpectrum Spectrum, int Digits) found) && found.Digits >= digits)
        {
            return found.Spectrum;
        }

        CertifiedSpectrum spectrum = source.Certify(a, digits);
        if (known.Count >= capacity)
        {
            known.Clear();
        }

        known[key] = (spectrum, digits);
        return spectrum;
    }

    private readonly struct Key : IEquatable<Key>
    {
        private readonly Matrix matrix;
        private readonly int hash;

        public Key(Matrix matrix)
        {
            ArgumentNullException.ThrowIfNull(matrix);
            this.matrix = matrix;
            HashCode code = default;
            code.Add(matrix.Rows);
            code.Add(matrix.Columns);
            code.Add(matrix.Storage);
            code.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(matrix.Values.AsSpan()));
            hash = code.ToHashCode();
        }

        public bool Equals(Key other) => hash == other.hash
            && matrix.Rows == other.matrix.Rows && matrix.Columns == other.matrix.Columns && matrix.Storage == other.matrix.Storage && matrix.StorageScale == other.matrix.StorageScale
            && matrix.Values.AsSpan().SequenceEqual(other.matrix.Values);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => hash;
    }
}
