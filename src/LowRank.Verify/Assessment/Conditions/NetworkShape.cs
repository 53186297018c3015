using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Conditions;

/// <summary>
/// What hypotheses speak of: layers by kind, what stands between and after them, the sample. Nothing here needs a decomposition.
/// </summary>
internal sealed record NetworkShape
{
    /// <summary>Why the file is no network of layers and activations whose inputs are the data; null where it is.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Scores of one sample where the network is no chain; null for a chain, and where they are not known.</summary>
    public int? Scores { get; init; }

    /// <summary>The first bias that stands, in words; null where there is none (or all are carried).</summary>
    public string? Bias { get; init; }

    /// <summary>Name of the first residual branch; null where there is none.</summary>
    public string? Residual { get; init; }

    /// <summary>The layers.</summary>
    public required IReadOnlyList<LayerShape> Layers { get; init; }

    /// <summary>The activations on the way from layer to layer.</summary>
    public required IReadOnlyList<Activation> Between { get; init; }

    /// <summary>What follows the last layer.</summary>
    public required Activation Output { get; init; }

    /// <summary>Limits on the inputs.</summary>
    public required InputNorms Inputs { get; init; }

    /// <summary>True where inputs are given.</summary>
    public bool HasData { get; init; }

    /// <summary>True where they have labels.</summary>
    public bool HasLabels { get; init; }
}

/// <summary>A layer as hypotheses see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">"dense" or "convolution".</param>
/// <param name="Outputs">Outputs; filters of a convolution.</param>
/// <param name="Factors">Number of stored matrices that it is a product of.</param>
/// <param name="HasScale">True where an exact factor stands in front of the stored weights.</param>
internal sealed record LayerShape(string Name, string Kind, int Outputs, int Factors, bool HasScale)
{
    /// <summary>Why the layer is not one stored matrix, or null.</summary>
    public string? ReasonAgainstMatrix => Factors == 1 && !HasScale ? null
        : $"layer '{Name}' is {(Factors > 1 ? "a product of stored matrices" : "a stored matrix times a factor")}, and this statement "
            + $"takes the matrix itself";
}
