using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>A part of a run that stands alone: it gives the same records whatever runs before it, beside it or not at all.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Part">What is tested: see the constants.</param>
/// <param name="Block">Number of the block of cases.</param>
/// <param name="First">Index of the first case.</param>
/// <param name="Count">Number of cases.</param>
internal sealed record GateUnit(Oracle Oracle, string Part, int Block, int First, int Count)
{
    /// <summary>The part of fixed cases.</summary>
    public const string VectorsPart = "vectors";

    /// <summary>The part of one network over a grid of p.</summary>
    public const string SweepPart = "sweep";

    /// <summary>"oracle:part", and ":block" for the second block and later ones.</summary>
    public string Id { get; } = Block == 0 ? $"{Oracle.Id}:{Part}"
        : string.Create(CultureInfo.InvariantCulture, $"{Oracle.Id}:{Part}:{Block}");

    /// <summary>The unit that one case again stands for.</summary>
    public static GateUnit Of(Oracle oracle, ReplayToken token) => new(oracle, token.Property, 0, 0, 1);
}
