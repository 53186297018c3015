using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Xunit;
using TestResult = NetArchTest.Rules.TestResult;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// A room knows only the rooms below it; between assemblies the compiler keeps that order, and here it is kept inside each. A room is a
/// namespace with those under it, unless these are rooms of their own. Constants are copied when they are compiled, so that who names only
/// a constant is not seen.
/// </summary>
public sealed class ArchitectureTests
{
    private const string Root = "LowRank.Verify";

    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        [$"{Root}.Numerics"] = [Root, .. Under(Root, "Arithmetic", "LinearAlgebra", "Spectra")],
        [$"{Root}.Networks"] = [.. Under($"{Root}.Networks", "Operations"), $"{Root}.Networks", .. Under($"{Root}.Networks", "Execution")],
        [$"{Root}.Catalogue"] = [.. Under(Root, "Formulas", "Catalogue", "Catalogue.Published", "Catalogue.Vectors")],
        [$"{Root}.FastPath"] = [.. Under($"{Root}.FastPath", "Numbers"), $"{Root}.FastPath"],
        [$"{Root}.Codes"] = Under($"{Root}.Codes", "Decoded", "Words", "Execution", "Certificates", "Search"),
        [Root] = Under(Root, "Dynamics", "Experiments", "Assessment"),
        [$"{Root}.Gate"] = Under(
            $"{Root}.Gate",
            "Files", "Drawing", "Contract", "Records", "Harness", "Judging", "Generation", "Properties", "Running", "Vectors", "Checking",
            "Reports"),
    };

    public static TheoryData<string, string> Below
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach ((string assembly, string[] rooms) in Rooms)
            {
                foreach (string room in rooms[..^1])
                {
                    rows.Add(assembly, room);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string> Assemblies => [.. Rooms.Keys];

    [Theory]
    [MemberData(nameof(Below))]
    public void Room_names_none_above_it(string assembly, string room)
    {
        string[] rooms = Rooms[assembly];
        string[] names = [.. Assembly.Load(assembly).GetTypes().Where(type => RoomOf(type, rooms) is { } its
            && Array.IndexOf(rooms, its) > Array.IndexOf(rooms, room)).Select(type => type.FullName!)];
        TestResult result = In(assembly, room).ShouldNot().HaveDependencyOnAny(names).GetResult();
        Assert.NotEmpty(names);
        Assert.True(result.IsSuccessful, $"{room} names a room above it in {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_stands_in_a_room_and_every_room_has_types(string assembly)
    {
        string[] rooms = Rooms[assembly];
        ILookup<string?, Type> found = Assembly.Load(assembly).GetTypes()
            .Where(type => type.Namespace?.StartsWith("LowRank", StringComparison.Ordinal) == true).ToLookup(type => RoomOf(type, rooms));
        Assert.Empty(found[null].Select(type => type.FullName));
        Assert.All(rooms, room => Assert.NotEmpty(found[room]));
    }

    // Were names not found in signatures and bodies, nothing could fail above.
    [Fact]
    public void Names_of_lower_rooms_are_seen()
    {
        TestResult result = In("LowRank.Verify.Gate", "LowRank.Verify.Gate.Reports").ShouldNot()
            .HaveDependencyOnAny("LowRank.Verify.Gate.Contract").GetResult();
        Assert.False(result.IsSuccessful);
        Assert.Contains("LowRank.Verify.Gate.Reports.RunText", result.FailingTypeNames);
    }

    private static PredicateList In(string assembly, string room)
    {
        string others = string.Join('|', Rooms[assembly].Where(other => other.StartsWith(room + ".", StringComparison.Ordinal))
            .Select(other => Regex.Escape(other)).DefaultIfEmpty("$none"));
        return Types.InAssembly(Assembly.Load(assembly)).That()
            .ResideInNamespaceMatching($@"^(?!({others})(\.|$)){Regex.Escape(room)}(\.|$)");
    }

    // The innermost.
    private static string? RoomOf(Type type, string[] rooms) => rooms
        .Where(room => type.Namespace is { } name && (name == room || name.StartsWith(room + ".", StringComparison.Ordinal)))
        .MaxBy(room => room.Length);

    private static string[] Under(string root, params string[] rooms) => [.. rooms.Select(room => $"{root}.{room}")];
}
