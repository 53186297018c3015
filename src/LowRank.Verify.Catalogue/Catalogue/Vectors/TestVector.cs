using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>One fixed case with its certified value.</summary>
/// <param name="Id">A stable slug, never reused.</param>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Revision">The oracle's revision that the value belongs to.</param>
/// <param name="Flags">What the case is for; see <see cref="VectorFlags"/>.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Expect">Encloses the exact value.</param>
/// <param name="Digits">Certified significant digits of the enclosure.</param>
/// <param name="Why">What the case is there for, in a sentence.</param>
public sealed record TestVector(
    string Id, string Oracle, int Revision, IReadOnlyList<string> Flags, InputRecord Inputs, ExpectedValue Expect, int Digits, string Why);
