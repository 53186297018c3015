using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>bounds --json</c> prints.</summary>
[Description("Every oracle on a network: its value, or why it does not apply.")]
internal sealed record BoundsDocument(
    string File,
    [property: Range(1, int.MaxValue)] int Digits,
    IReadOnlyList<string> Assumptions,
    [property: Description(
        "What the reader of the file noticed, what was given and not used, and what the truncated reading costs for which inputs.")]
    IReadOnlyList<string> Notes,
    [property: Description("What the network is where it is no chain of layers, or what stops its reading; null for a chain.")]
    BoundsUnderstanding? Understanding,
    SummaryDocument Summary,
    BoundsInputs? Inputs,
    IReadOnlyList<BoundsLayer> Layers,
    [property: Description(
        "What the truncated reading costs: an upper limit on the change of the output, and the norm of the inputs that it holds for. "
        + "null where it is not known.")]
    BoundsTruncation Truncation,
    [property: Description(
        "What the network does on its data, certified for weights and inputs exactly as stored; null without data, or where the network "
        + "cannot be run.")]
    BoundsData? Data,
    [property: Description("Margins on the test samples; null where none were given.")] BoundsMargins? Test,
    [property: Description("The file in ONNX Runtime beside the certified scores; null without --runtime.")]
    RuntimeDocument? Runtime,
    IReadOnlyList<BoundsOracle> Oracles)
{
    public static BoundsDocument Of(AssessmentReport report) => new(
        report.File,
        report.Digits,
        report.Assumptions,
        [.. report.Notes, .. AssessmentText.TruncationNote(report) is { } note ? [note] : Array.Empty<string>()],
        BoundsUnderstanding.Of(report.Understanding),
        SummaryDocument.Of(report.Summary, report.Digits),
        BoundsInputs.Of(report.Inputs, report.Digits),
        [.. report.Layers.Select(layer => BoundsLayer.Of(layer, report.Digits))],
        new BoundsTruncation(
            report.OutputChange?.ToDecimal(report.Digits, Rounding.Up),
            report.OutputChange is not null && report.Inputs is { } limits ? BoundsInputs.Upper(limits.MaximumNorm, report.Digits) : null),
        BoundsData.Of(report.Data, report.Digits),
        BoundsMargins.Of(report.Test, report.Digits),
        RuntimeDocument.Of(report.Runtime, report.Digits),
        [.. report.Oracles.Select(oracle => BoundsOracle.Of(oracle, report))]);
}

/// <summary>A network that is no chain of layers.</summary>
internal sealed record BoundsUnderstanding(
    [property: Description("Nodes with stored weights up to the obstacle; all of them where nothing stops.")]
    [property: Range(0, int.MaxValue)] int Layers,
    [property: Range(0, int.MaxValue)] int All,
    [property: Description("The first thing that is not understood: node, operator and cause; null where the network runs as a graph.")]
    string? Stop,
    [property: Description("What makes it more than a chain of layers.")] string Kind)
{
    public static BoundsUnderstanding? Of(Understanding? understanding) => understanding is null ? null
        : new(understanding.Layers, understanding.All, understanding.Stop, understanding.Kind);
}

/// <summary>Norms of the inputs.</summary>
internal sealed record BoundsInputs(
    [property: Range(1, int.MaxValue)] long Samples,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string MaximumNorm,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string FrobeniusNorm,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string SumOfSquares,
    string Source)
{
    public static BoundsInputs? Of(InputNorms? inputs, int digits) => inputs is null ? null : new(
        inputs.Samples, Upper(inputs.MaximumNorm, digits), Upper(inputs.FrobeniusNorm, digits), Upper(inputs.SumOfSquares, digits),
            inputs.Source);

    public static string Upper(Rational value, int digits) => BigFloat.Of(value, 256, Rounding.Up).ToDecimal(digits, Rounding.Up);
}

/// <summary>What the truncated reading costs.</summary>
internal sealed record BoundsTruncation(
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string? OutputChange,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string? ForInputsOfNormAtMost);

/// <summary>A layer.</summary>
internal sealed record BoundsLayer(
    string Name,
    [property: AllowedValues("dense", "factored", "convolution")] string Kind,
    IReadOnlyList<int> Shape,
    IReadOnlyList<string> Tensors,
    Enclosure SpectralNorm,
    Enclosure Frobenius,
    Enclosure RowNorm21,
    Enclosure? StableRank,
    Bracket Rank,
    Bracket? StorageRank,
    [property: Description(
        "The layer as a linear map on its grid, where it is a convolution; the norms beside it are those of its reshaped kernel.")]
    BoundsConvolution? Convolution,
    [property: Description(
        "For each stored matrix, the rank it is cut to in the truncated reading and an upper limit on the norm of what is cut off.")]
    IReadOnlyList<BoundsCut> Cut)
{
    public static BoundsLayer Of(LayerAssessment layer, int digits) => new(
        layer.Name,
        layer.Kind,
        [layer.Rows, layer.Columns],
        [.. layer.Factors.Select(factor => factor.Tensor)],
        Enclosure.Of(layer.SpectralNorm, digits),
        Enclosure.Of(layer.FrobeniusNorm, digits),
        Enclosure.Of(layer.RowNorm21, digits),
        Enclosure.OrNull(layer.StableRank, digits),
        new Bracket(layer.Rank.Lower, layer.Rank.Upper),
        Bracket.Of(layer.StorageRank),
        BoundsConvolution.Of(layer.Convolution, digits),
        [.. layer.Factors.Select(factor => new BoundsCut(factor.CutRank, factor.CutNorm.ToDecimal(digits, Rounding.Up)))]);
}

/// <summary>A matrix in the truncated reading.</summary>
internal sealed record BoundsCut(
    [property: Range(1, int.MaxValue)] int Rank,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string Norm);

/// <summary>A convolution as a linear map.</summary>
internal sealed record BoundsConvolution(
    Enclosure OperatorNorm,
    [property: Description("How the enclosure was obtained.")] string Route,
    [property: Range(1, int.MaxValue)] int Groups,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> Kernel,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> Strides,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> PadsBegin,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> PadsEnd,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> Dilations,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> Input,
    [property: Description(BoundsConvolution.SizesMeaning)] IReadOnlyList<int> Output)
{
    private const string SizesMeaning = "One number per spatial dimension.";

    public static BoundsConvolution? Of(ConvolutionAssessment? convolution, int digits) => convolution is null ? null : new(
        Enclosure.Of(convolution.OperatorNorm, digits),
        convolution.Route,
        convolution.Operator.Groups,
        convolution.Operator.KernelShape,
        convolution.Operator.Strides,
        convolution.Operator.PadsBegin,
        convolution.Operator.PadsEnd,
        convolution.Operator.Dilations,
        convolution.Operator.InputShape,
        convolution.Operator.OutputShape);
}
