using System.Collections;

namespace LowRank.Verify.Networks.Files;

/// <summary>Which dictionary of a torch file holds the weights.</summary>
internal static class TorchStates
{
    private const int MostNamed = 12;

    /// <summary>True for a dictionary that holds a tensor itself, not further down.</summary>
    public static bool IsState(object? value) => value is IDictionary pairs && pairs.Values.OfType<TorchTensor>().Any();

    /// <summary>The members by name: of the dictionary under the key, of the file's own, or of the only one that holds tensors.</summary>
    /// <exception cref="InputException">There is no such key, no dictionary of tensors, or several.</exception>
    public static IEnumerable<(string Name, object? Value)> Choose(object? value, string? key, TensorList list, string path)
    {
        if (key is not null)
        {
            value = Under(value, key, path);
            return IsState(value) ? Members(value!) : throw new InputException(
                $"{path}: --key {FileText.Short(key)} is no dictionary of tensors{Named(value)}.");
        }

        if (value is TorchTensor)
        {
            return [(Path.GetFileNameWithoutExtension(path), value)];
        }

        if (value is IList { Count: > 0 } items && items.Cast<object?>().All(item => item is TorchTensor))
        {
            return items.Cast<object?>().Select((item, i) => (FormattableString.Invariant($"{i}"), item));
        }

        if (value is IDictionary own && own.Values.OfType<TorchTensor>().Any(tensor => tensor.Shape.Count > 1))
        {
            return Members(own);
        }

        string[] states = [.. Keys(value).Where(name => IsState(((IDictionary)value!)[name]))];
        if (states.Length == 1)
        {
            list.Notes.Add($"{path}: '{FileText.Short(states[0])}' is the member of the checkpoint that holds tensors, and is taken");
            return Members(((IDictionary)value!)[states[0]]!);
        }

        return IsState(value) ? Members(value!) : throw new InputException(states.Length == 0
            ? $"{path}: there is no dictionary of tensors in this file{Named(value)}."
            : $"{path}: several members hold tensors: say which by --key {FileText.Short(states[0])}, or "
            + $"{string.Join(", ", states.Skip(1).Take(MostNamed).Select(FileText.Short))}.");
    }

    private static object? Under(object? value, string key, string path)
    {
        // A key may hold dots itself, so the longest prefix that is a key goes first.
        if (value is IDictionary pairs && pairs.Contains(key))
        {
            return pairs[key];
        }

        for (int dot = key.LastIndexOf('.'); dot > 0; dot = key.LastIndexOf('.', dot - 1))
        {
            if (value is IDictionary outer && outer.Contains(key[..dot]))
            {
                return Under(outer[key[..dot]], key[(dot + 1)..], path);
            }
        }

        throw new InputException($"{path}: there is no '{FileText.Short(key)}' in the file{Named(value)}.");
    }

    private static string Named(object? value)
    {
        string[] keys = [.. Keys(value)];
        return keys.Length == 0 ? string.Empty : $"; there are: {string.Join(", ", keys.Take(MostNamed).Select(FileText.Short))}"
            + (keys.Length > MostNamed ? $", and {keys.Length - MostNamed} more" : string.Empty);
    }

    private static IEnumerable<string> Keys(object? value) => value switch
    {
        IDictionary pairs => pairs.Keys.OfType<string>().Order(NaturalOrder.Instance),
        _ => [],
    };

    // The pickle's reader hands members over in no order; torch numbers storages as it meets them.
    private static IEnumerable<(string Name, object? Value)> Members(object state) =>
        Keys(state).Select(name => (Name: name, Value: ((IDictionary)state)[name]))
            .OrderBy(pair => (pair.Value as TorchTensor)?.Storage.Key ?? "~", NaturalOrder.Instance).ThenBy(pair => pair.Name,
                NaturalOrder.Instance);
}
