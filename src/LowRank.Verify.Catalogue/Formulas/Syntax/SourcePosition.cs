namespace LowRank.Verify.Formulas.Syntax;

/// <summary>A place in a text file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>"file:line:column".</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}:{Column}");
}
