using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Cli.Documents;

/// <summary>A line of <c>experiment --json</c>.</summary>
[JsonDerivedType(typeof(ExperimentBegin))]
[JsonDerivedType(typeof(SpectrumRow))]
[JsonDerivedType(typeof(AlignmentLine))]
[JsonDerivedType(typeof(DynamicsLine))]
[JsonDerivedType(typeof(VerificationLine))]
[JsonDerivedType(typeof(LinearModelLine))]
[JsonDerivedType(typeof(ExperimentEnd))]
[Description("One line of the records of an experiment: the experiment, the rows of its table (those of the CSV), its end.")]
internal abstract record ExperimentRecord;

/// <summary>The experiment.</summary>
internal sealed record ExperimentBegin(
    [property: AllowedValues("spectrum", "alignment", "dynamics", "dynamics-verify", "linear-model")] string Name,
    ulong Seed,
    [property: Description("Everything else that the numbers depend on.")] ExperimentParameters Parameters) : ExperimentRecord
{
    [JsonPropertyOrder(-1)]
    [JsonRequired]
    [AllowedValues("experiment")]
    public string Record { get; init; } = "experiment";
}

/// <summary>The end of an experiment.</summary>
internal sealed record ExperimentEnd(
    [property: Range(1, int.MaxValue)] int Rows,
    [property: Description(
        "What is read off the rows. For linear-model, notCompared says why the published values are not compared with the draws; null "
        + "where they are.")]
    ExperimentFindings Findings) : ExperimentRecord
{
    [JsonPropertyOrder(-1)]
    [JsonRequired]
    [AllowedValues("end")]
    public string Record { get; init; } = "end";
}

/// <summary>A row of the table; null: not a finite number.</summary>
internal abstract record ExperimentRow : ExperimentRecord
{
    public const string Meaning = "A row; its members are the columns of the CSV. null: not a finite number.";

    protected const string CorruptionMeaning =
        "Fraction of the labels that are corrupted: each such label is replaced by that of another class.";

    protected const string TrainingErrorMeaning =
        "Fraction of the training samples that are not classified as their (corrupted) labels say.";

    protected const string TestErrorMeaning = "Fraction of fresh samples that are misclassified.";

    [JsonPropertyOrder(-1)]
    [JsonRequired]
    [AllowedValues("row")]
    public string Record { get; init; } = "row";
}

/// <summary>A singular value.</summary>
[Description(Meaning)]
internal sealed record SpectrumRow(int Clusters, int Samples, int Index, double? Value) : ExperimentRow;

/// <summary>Labels and residual in the two spaces.</summary>
[Description(Meaning)]
internal sealed record AlignmentLine(
    [property: Description(ExperimentRow.CorruptionMeaning), Range(0.0, 1.0)] double Corruption,
    [property: AllowedValues("initial", "final")] string Stage,
    [property: JsonPropertyName("labels_information")] double? LabelsInformation,
    [property: JsonPropertyName("labels_nuisance")] double? LabelsNuisance,
    [property: JsonPropertyName("labels_pseudo_inverse")] double? LabelsPseudoInverse,
    [property: JsonPropertyName("residual_information")] double? ResidualInformation,
    [property: JsonPropertyName("residual_nuisance")] double? ResidualNuisance,
    [property: JsonPropertyName("residual_pseudo_inverse")] double? ResidualPseudoInverse,
    [property: JsonPropertyName("training_loss")] double? TrainingLoss,
    [property: JsonPropertyName("training_error"), Description(ExperimentRow.TrainingErrorMeaning), Range(0.0, 1.0)] double TrainingError,
    [property: JsonPropertyName("test_error"), Description(ExperimentRow.TestErrorMeaning), Range(0.0, 1.0)] double TestError)
        : ExperimentRow;

/// <summary>A step of training.</summary>
[Description(Meaning)]
internal sealed record DynamicsLine(
    int Step,
    double Information,
    double Nuisance,
    [property: JsonPropertyName("linear_information")] double LinearInformation,
    [property: JsonPropertyName("linear_nuisance")] double LinearNuisance,
    [property: JsonPropertyName("final_information")] double FinalInformation,
    [property: JsonPropertyName("final_nuisance")] double FinalNuisance,
    [property: JsonPropertyName("training_error"), Description(ExperimentRow.TrainingErrorMeaning), Range(0.0, 1.0)] double TrainingError,
    [property: JsonPropertyName("true_training_error"),
        Description("Fraction of the training samples that are not classified as their true labels say."), Range(0.0, 1.0)]
    double TrueTrainingError,
    [property: JsonPropertyName("test_error"), Description(ExperimentRow.TestErrorMeaning), Range(0.0, 1.0)] double TestError)
        : ExperimentRow;

/// <summary>A statement on an instance.</summary>
[Description(Meaning)]
internal sealed record VerificationLine(
    int Seed,
    string Activation,
    int Samples,
    int Classes,
    int Width,
    string Variant,
    string Statement,
    [property: JsonPropertyName("failed_hypothesis")] string? FailedHypothesis,
    int Steps,
    int Compared,
    int Proved,
    int Refuted,
    int? Digits) : ExperimentRow;

/// <summary>A step of the linear model.</summary>
[Description(Meaning)]
internal sealed record LinearModelLine(
    int Step,
    double? Total,
    [property: JsonPropertyName("total_deviation")] double? TotalDeviation,
    double? Information,
    [property: JsonPropertyName("information_deviation")] double? InformationDeviation,
    double? Nuisance,
    [property: JsonPropertyName("nuisance_deviation")] double? NuisanceDeviation) : ExperimentRow;
