namespace LowRank.Verify.Formulas.Library;

/// <summary>A function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Kinds of its arguments.</param>
/// <param name="Build">Makes the term from the arguments' terms.</param>
internal sealed record Function(string Name, IReadOnlyList<ValueKind> Arguments, Func<IReadOnlyList<BoundTerm>, BoundTerm> Build);
