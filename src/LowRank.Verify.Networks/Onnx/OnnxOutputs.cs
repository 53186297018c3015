using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>Which of a graph's outputs is followed.</summary>
internal static class OnnxOutputs
{
    /// <summary>The output of that name, or the first that depends on the input; what is left out is noted.</summary>
    /// <exception cref="InputException">There is none, or nothing makes it.</exception>
    public static string Choose(string path, GraphProto graph, OnnxConstants constants, string? wanted, List<string> notes)
    {
        List<string> all = [.. graph.Output.Select(output => output.Name)];
        if (all.Count == 0)
        {
            throw new InputException($"{path}: the graph has no output.");
        }

        if (wanted is not null && !all.Contains(wanted))
        {
            throw new InputException($"{path}: the graph has no output '{FileText.Short(wanted)}'; there are: {Names(all)}.");
        }

        if ((wanted ?? all.Find(name => !Exists(constants, name))) is { } missing && !Exists(constants, missing))
        {
            throw new InputException($"{path}: no node makes the graph's output '{FileText.Short(missing)}'.");
        }

        string chosen = wanted ?? all.Find(name => constants.Producers.ContainsKey(name) && constants.Find(name) is null) ?? all[0];
        if (all.Count > 1)
        {
            notes.Add($"{path}: the graph has {all.Count} outputs ({Names(all)}); '{FileText.Short(chosen)}' is followed, "
                + (wanted is null ? "as the first that depends on the input; --output names another" : "as was asked for"));
        }

        return chosen;
    }

    private static bool Exists(OnnxConstants constants, string name) =>
        constants.Producers.ContainsKey(name) || constants.IsStored(name) || constants.Inputs.Contains(name);

    private static string Names(List<string> names) => string.Join(", ", names.Take(8).Select(name => FileText.Short(name)))
        + (names.Count > 8 ? ", ..." : string.Empty);
}
