namespace LowRank.Verify.Catalogue;

/// <summary>What an oracle file records beside its formula.</summary>
public enum NoteKind
{
    /// <summary>Something printed that is wrong.</summary>
    Erratum,

    /// <summary>How a text that allows more than one reading was read.</summary>
    Reading,

    /// <summary>Something worth knowing that nobody printed otherwise, such as a property that fails.</summary>
    Remark,
}

/// <summary>An erratum, a reading or a remark of an oracle file.</summary>
public abstract record Note
{
    private protected Note()
    {
    }

    /// <summary>Which of the three it is.</summary>
    public abstract NoteKind Kind { get; }

    /// <summary>
    /// Inputs on which two formulas differ: the printed and the corrected one, or what a remark contrasts; null when none are recorded.
    /// </summary>
    public ErratumEvidence? Evidence { get; init; }
}

/// <summary>A remark.</summary>
/// <param name="Text">What it says.</param>
public sealed record Remark(string Text) : Note
{
    /// <inheritdoc/>
    public override NoteKind Kind => NoteKind.Remark;
}
