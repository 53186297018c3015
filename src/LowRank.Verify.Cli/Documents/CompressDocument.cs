using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Codes.Certificates;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>compress --json</c> prints.</summary>
[Description("A limit on the error by the length of a file, and one by test samples beside it.")]
internal sealed record CompressDocument(
    string File,
    [property: AllowedValues("network", "samples")] string Kind,
    [property: Description("What the file names: maps, layers, rule.")] string Parts,
    string Delta,
    CodedLimit Code,
    [property: Description("By samples that had no part in making the file.")] CodedLimit? Test,
    string Verdict);

/// <summary>A limit on the error with what its statement was evaluated at.</summary>
internal sealed record CodedLimit(
    string Oracle,
    [property: Range(0, int.MaxValue)] int Errors,
    [property: Range(1, int.MaxValue)] int Samples,
    [property: Description("Bits that count."), Range(0, int.MaxValue)] int Bits,
    [property: Description("Samples that are kept."), Range(0, int.MaxValue)] int Kept,
    Enclosure Limit)
{
    public static CodedLimit Of(ErrorLimit limit) =>
        new(limit.Oracle, limit.Errors, limit.Samples, limit.Bits, limit.Kept,
            Enclosure.Of(limit.Limit, Commands.OptionValues.DefaultDigits));
}
