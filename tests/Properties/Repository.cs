namespace LowRank.Verify.Properties;

/// <summary>Files of the repository, found from the folder that holds the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();


    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LowRank.Verify.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run from inside the repository; LowRank.Verify.sln was not found above them.");
    }
}
