namespace LowRank.Verify.Cli.Output;

/// <summary>The certified spectra of a file.</summary>
internal sealed record SpectrumReport(string File, int Digits, IReadOnlyList<TensorSpectrum> Tensors, IReadOnlyList<SkippedTensor> Skipped)
{
    /// <summary>True when every quantity of every tensor has the digits asked for.</summary>
    public bool ReachedDigits => Tensors.All(tensor => tensor.LeastDigits >= Digits);
}
