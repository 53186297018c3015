namespace LowRank.Verify.Spectra.Operators;

/// <summary>What a convolution reads beyond the edge of its input.</summary>
public enum ConvolutionPadding
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The input again, as on a torus.</summary>
    Circular,

    /// <summary>The input mirrored at its edge. No certificate stands for it; it is refused.</summary>
    Reflect,

    /// <summary>The nearest entry of the input. No certificate stands for it; it is refused.</summary>
    Replicate,
}
