using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Sources;

/// <content>Sizes, counts and constants: what the file says before anything is computed.</content>
internal sealed partial class FactReader
{
    private static readonly string[] OneBreakpoint = ["Relu", "LeakyRelu", "PRelu"];

    private static string? ReasonAgainstStructure(string fact, NetworkView view) => fact switch
    {
        "breakpoints" when view.Network.Activations.FirstOrDefault(a => !a.Steps.All(step => step.MovesOnly
            || OneBreakpoint.Contains(step.Kind))) is { } other =>
            $"needs an activation with one breakpoint; this network has '{other.Kind}'",
        "path_norm_1" or "path_norm_2" when view.Network.Activations
            .FirstOrDefault(a => !a.IsElementwise) is { } mixing => $"is not derived through '{mixing.Kind}'",
        "spatial_width" or "stride" when view.Maps.FirstOrDefault(map => map.Convolution is { } c && (Same(c.OutputShape) is null
            || Same(c.Strides) is null)) is { } oblong =>
            $"takes spatial widths of square grids; layer '{oblong.Name}' has another",
        "pooling_kernel" or "pooling_kinds" or "pooling_layers" when Windows(view).Any(window => !window.IsMaximum) =>
            "is of max-pooling; this network averages",
        _ => null,
    };

    private FactItem[]? Structure(string fact) => fact switch
    {
        "depth" => One(view.Maps.Count),
        "widths" => Counts(view.Maps.Select(Rows).Prepend(Columns(view.Maps[0]))),
        "rows" => Counts(view.Maps.Select(Rows)),
        "columns" => Counts(view.Maps.Select(Columns)),
        "weights" => Counts(view.Maps.Select(Weights)),
        "parameters" => One(view.Stated.WithBiases.Layers.Sum(Parameters)),
        "parameters_up_to" => Counts(Accumulated(view.Stated.WithBiases.Layers.Select(Parameters))),
        "degree" => Counts(view.Maps.Select(map => map.Convolution is { } c ? c.ChannelsPerGroup * (long)c.Taps : Columns(map))),
        "positions" => Counts(view.Maps.Select(map => (long)(map.Convolution?.OutputPositions ?? 1))),
        "convolutions" => One(view.Maps.Count(map => map.Convolution is not null)),
        "spatial_width" => Counts(view.Maps.Select(map => map.Convolution is { } c ? Same(c.OutputShape) ?? 0L : 1)),
        "stride" => Counts(view.Maps.Select(map => map.Convolution is { } c ? Same(c.Strides) ?? 0L : 1)),
        "input_dimension" => One(view.Maps[0].Convolution is null ? Columns(view.Maps[0]) : view.Network.Layers[0].InputDimension),
        "output_dimension" => One(view.Scores ?? Rows(view.Maps[^1]) * (view.Maps[^1].Convolution?.OutputPositions ?? 1)),
        "largest_width" => One(view.Maps.Select(Rows).Append(Columns(view.Maps[0])).Max()),
        "hidden_width" => One(view.Maps.Count == 1 ? Rows(view.Maps[0]) : view.Maps.SkipLast(1).Max(Rows)),
        "breakpoints" => One(1),
        "pooling_kernel" => One(Windows(view).Select(window => (long)window.Size).DefaultIfEmpty(1).Max()),
        "pooling_kinds" => One(Windows(view).Select(window => window.Size).Distinct().Count()),
        "pooling_layers" => One(Windows(view).Count()),
        "activation_lipschitz" => [.. view.Network.Activations.Select(activation => FactItem.Of(Lipschitz(activation)))],
        "layer_lipschitz" => [.. view.Network.Activations
            .Select(activation => FactItem.Of(Lipschitz(activation))), FactItem.Of(Rational.One)],
        "output_lipschitz" => One(view.Network.OutputActivation.LipschitzSquared is null ? Rational.One
            : Lipschitz(view.Network.OutputActivation)),
        "has_reference" => One(view.Reference is null ? 0L : 1),
        "samples" => One(view.Inputs.Samples),
        "delta" => One(view.Delta),
        "margin" => One(view.Margin),
        _ => null,
    };

    private static long Rows(LinearMap map) => map.Factors[0].Matrix.Rows;

    private static long Columns(LinearMap map) => map.Factors[^1].Matrix.Columns;

    private static long Weights(LinearMap map) => map.Convolution?.Kernel.Values.LongLength
        ?? map.Factors.Sum(factor => factor.Matrix.Values.LongLength);

    private static long Parameters(Layer layer) => layer switch
    {
        DenseLayer dense => dense.Weight.Values.LongLength + (dense.Bias?.LongLength ?? 0),
        FactoredLayer factored => factored.Parts.Sum(Parameters),
        ConvolutionLayer convolution => convolution.Kernel.Values.LongLength + (convolution.Bias?.LongLength ?? 0),
        _ => 0,
    };

    private static IEnumerable<long> Accumulated(IEnumerable<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            yield return sum += count;
        }
    }

    private static long? Same(IReadOnlyList<int> sizes) => sizes.Distinct().Count() == 1 ? sizes[0] : null;

    private static IEnumerable<(bool IsMaximum, int Size)> Windows(NetworkView view) =>
        view.Network.Activations.SelectMany(activation => activation.Steps)
            .Select(step => step.Window).OfType<(bool IsMaximum, int Size)>();

    private static Rational Lipschitz(Activation activation) => activation.LipschitzSquared is { } square
        ? UpperLimit.RootOf(square, Context)
        : throw new InputException($"the activation '{activation.Kind}' has no known Lipschitz constant");
}
