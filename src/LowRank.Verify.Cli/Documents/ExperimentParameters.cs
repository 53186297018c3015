using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Cli.Documents;

/// <summary>Everything but the seed that the numbers of an experiment depend on.</summary>
[JsonDerivedType(typeof(SpectrumParameters))]
[JsonDerivedType(typeof(TrainingValues))]
[JsonDerivedType(typeof(VerificationParameters))]
[JsonDerivedType(typeof(LinearModelParameters))]
internal abstract record ExperimentParameters;

/// <summary>Of <c>spectrum</c>.</summary>
internal sealed record SpectrumParameters(
    int Classes,
    IReadOnlyList<int> Clusters,
    IReadOnlyList<int> PerCluster,
    int Dimension,
    int Width,
    double Sigma,
    double Separation,
    string Activation,
    [property: AllowedValues("output", "hidden")] string Layer) : ExperimentParameters;

/// <summary>Of <c>alignment</c> and <c>dynamics</c>.</summary>
internal sealed record TrainingValues(
    int Classes,
    int Clusters,
    int Samples,
    int TestSamples,
    int Dimension,
    int Width,
    double Scale,
    double Sigma,
    double Separation,
    [property: Description("Fractions of the labels that are corrupted: each such label is replaced by that of another class."),
        Range(0.0, 1.0)]
    IReadOnlyList<double> Corruption,
    int Steps,
    double RelativeStep,
    int Rank,
    string Activation) : ExperimentParameters;

/// <summary>Of <c>dynamics --verify</c>.</summary>
internal sealed record VerificationParameters(int Instances) : ExperimentParameters;

/// <summary>Of <c>linear-model</c>.</summary>
internal sealed record LinearModelParameters(
    int Samples, int Dimension, int Rank, double InputNoise, double LabelNoise, double SquaredNorm, double StepSize, int Steps, int Draws)
        : ExperimentParameters;

/// <summary>What is read off the rows of an experiment.</summary>
[JsonDerivedType(typeof(SpectrumFindings))]
[JsonDerivedType(typeof(AlignmentFindings))]
[JsonDerivedType(typeof(DynamicsFindings))]
[JsonDerivedType(typeof(VerificationFindings))]
[JsonDerivedType(typeof(LinearModelFindings))]
internal abstract record ExperimentFindings;

/// <summary>Of <c>spectrum</c>.</summary>
internal sealed record SpectrumFindings(IReadOnlyList<CurveFinding> Curves) : ExperimentFindings;

/// <summary>Where a curve drops.</summary>
internal sealed record CurveFinding(int Clusters, int Samples, int Rank, double? Drop, int LargestDropAfter);

/// <summary>Of <c>alignment</c>.</summary>
internal sealed record AlignmentFindings(int Rank) : ExperimentFindings;

/// <summary>Of <c>dynamics</c>.</summary>
internal sealed record DynamicsFindings(int BestStep, double BestTestError, double LastTestError, double LastTrainingError)
    : ExperimentFindings;

/// <summary>Of <c>dynamics --verify</c>.</summary>
internal sealed record VerificationFindings(int Applied, int Compared, int Proved, int Refuted) : ExperimentFindings;

/// <summary>Of <c>linear-model</c>.</summary>
internal sealed record LinearModelFindings(string? NotCompared, IReadOnlyList<PublishedFinding> Published) : ExperimentFindings;

/// <summary>A published value beside the draws.</summary>
internal sealed record PublishedFinding(
    [property: AllowedValues("total", "information", "nuisance")] string Part,
    int Step,
    double Value,
    double? Mean,
    double? Deviation,
    double? Least,
    double? Most,
    bool IsInRange,
    bool IsWithinTwoDeviations);
