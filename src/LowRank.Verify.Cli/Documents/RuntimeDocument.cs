using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Cli.Documents;

/// <summary>The member <c>runtime</c> of <c>bounds</c> and <c>jacobian</c>.</summary>
internal sealed record RuntimeDocument(
    OnnxRuntimeLevel Level,
    OnnxRuntimeProvider Provider,
    [property: Description(
        "Why it was not run, naming node and type where the file was refused; the certified numbers do not depend on it.")] string? Failure,
    RuntimeScores? Comparison)
{
    public static RuntimeDocument? Of(RuntimeComparison? comparison, int digits) => comparison is null ? null : new(
        comparison.Options.Level,
        comparison.Options.Provider,
        (comparison as RuntimeComparison.Failed)?.Reason,
        comparison is RuntimeComparison.Measured measured ? RuntimeScores.Of(measured, digits) : null);
}

/// <summary>The runtime's scores beside the certified ones.</summary>
internal sealed record RuntimeScores(
    string Library,
    [property: AllowedValues("float32", "float64", "float16")] string Precision,
    [property: Description("Whether the data was rounded to that precision first.")] bool InputsRounded,
    [property: Description(
        "False where an operator has no enclosure: compared is then with the scores in double precision.")] bool Certified,
    Enclosure Difference,
    [property: Description("d over the largest score in magnitude.")] Enclosure? Relative,
    [property: Description("Where d is attained, from 0.")] int Sample,
    int Class,
    [property: Range(1, int.MaxValue)] int Samples,
    [property: Description("Samples that get another class; null where the network has one output.")] Bracket? ChangedClasses,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string MarginChange,
    [property: Description("Samples whose two largest exact scores lie within marginChange = 2d of each other.")] Bracket? WithinReach,
    [property: Description(
        "Samples with certified margin at most gamma + 2d: no fewer than the runtime's with margin at most gamma. null without labels.")]
    Bracket? BelowWithChange)
{
    public static RuntimeScores Of(RuntimeComparison.Measured measured, int digits) => new(
        measured.Runtime,
        measured.Precision,
        measured.RoundsInputs,
        measured.IsCertified,
        Enclosure.Of(measured.Difference, digits),
        Enclosure.OrNull(measured.Relative, digits),
        measured.Sample,
        measured.Class,
        measured.Samples,
        Bracket.Of(measured.ChangedClasses),
        Interval.Of(measured.MarginChange).UpperDecimal(digits),
        Bracket.Of(measured.WithinReach),
        Bracket.Of(measured.BelowWithChange));
}
