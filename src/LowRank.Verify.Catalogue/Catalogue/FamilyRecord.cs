namespace LowRank.Verify.Catalogue;

/// <summary>An input record that a family declares: one input file serves all oracles of the record.</summary>
/// <param name="Family">The family.</param>
/// <param name="Name">Name of the record.</param>
/// <param name="Members">Its members.</param>
internal sealed record FamilyRecord(string Family, string Name, IReadOnlyList<Member> Members)
{
    /// <summary>Definitions that the oracles of the record share.</summary>
    public IReadOnlyList<Definition> Definitions { get; init; } = [];

    /// <summary>The papers of the family by the short names under which its files cite them.</summary>
    public IReadOnlyDictionary<string, string> Papers { get; init; } = new Dictionary<string, string>();

    /// <summary>The member of that name, or null.</summary>
    public Member? Find(string name) => Members.FirstOrDefault(m => m.Name == name);
}
