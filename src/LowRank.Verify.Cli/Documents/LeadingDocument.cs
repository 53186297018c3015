using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>spectrum --top --json</c> prints.</summary>
[Description("Certified leading singular values of the matrices in a file, and what they and the energy of the others say of norms and "
    + "Schatten sums over all singular values.")]
internal sealed record LeadingDocument(string File, [property: MinLength(1)] IReadOnlyList<LeadingOfTensor> Tensors,
    IReadOnlyList<TensorLeftOut> Skipped,
    [property: Description("What is to be said of the file as a whole.")] IReadOnlyList<string> Notes)
{
    public static LeadingDocument Of(string file, IReadOnlyList<LeadingTensor> tensors, IReadOnlyList<SkippedTensor> skipped,
        IReadOnlyList<string> notes) =>
        new(file, [.. tensors.Select(LeadingOfTensor.Of)], [.. skipped.Select(TensorLeftOut.Of)], notes);
}

/// <summary>The leading values of one tensor.</summary>
internal sealed record LeadingOfTensor(
    string Name,
    [property: Range(1, int.MaxValue)] IReadOnlyList<int> Shape,
    [property: Description("Rows and columns of the matrix.")]
    [property: Range(1, int.MaxValue)]
    IReadOnlyList<int> Matrix,
    string Dtype,
    [property: Description("Singular values that are given: those asked for, at most the smaller dimension.")]
    [property: Range(1, int.MaxValue)]
    int Top,
    Enclosure Frobenius,
    [property: Description("||A||_F^2 / sigma_1^2; null where the spectral norm is not bounded away from 0.")]
    Enclosure? StableRank,
    [property: Description("The part of ||A||_F^2 that lies beyond the values that are given; null for a zero matrix.")]
    Enclosure? Tail,
    [property: Description("Significant digits that every value that is given has, at most those asked for.")]
    int Digits,
    IReadOnlyList<LeadingSum> Schatten,
    IReadOnlyList<Enclosure> SingularValues,
    string Method)
{
    public static LeadingOfTensor Of(LeadingTensor tensor) => new(
        tensor.Name,
        tensor.Shape,
        tensor.Matrix,
        tensor.StorageName,
        tensor.Top,
        Enclosure.Of(tensor.Frobenius, tensor.Wanted),
        Enclosure.OrNull(tensor.StableRank, tensor.Wanted),
        Enclosure.OrNull(tensor.Tail, tensor.Wanted),
        tensor.Digits,
        [.. tensor.Sums.Select(sum => new LeadingSum(sum.Exponent, Enclosure.Of(sum.Sum, tensor.Wanted)))],
        [.. tensor.Values.Select(value => Enclosure.Of(value, tensor.Wanted))],
        tensor.Spectrum.Method);
}

/// <summary>The sum of one exponent.</summary>
internal sealed record LeadingSum([property: Description("The exponent as it was written.")] string P, Enclosure Sum);
