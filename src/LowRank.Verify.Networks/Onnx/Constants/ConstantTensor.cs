using System.Globalization;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// A tensor that does not depend on the network's input: integers as such, reals as doubles, or as pairs of doubles that enclose them.
/// Row-major; never written to after it is made.
/// </summary>
internal sealed class ConstantTensor
{
    private readonly long[]? integers;
    private double[]? lower;
    private double[]? upper;

    private ConstantTensor(OnnxType type, int[] shape, double[]? lower, double[]? upper, long[]? integers)
    {
        Type = type;
        Shape = shape;
        this.lower = lower;
        this.upper = upper;
        this.integers = integers;
    }

    /// <summary>The element type that ONNX gives it. A computed real need not be a number of that type: nothing is rounded to it.</summary>
    public OnnxType Type { get; }

    public int[] Shape { get; }

    public int Count => integers?.Length ?? lower!.Length;

    /// <summary>Where the numbers come from, for messages and as a layer's tensor.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>
    /// The type in which the entries stand in the file, where they are stored ones, at most reordered, selected, widened without rounding
    /// or (integers that stand for reals) multiplied by stored scales; null for what is computed.
    /// </summary>
    public OnnxType? Storage { get; init; }

    /// <summary>Where every entry is an int8 times one positive stored scale, without a zero point: that scale.</summary>
    public double? Scale { get; init; }

    /// <summary>True for integers and booleans.</summary>
    public bool IsWhole => integers is not null;

    /// <summary>True where every entry is known exactly.</summary>
    public bool IsExact => IsWhole || ReferenceEquals(lower, upper);

    /// <summary>The integers; booleans are 0 and 1.</summary>
    /// <exception cref="ConstantFailure">The entries are reals.</exception>
    public long[] Integers => integers ?? throw new ConstantFailure($"it needs integers where there are numbers of type {Type.Name}");

    /// <summary>Lower ends; equal to the entries where these are doubles.</summary>
    public double[] Lower => Ends().Lower;

    /// <summary>Upper ends; the same array as <see cref="Lower"/> where every entry is exact.</summary>
    public double[] Upper => Ends().Upper;

    public static ConstantTensor Whole(OnnxType type, int[] shape, long[] integers) => new(type, shape, null, null, integers);

    public static ConstantTensor Exact(OnnxType type, int[] shape, double[] values) => new(type, shape, values, values, null);

    /// <summary>The tensor between the ends, exact where all pairs are equal.</summary>
    public static ConstantTensor Between(OnnxType type, int[] shape, double[] lower, double[] upper) =>
        new(type, shape, lower, lower.AsSpan().SequenceEqual(upper) ? lower : upper, null);

    /// <summary>The same numbers in another shape.</summary>
    public ConstantTensor Reshaped(int[] shape) => new(Type, shape, lower, upper, integers)
    {
        Name = Name, Storage = Storage, Scale = Scale,
    };

    /// <summary>The same numbers, and where they come from.</summary>
    public ConstantTensor Of(string name, OnnxType? storage, double? scale = null) => new(Type, Shape, lower, upper, integers)
    {
        Name = name, Storage = storage, Scale = scale,
    };

    /// <summary>The tensor of entries at the given places.</summary>
    public ConstantTensor Pick(int[] shape, int[] places)
    {
        double[]? low = lower is null ? null : Array.ConvertAll(places, i => lower[i]);
        return new(Type, shape, low, ReferenceEquals(lower, upper) ? low : Array.ConvertAll(places, i => upper![i]),
            integers is null ? null : Array.ConvertAll(places, i => integers[i]))
        {
            Name = Name, Storage = Storage, Scale = Scale,
        };
    }

    /// <summary>
    /// The tensor as a stored one: exact doubles in the type that holds them all. Where that is not possible null and the reason, which
    /// names neither file nor tensor.
    /// </summary>
    public StoredTensor? ToStored(string source, string name, out string reason)
    {
        reason = string.Empty;
        if (!IsExact)
        {
            (double largest, int at) = LargestWidth();
            reason = string.Create(CultureInfo.InvariantCulture,
                $"it is computed and no array of doubles: entry {ElementDecoder.Index(Shape, at)} is known to within {largest:0.#e+0}");
            return null;
        }

        double[] values = Lower;
        if (IsWhole && !ReferenceEquals(values, Upper))
        {
            int at = Enumerable.Range(0, values.Length).First(i => values[i] != Upper[i]);
            reason = $"entry {ElementDecoder.Index(Shape, at)} is {Integers[at]}, an integer that no double equals";
            return null;
        }

        if (Type.Kind == OnnxKind.Real && Array.FindIndex(values, v => !double.IsFinite(v)) is >= 0 and int bad)
        {
            reason = $"entry {ElementDecoder.Index(Shape, bad)} is {(double.IsNaN(values[bad]) ? "NaN" : "infinite")}; weights and data "
                + $"must be finite{(double.IsNaN(values[bad]) ? string.Empty : ElementDecoder.NoStorageRange)}";
            return null;
        }

        return new StoredTensor(name, Shape, Storage?.Name ?? Holding(values), values)
        {
            Source = source, Scale = Scale,
            IsDerived = !IsWhole && Scale is null && (Storage ?? OnnxType.Int64).Kind == OnnxKind.Integer,
        };
    }

    /// <summary>For each entry a double, and the most that the exact entry is away from it.</summary>
    public (double[] Middle, double[] Radius) ToBalls()
    {
        double[] middle = new double[Count], radius = new double[Count];
        for (int i = 0; i < middle.Length; i++)
        {
            (middle[i], radius[i]) = new DoubleRange(Lower[i], Upper[i]).ToBall();
        }

        return (middle, radius);
    }

    /// <summary>
    /// The stored tensor of <see cref="ToStored"/>, or doubles near the entries with the distance as their radius; null where the entries
    /// are no finite reals.
    /// </summary>
    public StoredTensor? ToNearby(string source, string name)
    {
        if (IsExact || IsWhole)
        {
            return ToStored(source, name, out _);
        }

        (double[] middle, double[] radius) = ToBalls();
        return new StoredTensor(name, Shape, OnnxType.Float64.Name, middle)
        {
            Source = source, IsDerived = true, Radius = RoundingBounds.NormFromSquares(radius.Sum(r => r * r), radius.Length),
        };
    }

    // A computed tensor keeps its type where all of its entries are numbers of it.
    private string Holding(double[] values) => Type.Kind != OnnxKind.Real || Type.Format is not { } format
        || Array.TrueForAll(values, v => format.Round(v, saturates: false) == v) ? Type.Name : OnnxType.Float64.Name;

    private (double Width, int At) LargestWidth()
    {
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            at = Upper[i] - Lower[i] > Upper[at] - Lower[at] ? i : at;
        }

        return (Upper[at] - Lower[at], at);
    }

    private (double[] Lower, double[] Upper) Ends()
    {
        if (lower is not null && upper is not null)
        {
            return (lower, upper);
        }

        double[] low = Array.ConvertAll(integers!, n => (double)n);
        upper = low;
        for (int i = 0; i < low.Length; i++)
        {
            Int128 rounded = (Int128)low[i];
            if (rounded != integers![i])
            {
                upper = ReferenceEquals(upper, low) ? (double[])low.Clone() : upper;
                (low[i], upper[i]) = rounded < integers[i] ? (low[i], Math.BitIncrement(low[i])) : (Math.BitDecrement(low[i]), low[i]);
            }
        }

        lower = low;
        return (lower, upper);
    }
}
