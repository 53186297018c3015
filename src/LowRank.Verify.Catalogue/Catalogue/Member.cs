using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>An input of an oracle.</summary>
/// <param name="Name">The paper's symbol in ASCII.</param>
/// <param name="Type">Type of the value, or of each item.</param>
/// <param name="Domain">Admissible values of the number, or of each item; unbounded for a matrix.</param>
/// <param name="Index">Indices when it is an array, otherwise null.</param>
/// <param name="Meaning">What it is, in words.</param>
/// <param name="IsOptional">True when it may be left out.</param>
/// <param name="DefaultText">The value that stands in for it then, as a formula; a free name is the index of the item.</param>
public sealed record Member(
    string Name, MemberType Type, MemberDomain Domain, IndexRange? Index, string Meaning, bool IsOptional, string? DefaultText)
{
    /// <summary>Names of the numbers of rows and columns of a single matrix, or null.</summary>
    public MatrixShape? Shape { get; init; }

    /// <summary>Where it comes from on a network; null where no network determines it.</summary>
    public MemberSource? From { get; init; }

    /// <summary>The parsed default.</summary>
    internal Formula? Default { get; init; }

    /// <summary>Where it is declared.</summary>
    internal SourcePosition Position { get; init; }
}
