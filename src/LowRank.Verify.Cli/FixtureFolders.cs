namespace LowRank.Verify.Cli;

/// <summary>Where fixtures are found: in the working directory's <c>fixtures</c>, otherwise beside the program.</summary>
internal static class FixtureFolders
{
    public const string Vectors = "vectors";
    public const string Published = "published";

    /// <summary>The folder to read.</summary>
    public static string ToRead(string? given, string name)
    {
        if (given is not null)
        {
            return given;
        }

        string local = Path.Combine("fixtures", name);
        return Directory.Exists(local) ? local : OfTheTool(name);
    }

    /// <summary>The copy beside the program: what the gate puts to an implementation does not depend on where it is run.</summary>
    public static string OfTheTool(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    /// <summary>The folder to write: the repository's own, never the copy beside the program.</summary>
    public static string ToWrite(string? given, string name)
    {
        string folder = given ?? Path.Combine("fixtures", name);
        return given is not null || Directory.Exists("fixtures")
            ? folder
            : throw new InputException($"there is no folder 'fixtures' here; run this in the repository's root, or give --folder");
    }
}
