using System.Globalization;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>A tensor's bytes in a file beside the model. Only files inside the model's own folder are read, links followed.</summary>
internal static class OnnxExternalData
{
    public static byte[] Read(string modelPath, TensorProto tensor, long expected)
    {
        string place = ElementDecoder.Place(modelPath, tensor.Name);
        string? location = null;
        long offset = 0;
        long? length = null;
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            switch (entry.Key)
            {
                case "location":
                    location = entry.Value;
                    break;
                case "offset":
                    offset = Integer(entry.Value, "offset", place);
                    break;
                case "length":
                    length = Integer(entry.Value, "length", place);
                    break;
                default:
                    break;
            }
        }

        string path = Resolve(modelPath, location, place);
        using FileSource file = FileSource.Open(path);
        long count = length ?? expected;
        return count == expected
            ? file.Read(offset, count, $"the external data of tensor '{FileText.Short(tensor.Name)}'")
            : throw new InputException($"{place}: its external data claims {count} bytes, its shape needs {expected}.");
    }

    private static long Integer(string text, string field, string place) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InputException($"{place}: the {field} of its external data, '{FileText.Short(text)}', is not a byte count.");

    private static string Resolve(string modelPath, string? location, string place)
    {
        string shown = FileText.Short(location ?? string.Empty);
        if (string.IsNullOrWhiteSpace(location) || location.Any(char.IsControl))
        {
            throw new InputException($"{place}: its external data names no file.");
        }

        string[] parts = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || location[0] is '/' or '\\' || location.Contains(':', StringComparison.Ordinal)
            || parts.Contains(".."))
        {
            throw new InputException(
                $"{place}: its external data '{shown}' leaves the model's folder, which is not followed; put the file beside the model.");
        }

        string folder = RealPath(Path.GetDirectoryName(Path.GetFullPath(modelPath)) ?? "/", place);
        string full = RealPath(Path.Join([folder, .. parts]), place);
        return full.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new InputException(
                $"{place}: its external data '{shown}' is a link that leaves the model's folder, which is not followed.");
    }

    /// <summary>The path with every symbolic link on the way replaced by what it points to.</summary>
    private static string RealPath(string path, string place)
    {
        const int mostLinks = 40;
        try
        {
            string real = Path.GetPathRoot(path) ?? "/";
            Stack<string> rest = new(path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
                .Reverse());
            for (int links = 0; rest.TryPop(out string? part);)
            {
                if (part == ".")
                {
                    continue;
                }

                if (part == "..")
                {
                    real = Path.GetDirectoryName(real) ?? real;
                    continue;
                }

                string next = Path.Join(real, part);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    real = next;
                    continue;
                }

                if (++links > mostLinks)
                {
                    throw new InputException($"{place}: the path of its external data runs through more than {mostLinks} links.");
                }

                if (Path.IsPathRooted(target))
                {
                    real = Path.GetPathRoot(target)!;
                }

                foreach (string step in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    rest.Push(step);
                }
            }

            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{place}: the path of its external data cannot be followed ({e.Message.ReplaceLineEndings(" ")}).",
                e);
        }
    }
}
