using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>spectrum --json</c> prints.</summary>
[Description("Certified spectra of the matrices in a file.")]
internal sealed record SpectrumDocument(string File, [property: MinLength(1)] IReadOnlyList<SpectrumOfTensor> Tensors,
    IReadOnlyList<TensorLeftOut> Skipped,
    [property: Description("What is to be said of the file as a whole: tied tensors, the member of a checkpoint that was taken.")]
    IReadOnlyList<string> Notes)
{
    public static SpectrumDocument Of(SpectrumReport report) => new(report.File, [.. report.Tensors.Select(SpectrumOfTensor.Of)],
        [.. report.Skipped.Select(TensorLeftOut.Of)], report.Notes);
}

/// <summary>A tensor without a spectrum.</summary>
internal sealed record TensorLeftOut(
    string Name,
    [property: Description("null where the file does not say.")] IReadOnlyList<int>? Shape,
    string Reason)
{
    public static TensorLeftOut Of(SkippedTensor tensor) => new(tensor.Name, tensor.Shape, tensor.Reason);
}

/// <summary>The spectrum of one tensor.</summary>
internal sealed record SpectrumOfTensor(
    string Name,
    IReadOnlyList<int> Shape,
    [property: Description(
        "Rows and columns of the matrix whose spectrum this is: a tensor of three or more dimensions is reshaped to its first dimension "
        + "x the product of the others (of a convolution's kernel: filters x channels*kh*kw), and none of its numbers is the operator "
        + "norm of the convolution.")]
    [property: Length(2, 2), Range(1, int.MaxValue)]
    IReadOnlyList<int> Matrix,
    [property: Description("For a tensor that was reshaped or taken apart, and for tensors put together: how, and what the spectrum is "
        + "not. null for a matrix as it stands.")]
    string? Note,
    [property: Description("The number format in the file; of a matrix that several tensors make, theirs, joined by ' x '.")]
    string Dtype,
    Enclosure SpectralNorm,
    Enclosure Frobenius,
    Enclosure? StableRank,
    [property: Description("Digits that every singular value (relative to the largest) and every norm has, at most those asked for.")]
    int Digits,
    [property: Description("True when everything is as narrow as was asked for, in digits or by a width.")]
    bool Reached,
    [property: Description("Where it is not: the singular values that stand in the way, counted from 1.")]
    [property: Range(1, int.MaxValue)]
    IReadOnlyList<int> InTheWay,
    RankBracket Rank,
    Enclosure? StorageRadius,
    IReadOnlyList<SchattenRow> Schatten,
    [property: MinLength(1)] IReadOnlyList<Enclosure> SingularValues,
    string Method)
{
    public static SpectrumOfTensor Of(TensorSpectrum tensor)
    {
        CertifiedSingularValues spectrum = tensor.Spectrum;
        int digits = tensor.Wanted;
        return new SpectrumOfTensor(
            tensor.Name,
            tensor.Shape,
            tensor.Matrix,
            tensor.Note,
            tensor.StorageName,
            Enclosure.Of(spectrum.SpectralNorm, digits),
            Enclosure.Of(tensor.Frobenius, digits),
            Enclosure.OrNull(tensor.StableRank, digits),
            tensor.LeastDigits,
            tensor.IsReached,
            tensor.IsReached ? [] : tensor.Obstacles,
            new RankBracket(spectrum.Rank.Lower, spectrum.Rank.Upper, Bracket.Of(tensor.Stored?.StorageRank)),
            Enclosure.OrNull(tensor.Stored?.StorageRadius, digits),
            [.. tensor.Schatten.Select(sums => SchattenRow.Of(sums, digits))],
            [.. spectrum.SingularValues.Select(value => Enclosure.Of(value, digits))],
            spectrum.Method);
    }
}

/// <summary>The exact rank, and the rank at storage precision.</summary>
[Description("Bracket of the exact rank, and of the rank at storage precision (null where there is none).")]
internal sealed record RankBracket(int Lower, int Upper, Bracket? Storage);

/// <summary>The sums of one exponent.</summary>
internal sealed record SchattenRow(
    [property: Description("The exponent as it was written: an exact decimal or fraction.")] string P,
    Enclosure Sum,
    Enclosure? StorageSum,
    Enclosure? AtStorageRank,
    int Digits)
{
    public static SchattenRow Of(SchattenSums sums, int digits) => new(
        sums.Exponent, Enclosure.Of(sums.Sum, digits), Enclosure.OrNull(sums.StorageSum, digits),
            Enclosure.OrNull(sums.AtStorageRank, digits), sums.Digits);
}
