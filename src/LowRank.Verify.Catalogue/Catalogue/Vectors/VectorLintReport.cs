namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>What checking vectors found.</summary>
/// <param name="Files">Files read.</param>
/// <param name="Vectors">Vectors with an id of their own.</param>
/// <param name="Proved">Vectors without a problem, whose enclosure was proved again.</param>
/// <param name="Problems">Problems, each with file and line.</param>
public sealed record VectorLintReport(int Files, int Vectors, int Proved, IReadOnlyList<string> Problems);
