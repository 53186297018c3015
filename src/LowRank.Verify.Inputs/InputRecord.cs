namespace LowRank.Verify.Inputs;

/// <summary>Named inputs of an oracle, as given.</summary>
/// <param name="Members">Values by the paper's symbol in ASCII.</param>
public sealed record InputRecord(IReadOnlyDictionary<string, InputValue> Members)
{
    /// <summary>Where the inputs come from (a file, a line), for messages; "input" when nothing is known.</summary>
    public string Source { get; init; } = "input";

    /// <summary>A record from pairs.</summary>
    public static InputRecord Of(params IEnumerable<(string Name, InputValue Value)> members) =>
        new(members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal));

    /// <summary>The same record with one member set or replaced.</summary>
    public InputRecord With(string name, InputValue value) =>
        new(new Dictionary<string, InputValue>(Members, StringComparer.Ordinal) { [name] = value }) { Source = Source };

    /// <summary>The same record without one member.</summary>
    public InputRecord Without(string name) =>
        new(Members.Where(m => m.Key != name).ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal)) { Source = Source };
}
