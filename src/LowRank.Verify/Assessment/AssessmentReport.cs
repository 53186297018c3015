using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment;

/// <summary>Every oracle on one network.</summary>
/// <param name="File">The network's file.</param>
/// <param name="Inputs">Limits on the inputs; null where no oracle applies.</param>
/// <param name="Layers">The layers; empty where the network was not understood.</param>
/// <param name="Assumptions">What the numbers rest on, in words.</param>
/// <param name="Notes">What the reader of the file noticed, and what was given and not used.</param>
/// <param name="OutputChange">
/// An upper limit on the change of the output by cutting every layer to its storage rank, for inputs of the assumed norm:
/// Σ_l δ_l Π_{j≠l}(‖W_j‖ + δ_j) · max‖x‖ · Π ρ, with δ_l at least the spectral norm of what is cut off; null where it is not known.
/// </param>
/// <param name="Oracles">The oracles in the catalogue's order.</param>
/// <param name="Digits">The digits asked for.</param>
public sealed record AssessmentReport(
    string File,
    InputNorms? Inputs,
    IReadOnlyList<LayerAssessment> Layers,
    IReadOnlyList<string> Assumptions,
    IReadOnlyList<string> Notes,
    BigFloat? OutputChange,
    IReadOnlyList<OracleAssessment> Oracles,
    int Digits)
{
    /// <summary>What the network is where it is no chain of layers, or what stops its reading; null for a chain.</summary>
    public Understanding? Understanding { get; init; }

    /// <summary>What was measured on the data; null without data, or where the network cannot be run.</summary>
    public DataAssessment? Data { get; init; }

    /// <summary>The margins on the test samples; null where none were given.</summary>
    public MarginAssessment? Test { get; init; }

    /// <summary>What the values come to.</summary>
    public required AssessmentSummary Summary { get; init; }

    /// <summary>The statements that were given beside the catalogue's.</summary>
    public IReadOnlyList<Oracle> Own { get; init; } = [];

    /// <summary>The file in ONNX Runtime beside the certified scores; null where it was not asked for.</summary>
    public RuntimeComparison? Runtime { get; init; }
}
