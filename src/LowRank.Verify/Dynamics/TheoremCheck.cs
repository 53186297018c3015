using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Dynamics;

/// <summary>What a theorem says of one instance.</summary>
internal abstract record TheoremCheck
{
    private TheoremCheck()
    {
    }

    /// <summary>A hypothesis fails, or is not certain.</summary>
    /// <param name="Hypothesis">The first one that fails, with its numbers.</param>
    public sealed record DoesNotApply(string Hypothesis) : TheoremCheck;

    /// <summary>The hypotheses hold, and every conclusion was compared.</summary>
    /// <param name="Conclusions">Each with both sides.</param>
    public sealed record Compared(IReadOnlyList<Conclusion> Conclusions) : TheoremCheck
    {
        /// <summary>True when every conclusion is certain.</summary>
        public bool Holds => Conclusions.All(c => c.Holds);

        /// <summary>The conclusions that are certainly false.</summary>
        public IEnumerable<Conclusion> Refuted => Conclusions.Where(c => c.IsRefuted);
    }
}
