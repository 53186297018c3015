using System.Collections;

namespace LowRank.Verify.Networks.Files;

/// <summary>Pickles that are not read here, each with the line of Python that makes a file that is.</summary>
internal static class PickleFile
{
    /// <summary>A bare pickle: torch's format of before version 1.6, or another program's.</summary>
    public static InputException Refusal(string path) => new(
        $"{path}: this is no zip archive but a bare pickle (torch's format before version 1.6) or no file of torch at all, and is not "
        + $"read. Convert it in Python: torch.save(torch.load(\"{Path.GetFileName(path)}\", map_location=\"cpu\", weights_only=True), "
        + $"\"{Converted(path)}\").");

    /// <summary>A file whose object is, or holds, an object of a class that is not data.</summary>
    public static InputException OfClass(string path, string name, object? value)
    {
        string key = value is IDictionary pairs && value is not Razorvine.Pickle.Objects.ClassDict
            ? pairs.Keys.OfType<string>().Where(k => pairs[k] is IDictionary and not Razorvine.Pickle.Objects.ClassDict)
                .OrderByDescending(k => TorchStates.IsState(pairs[k])).FirstOrDefault() ?? string.Empty
            : string.Empty;
        string part = key.Length > 0 ? $"[\"{FileText.Short(key)}\"]" : ".state_dict()";
        return new InputException(
            $"{path}: it holds an object of class '{FileText.Short(name)}', which is a program and is not run here. Save the weights alone "
            + $"in Python: torch.save(torch.load(\"{Path.GetFileName(path)}\", map_location=\"cpu\", weights_only=False){part}, "
            + $"\"{Converted(path)}\"){(value is null ? "; of a checkpoint take its member, [\"model\"], instead of "
            + $".state_dict()" : "")}.");
    }

    /// <summary>Protocol 2 to 5 of Python's pickle.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5;

    private static string Converted(string path) => Path.GetFileNameWithoutExtension(path) + "-weights.pt";
}
