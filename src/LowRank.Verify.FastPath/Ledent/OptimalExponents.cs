namespace LowRank.Verify.FastPath.Ledent;

/// <summary>The exponents that minimise a form of Theorem 3.6, and the value there.</summary>
/// <param name="Exponents">p_l in [0, 2].</param>
/// <param name="LogTerms">ln t_l(p_l); −∞ where the term is 0.</param>
/// <param name="Value">√(L/N · Σ t_l).</param>
public sealed record OptimalExponents(IReadOnlyList<double> Exponents, IReadOnlyList<double> LogTerms, FastNumber Value);
