namespace LowRank.Verify.Cli.Output;

/// <summary>The certified spectra of a file.</summary>
internal sealed record SpectrumReport(string File, IReadOnlyList<TensorSpectrum> Tensors, IReadOnlyList<SkippedTensor> Skipped,
    IReadOnlyList<string> Notes)
{
    /// <summary>True when everything of every tensor is as narrow as was asked for.</summary>
    public bool ReachedDigits => Tensors.All(tensor => tensor.IsReached);
}
