using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>A tensor exactly as stored: every value is the double equal to it; nothing is rounded.</summary>
/// <param name="Name">Its name in the file (a .npy: the file's name without extension).</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="DType">The stored type: float64, float32, float16, bfloat16, float8_e4m3fn, float8_e5m2, float8_e8m0fnu, float4_e2m1fn,
/// int8 … uint64, bool.</param>
/// <param name="RowMajor">The values, last index fastest; finite for the floating-point types.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<int> Shape, string DType, double[] RowMajor)
{
    /// <summary>The file that it was read from, for messages.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>
    /// For int8 that a stored factor s &gt; 0 turns into numbers: s; <see cref="RowMajor"/> then holds the exact products s·q, not what a
    /// runtime rounds them to. Null for all others.
    /// </summary>
    public double? Scale { get; init; }

    /// <summary>
    /// True for numbers that are put together from several stored ones without rounding: integers times scales of rows or blocks, sums and
    /// products of stored tensors. They have no storage range.
    /// </summary>
    public bool IsDerived { get; init; }

    /// <summary>
    /// Of a computed tensor whose entries are not all doubles: <see cref="RowMajor"/> then holds doubles near them, and the Frobenius norm
    /// of the difference is at most this. 0 for all others.
    /// </summary>
    internal double Radius { get; init; }

    /// <summary>The storage format of weights, or null for booleans and for integers without a scale, which cannot be weights.</summary>
    public StorageType? StorageType => IsDerived ? LinearAlgebra.StorageType.Derived : DType switch
    {
        "float64" => LinearAlgebra.StorageType.Float64,
        "float32" => LinearAlgebra.StorageType.Float32,
        "float16" => LinearAlgebra.StorageType.Float16,
        "bfloat16" => LinearAlgebra.StorageType.BFloat16,
        "float8_e4m3fn" => LinearAlgebra.StorageType.Float8E4M3,
        "float8_e5m2" => LinearAlgebra.StorageType.Float8E5M2,
        "float4_e2m1fn" => LinearAlgebra.StorageType.Float4E2M1,
        "float8_e4m3fnuz" or "float8_e5m2fnuz" => LinearAlgebra.StorageType.Derived,
        "int8" when Scale is not null => LinearAlgebra.StorageType.Int8,
        _ => null,
    };

    /// <summary>
    /// The tensor as a matrix: 2-D as it stands; with more dimensions (a convolution's kernel c_out × c_in × k_1 × …) reshaped to
    /// c_out × (c_in·k_1·…). Exact.
    /// </summary>
    /// <exception cref="InputException">
    /// The tensor has fewer than two dimensions, no entries, or is of a type that weights do not have.
    /// </exception>
    public Matrix ToMatrix()
    {
        if (ReasonAgainstMatrix is { } reason)
        {
            throw new InputException($"{Place}: {reason}.");
        }

        return Scale is { } scale
            ? Matrix.FromInt8(RowMajor.Length / Shape[0], Shape[0], RowMajor, scale).Transpose()
            : Matrix.FromRowMajor(Shape[0], RowMajor.Length / Shape[0], RowMajor, StorageType!.Value);
    }

    /// <summary>
    /// Why <see cref="ToMatrix"/> refuses the tensor, in words that name neither file nor tensor and end without a full stop; null when it
    /// does not.
    /// </summary>
    public string? ReasonAgainstMatrix =>
        StorageType is not null ? ReasonAgainstShape
            : DType == "float8_e8m0fnu" ? "its type is float8_e8m0fnu, powers of two that scale other numbers and are no weights"
            : $"its type is {DType}; a matrix of weights is float64, float32, float16 or bfloat16, float8 or float4, or int8 with a scale "
            + $"(DequantizeLinear in ONNX)";

    /// <summary>
    /// The numbers as a matrix whatever their type, exactly: integers and booleans as they are, without a storage range.
    /// </summary>
    /// <exception cref="InputException">The tensor has fewer than two dimensions or no entries.</exception>
    public Matrix ToNumbers() => StorageType is not null ? ToMatrix()
        : ReasonAgainstShape is { } reason ? throw new InputException($"{Place}: {reason}.")
        : Matrix.FromRowMajor(Shape[0], RowMajor.Length / Shape[0], RowMajor, LinearAlgebra.StorageType.Derived);

    /// <summary>Why <see cref="ToNumbers"/> refuses the tensor, as above; null when it does not.</summary>
    public string? ReasonAgainstNumbers => ReasonAgainstShape;

    private string? ReasonAgainstShape =>
        Shape.Count < 2 ? $"it has {Shape.Count} dimension{(Shape.Count == 1 ? string.Empty : "s")}, a matrix needs at least 2"
        : RowMajor.Length == 0 ? $"the matrix is empty, its shape is {TensorShape.Format(Shape)}"
        : null;

    private string Place => Source.Length == 0 ? $"tensor '{FileText.Short(Name)}'" : ElementDecoder.Place(Source, Name);
}
