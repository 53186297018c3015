namespace LowRank.Verify.Catalogue;

/// <summary>A slip in a printed statement, or how a text was read that allows more than one reading.</summary>
/// <param name="Printed">What is printed.</param>
/// <param name="Read">What is implemented.</param>
/// <param name="Why">The reason.</param>
public sealed record Erratum(string Printed, string Read, string Why) : Note
{
    /// <inheritdoc/>
    public override NoteKind Kind => IsReading ? NoteKind.Reading : NoteKind.Erratum;

    /// <summary>True when nothing printed is wrong, only open.</summary>
    public bool IsReading { get; init; }

    /// <summary>
    /// Why no number can tell the two apart; null where there is evidence. Every erratum of the catalogue has one or the other.
    /// </summary>
    public string? NoNumber { get; init; }
}
