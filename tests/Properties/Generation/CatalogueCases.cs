using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Properties.Generation;

/// <summary>What the gate's cases need: the honest truth, and what prepares a case.</summary>
internal static class Bench
{
    // Tries at an admissible case before another oracle is drawn, and the greatest size that is asked for.
    private const int Tries = 6;
    private const int LargestSize = 30;

    // The slack that the gate itself grants, in units of the precision.
    private const double Tolerance = 16;

    public static TruthSource Truths { get; } = new(Subject.HonestReference, Subject.HonestFastPath.Start(), Tolerance);

    public static CasePreparer Preparer { get; } = new(Truths, Subject.HonestFastPath.Start());

    public static IReadOnlySet<string> Claimed { get; } = Subject.HonestFastPath.Start().Oracles.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>A case of one of several properties (or values), whichever is first admissible.</summary>
    public static Gen<PreparedCase> Case(IReadOnlyList<(Oracle Oracle, string Part)> choices) =>
        from places in Gen.Choose(0, choices.Count - 1).ArrayOf(Tries)
        from seeds in Gen.Choose(0, int.MaxValue).ArrayOf(Tries * Tries)
        from size in Gen.Choose(1, LargestSize)
        select seeds
            .Select((seed, i) => (Choice: choices[places[i / Tries]], Seed: ((ulong)seed << 20) + (ulong)i))
            .Select(next => Preparer.Of(next.Choice.Oracle, new ReplayToken(next.Choice.Oracle.Id, next.Choice.Part, next.Seed, size)))
            .First(prepared => prepared is not null)!;

    /// <summary>Simpler cases of the same property, as the gate shrinks them.</summary>
    public static IEnumerable<PreparedCase> Shrink(PreparedCase prepared) => (prepared.Recipe?.Shrink(prepared.Oracle) ?? [])
        .Select(recipe => Preparer.Of(prepared.Oracle, prepared.Token, prepared.Property, recipe))
        .OfType<PreparedCase>();

    public static string Show(PreparedCase prepared) =>
        $"{prepared.Oracle.Id}{(prepared.Property is { } property ? $", {property.Text}" : string.Empty)}: {Show(prepared.Truth.Inputs)}"
        + (prepared.Relation is { } relation ? $"; {relation.Description}" : string.Empty);

    public static string Show(InputRecord inputs) =>
        string.Join(", ", inputs.Members.Select(member => $"{member.Key} = {Text(member.Value)}"));

    private static string Text(InputValue value) => value switch
    {
        InputValue.Number number => number.Exact.ToString(),
        InputValue.MatrixValue matrix => Generation.Show.Matrix(matrix.Value),
        InputValue.Sequence list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => "?",
    };
}

/// <summary>A property that an oracle of the catalogue declares, at one case.</summary>
/// <typeparam name="T">The kind of property.</typeparam>
public sealed record DeclaredCase<T>
    where T : OracleProperty
{
    private static readonly (Oracle, string)[] Choices = [.. from oracle in Subject.Catalogue.Oracles
                                                             from i in Enumerable.Range(0, oracle.Properties.Count)
                                                             where oracle.Properties[i] is T && Bench.Claimed.Contains(oracle.Id)
                                                             select (oracle, CasePreparer.Name(i))];

    internal DeclaredCase(PreparedCase prepared) => Prepared = prepared;

    internal PreparedCase Prepared { get; }

    internal static Gen<DeclaredCase<T>> Generate() => Bench.Case(Choices).Select(prepared => new DeclaredCase<T>(prepared));

    internal IEnumerable<DeclaredCase<T>> Shrink() => Bench.Shrink(Prepared).Select(prepared => new DeclaredCase<T>(prepared));

    public override string ToString() => Bench.Show(Prepared);
}

/// <summary>A generated case of any oracle that the fast path knows.</summary>
public sealed record ValueCase
{
    private static readonly (Oracle, string)[] Choices =
        [.. Subject.Catalogue.Oracles.Where(oracle => Bench.Claimed.Contains(oracle.Id))
            .Select(oracle => (oracle, ReplayToken.ValueProperty))];

    internal ValueCase(PreparedCase prepared) => Prepared = prepared;

    internal PreparedCase Prepared { get; }

    internal static Gen<ValueCase> Generate() => Bench.Case(Choices).Select(prepared => new ValueCase(prepared));

    internal IEnumerable<ValueCase> Shrink() => Bench.Shrink(Prepared).Select(prepared => new ValueCase(prepared));

    public override string ToString() => Bench.Show(Prepared);
}

/// <summary>One of the fixed cases of fixtures/vectors.</summary>
/// <param name="Vector">The case.</param>
public sealed record Fixture(TestVector Vector)
{
    private static readonly TestVector[] All =
        [.. VectorFile.List(Path.Combine(Repository.Root, "fixtures", "vectors")).SelectMany(VectorFile.Read)];

    internal static Gen<Fixture> Generate() => Gen.Elements(All).Select(vector => new Fixture(vector));

    public override string ToString() => $"{Vector.Id}: {Bench.Show(Vector.Inputs)}";
}
