using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// Enclosures of the Taylor coefficients f^(k)(x)/k!, k = 0, 1, …, of a function of the variable of an integral: at a point, or for
/// every point x of a panel at once. A series of one coefficient says where the values lie and nothing of derivatives, which need not
/// exist then.
/// </summary>
/// <param name="coefficients">The enclosures, at least one.</param>
internal sealed class Series(Interval[] coefficients)
{
    /// <summary>How many coefficients are known.</summary>
    public int Count => coefficients.Length;

    /// <summary>The enclosure of f^(k)(x)/k!.</summary>
    public Interval this[int k] => coefficients[k];

    /// <summary>The variable itself at a point or on a panel.</summary>
    public static Series Variable(Interval at, int count) =>
        new([at, .. Enumerable.Range(1, Math.Max(0, count - 1)).Select(k => k == 1 ? Interval.One : Interval.Zero)]);

    /// <summary>Values alone.</summary>
    public static Series OfValues(Interval values) => new([values]);

    /// <summary>The same function, values alone.</summary>
    public Series ValuesAlone() => Count == 1 ? this : OfValues(coefficients[0]);
}
