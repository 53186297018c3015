namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>What the entries of a tensor are.</summary>
internal enum OnnxKind
{
    /// <summary>Floating-point numbers.</summary>
    Real,

    /// <summary>Integers.</summary>
    Integer,

    /// <summary>Booleans.</summary>
    Boolean,

    /// <summary>Texts or complex numbers, which no weight here is.</summary>
    Other,
}
