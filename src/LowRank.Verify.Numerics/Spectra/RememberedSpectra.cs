using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// A source of certificates that certifies equal matrices (entries, shape and storage format) once, and again only for more digits. What is
/// known of a matrix object is found without looking at its entries. Safe for concurrent use where the source is: of callers with equal
/// matrices one certifies and the others wait; different matrices do not wait for each other. The oldest certificates are dropped beyond a
/// capacity.
/// </summary>
/// <param name="source">Makes the certificates.</param>
/// <param name="capacity">What is kept at most, counted in doubles.</param>
public sealed class RememberedSpectra(ISpectrumSource source, long capacity = RememberedSpectra.DefaultCapacity) : ISpectrumSource,
    ISumSpectrumSource
{
    /// <summary>Half a gigabyte of matrices.</summary>
    public const long DefaultCapacity = 1L << 26;

    /// <summary>Doubles that an enclosure of a singular value weighs.</summary>
    private const int EnclosureWeight = 32;

    private readonly ConditionalWeakTable<Matrix, Entry> byReference = [];
    private readonly Dictionary<Matrix, Entry> byValue = new(SameMatrix.Instance);
    private readonly Queue<(Matrix Key, Entry Entry, long Weight)> kept = new();
    private readonly Lock gate = new();
    private long weight;

    /// <summary>The source itself, for matrices that are not worth remembering.</summary>
    public ISpectrumSource Source => source;

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15) => Ask(a, digits, known => known.Asked < digits).Spectrum;

    /// <inheritdoc/>
    /// <remarks>Not remembered.</remarks>
    public CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default) =>
        (source as ISumSpectrumSource ?? new LeadingTermSpectra(source)).Certify(a, digits, cancellation);

    /// <summary>
    /// The spectrum, and whether asking for more digits may improve it: a wish that was not met shows the limit of the source.
    /// </summary>
    public (CertifiedSpectrum Spectrum, bool MayImprove) CertifyWithinReach(Matrix a, int digits)
    {
        Known known = Ask(a, digits, known => known.Asked < digits && known.MayImprove);
        return (known.Spectrum, known.MayImprove);
    }

    private Known Ask(Matrix a, int digits, Func<Known, bool> isWorthAsking)
    {
        ArgumentNullException.ThrowIfNull(a);
        Entry entry = EntryOf(a);
        lock (entry)
        {
            if (entry.Known is { } known && !isWorthAsking(known))
            {
                return known;
            }

            CertifiedSpectrum fresh;
            try
            {
                fresh = source.Certify(a, digits);
            }
            catch when (entry.Known is null)
            {
                lock (gate)
                {
                    _ = byValue.Remove(a); // a failure is not kept
                }

                throw;
            }

            int reached = fresh.Digits(digits);
            bool isBetter = entry.Known is not { } before || reached > before.Spectrum.Digits(digits);
            Known best = new(isBetter ? fresh : entry.Known!.Spectrum, digits, isBetter && reached >= digits);
            Keep(a, entry, best);
            return best;
        }
    }

    private Entry EntryOf(Matrix a)
    {
        if (byReference.TryGetValue(a, out Entry? entry) && !entry.IsForgotten)
        {
            return entry;
        }

        lock (gate)
        {
            if (!byValue.TryGetValue(a, out entry))
            {
                entry = new Entry();
                byValue.Add(a, entry);
            }
        }

        byReference.AddOrUpdate(a, entry);
        return entry;
    }

    private void Keep(Matrix a, Entry entry, Known known)
    {
        lock (gate)
        {
            if (entry.Known is null)
            {
                long added = a.Values.LongLength + (EnclosureWeight * (long)a.MinimumDimension);
                entry.IsForgotten = !(byValue.TryAdd(a, entry) || byValue[a] == entry);
                kept.Enqueue((a, entry, added));
                weight += added;
            }

            entry.Known = known;
            while (weight > capacity && kept.Count > 1)
            {
                (Matrix oldest, Entry forgotten, long size) = kept.Dequeue();
                _ = byValue.Remove(oldest);
                (forgotten.Known, forgotten.IsForgotten) = (null, true);
                weight -= size;
            }
        }
    }

    private sealed record Known(CertifiedSpectrum Spectrum, int Asked, bool MayImprove);

    private sealed class Entry
    {
        private volatile Known? known;
        private volatile bool isForgotten;

        /// <summary>True once it was dropped: an equal matrix has, or will have, another entry.</summary>
        public bool IsForgotten
        {
            get => isForgotten;
            set => isForgotten = value;
        }

        public Known? Known
        {
            get => known;
            set => known = value;
        }
    }

    private sealed class SameMatrix : IEqualityComparer<Matrix>
    {
        public static SameMatrix Instance { get; } = new();

        public bool Equals(Matrix? x, Matrix? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null
                && x.Rows == y.Rows && x.Columns == y.Columns && x.Storage == y.Storage && x.StorageScale == y.StorageScale
                && x.Values.AsSpan().SequenceEqual(y.Values));

        public int GetHashCode(Matrix matrix)
        {
            HashCode hash = default;
            hash.Add(matrix.Rows);
            hash.Add(matrix.Columns);
            hash.Add(matrix.Storage);
            hash.AddBytes(MemoryMarshal.AsBytes(matrix.Values.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
