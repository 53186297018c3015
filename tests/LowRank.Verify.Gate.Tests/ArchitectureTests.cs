using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Xunit;
using TestResult = NetArchTest.Rules.TestResult;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// A room knows only the rooms below it. Rooms are namespaces; the table has those of each assembly from the floor up. Constants are
/// copied when they are compiled, so that who names only a constant is not seen.
/// </summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["LowRank.Verify.Gate"] = Under(
            "LowRank.Verify.Gate",
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
        TestResult result = In(assembly, room).ShouldNot().HaveDependencyOnAny(rooms[(Array.IndexOf(rooms, room) + 1)..]).GetResult();
        Assert.True(result.IsSuccessful, $"{room} names a room above it in {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_stands_in_a_room_and_every_room_has_types(string assembly)
    {
        string[] named = [.. Assembly.Load(assembly).GetTypes().Select(type => type.Namespace ?? string.Empty)
            .Where(name => name.StartsWith("LowRank", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(Rooms[assembly].Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
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

    private static PredicateList In(string assembly, string room) =>
        Types.InAssembly(Assembly.Load(assembly)).That().ResideInNamespaceMatching($"^{Regex.Escape(room)}$");

    private static string[] Under(string root, params string[] rooms) => [.. rooms.Select(room => $"{root}.{room}")];
}
