namespace LowRank.Verify.Formulas;

/// <summary>A mistake in an oracle file: where it is, what is wrong and what to do, in one line.</summary>
public sealed class FormulaException : InputException
{
    /// <summary>Creates the exception; its message is "file:line:column: problem".</summary>
    public FormulaException(SourcePosition position, string problem)
        : base($"{position}: {problem}")
    {
        Position = position;
        Problem = problem;
    }

    /// <summary>Where the mistake is.</summary>
    public SourcePosition Position { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }
}
