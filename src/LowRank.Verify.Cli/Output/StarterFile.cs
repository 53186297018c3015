namespace LowRank.Verify.Cli.Output;

/// <summary>The files that <c>init</c> writes, carried by the tool.</summary>
internal static class StarterFile
{
    /// <summary>The text of one template.</summary>
    public static string Read(string folder, string name)
    {
        using Stream stream = typeof(StarterFile).Assembly.GetManifestResourceStream($"templates/{folder}/{name}")
            ?? throw new InvalidOperationException($"The template {folder}/{name} is missing.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
