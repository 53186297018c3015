using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Sources;

/// <summary>
/// A network as statements see it: its layers as bias-free linear maps, what stands between them, its data and its reference. Layers are
/// certified when a statement first asks.
/// </summary>
internal sealed class NetworkView
{
    private static readonly Rational DefaultDelta = new(1, 20);

    private readonly Lazy<IReadOnlyList<LayerAssessment>> layers;
    private NetworkView? stored, unfolded;

    public NetworkView(
        StoredFile file,
        StatementNetwork stated,
        IReadOnlyList<LinearMap> maps,
        InputNorms inputs,
        AssessmentOptions options,
        Func<IReadOnlyList<LayerAssessment>> certify)
    {
        (File, Stated, Maps, Inputs, Options) = (file, stated, maps, inputs, options);
        layers = new Lazy<IReadOnlyList<LayerAssessment>>(certify);
    }

    public StoredFile File { get; }

    /// <summary>The network as statements see it, with what was done to it.</summary>
    public StatementNetwork Stated { get; }

    /// <summary>The network whose layers the maps are.</summary>
    public Network Network => Stated.Network;

    /// <summary>The layers before any certificate.</summary>
    public IReadOnlyList<LinearMap> Maps { get; }

    /// <summary>The layers of a network of the same shape that was fixed before the data; null where none is given.</summary>
    public IReadOnlyList<LinearMap>? Reference { get; init; }

    /// <summary>ONNX Runtime's scores beside the certified ones; null where it was not asked for.</summary>
    public RuntimeComparison? Runtime { get; init; }

    /// <summary>Why the network cannot be run on data, or null.</summary>
    public string? NotRun { get; init; }

    /// <summary>Why nothing of the network is known; see <see cref="NetworkShape"/>.</summary>
    public string? Obstacle { get; init; }

    /// <summary>What the network is where it is no chain of layers; null for a chain.</summary>
    public Understanding? Understanding { get; init; }

    /// <summary>Scores of one sample of a network that is run as a graph; null where they are not known, and for a chain.</summary>
    public int? Scores => Understanding is { Runs: true } ? Data?.Classes ?? Test?.Classes : null;

    /// <summary>The bias that stands, in words.</summary>
    public string? Bias => Stated.Bias;

    public InputNorms Inputs { get; }

    public AssessmentOptions Options { get; }

    public IReadOnlyList<LayerAssessment> Layers => layers.Value;

    /// <summary>True once the layers were certified.</summary>
    public bool HasLayers => layers.IsValueCreated;

    /// <summary>What was measured on the data; null without data, or where the network cannot be run.</summary>
    public DataAssessment? Data { get; init; }

    /// <summary>The margins on the test samples; null where none were given.</summary>
    public MarginAssessment? Test { get; init; }

    public Rational Margin => Options.Margin ?? Rational.One;

    public Rational Delta => Options.Delta ?? DefaultDelta;

    /// <summary>What hypotheses speak of.</summary>
    public NetworkShape Shape => new()
    {
        Obstacle = Obstacle,
        Scores = Scores,
        Bias = Bias,
        Layers = [.. Maps.Select(map => new LayerShape(map.Name, map.Convolution is null ? "dense"
            : "convolution", map.Factors[0].Matrix.Rows, map.Factors.Count, Rational.Abs(map.Scale) != Rational.One))],
        Between = Network.Activations,
        Output = Network.OutputActivation,
        Inputs = Inputs,
        HasData = Options.Data is not null,
        HasLabels = Options.Labels is not null,
    };

    /// <summary>Certifies a layer.</summary>
    public required Func<LinearMap, LayerAssessment> Certify { get; init; }

    /// <summary>
    /// The layers as they are stored, without biases and normalisations in them: what quantities of single matrices are about. They are
    /// there whatever lies between them.
    /// </summary>
    public NetworkView AsStored => stored ??= ReferenceEquals(Stated.Network, Stated.Stored) ? this : OfStored();

    /// <summary>Every stored matrix as a layer of its own: what the statements on linear networks are about.</summary>
    public NetworkView Unfolded => unfolded ??= Unfold();

    private NetworkView OfStored()
    {
        LinearMap[] maps = [.. Stated.Stored.Layers.Select(LinearMap.Of)];
        return new NetworkView(File, Stated with { Network = Stated.Stored }, maps, Inputs, Options, () => [.. maps.Select(Certify)])
        {
            Certify = Certify, Data = Data, NotRun = NotRun, Obstacle = Obstacle, Understanding = Understanding,
        };
    }

    private NetworkView Unfold() => new(
        File,
        Stated with
        {
            Network = Network with
            {
                Activations = [.. Enumerable.Repeat(Activation.None, Math.Max(0, Maps.Sum(map => map.Factors.Count) - 1))],
            },
        },
        Split(Maps),
        Inputs,
        Options,
        () => [.. Layers.SelectMany(layer => layer.Factors.Reverse()
            .Select((factor, i) => Single(layer, factor, isLast: i == layer.Factors.Count - 1)))])
    {
        Certify = Certify,
        Data = Data,
        Reference = Reference is null ? null : Split(Reference), NotRun = NotRun, Obstacle = Obstacle, Understanding = Understanding,
    };

    private static LinearMap[] Split(IReadOnlyList<LinearMap> maps) => [.. maps.SelectMany(map => map.Factors.Reverse()
        .Select((factor, i) =>
        map with { Name = factor.Tensor, Kind = map.Convolution is null ? "dense"
            : map.Kind, Factors = [factor], Scale = i == map.Factors.Count - 1 ? map.Scale : Rational.One }))];

    private static LayerAssessment Single(LayerAssessment layer, FactorAssessment factor, bool isLast)
    {
        if (layer.Factors.Count == 1)
        {
            return layer;
        }

        IntervalContext context = new(256);
        Rational scale = isLast ? layer.Scale : Rational.One;
        Interval times = context.Of(scale);
        Matrix matrix = factor.Spectrum.Matrix;
        return layer with
        {
            Kind = "dense",
            Rows = matrix.Rows,
            Columns = matrix.Columns,
            SpectralNorm = context.Multiply(times, factor.Spectrum.SpectralNorm),
            FrobeniusNorm = context.Multiply(times, factor.Spectrum.FrobeniusNorm(context)),
            RowNorm21 = context.Multiply(times, EntryNorms.RowNorm21(context, matrix)),
            Rank = factor.Spectrum.Rank,
            StorageRank = factor.Spectrum.StorageRank,
            Factors = [factor],
            Scale = scale,
        };
    }
}
