using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// The public API of every library, one snapshot each, so that a change shows up as a diff.
/// <c>LOWRANK_ACCEPT_SNAPSHOTS=1 ./test --filter-class "*PublicApiTests"</c> accepts all.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "LowRank.Verify.Gate.Tests", "PublicApi");

    // The attributes of a test name the file that it stands in, with the path of the checkout.
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["Xunit.TheoryAttribute", "Xunit.MemberDataAttribute"],
        DenyNamespacePrefixes = ["System", "Microsoft"],
    };

    public static TheoryData<string> Libraries => [.. Referenced()];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_the_recorded_one(string library)
    {
        string text = Assembly.Load(library).GeneratePublicApi(Options).Replace("\r\n", "\n", StringComparison.Ordinal);
        Snapshot.Compare(Path.Combine(Folder, library), text.TrimEnd('\n') + "\n");
    }

    [Fact]
    public void No_snapshot_is_left_over() => Assert.Empty(Directory.EnumerateFiles(Folder, "*" + Snapshot.Verified)
        .Select(file => Path.GetFileName(file)[..^Snapshot.Verified.Length])
        .Except(Referenced()));

    // Every library of the repository that this program carries; the program itself and the tool are none.
    private static IEnumerable<string> Referenced() => Directory.EnumerateFiles(AppContext.BaseDirectory, "LowRank.Verify*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => name != typeof(PublicApiTests).Assembly.GetName().Name)
        .Order(StringComparer.Ordinal);
}
