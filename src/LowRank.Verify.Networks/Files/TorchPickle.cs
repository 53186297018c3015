using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Razorvine.Pickle;
using Razorvine.Pickle.Objects;

namespace LowRank.Verify.Networks.Files;

/// <summary>
/// The object of a torch file. A pickle is a program; this one can build numbers, text, lists, dictionaries, and what a closed list names:
/// tensors, parameters, ordered dictionaries, number types. Any other class is refused by its name, and no code of the file ever runs.
/// </summary>
internal sealed partial class TorchPickle : Unpickler
{
    /// <summary>Longest program read: a state dict needs some hundred bytes a tensor.</summary>
    public const int Longest = 1 << 27;

    /// <summary>Stands for values that are allowed beside the weights and mean nothing here.</summary>
    private static readonly object Inert = new();

    static TorchPickle()
    {
        foreach (string name in new[] { "OrderedDict", "defaultdict", "Counter" })
        {
            registerConstructor("collections", name, new Made(_ => new TorchDictionary()));
        }

        registerConstructor("torch._utils", "_rebuild_tensor_v2", new Made(Tensor));
        registerConstructor("torch._utils", "_rebuild_tensor_v3", new Made(Tensor));
        registerConstructor("torch._utils", "_rebuild_parameter", new Made(arguments => arguments[0]));
        registerConstructor("torch._utils", "_rebuild_parameter_with_state", new Made(arguments => arguments[0]));
        registerConstructor("torch", "Size", new Made(arguments => arguments.Length == 0 ? Array.Empty<object>() : arguments[0]));
        registerConstructor("torch", "device", new Made(_ => Inert));
        foreach (string module in new[] { "numpy.core.multiarray", "numpy._core.multiarray" })
        {
            registerConstructor(module, "scalar", new Made(_ => Inert));
        }

        registerConstructor("numpy", "dtype", new Made(_ => new Description()));
    }

    /// <summary>The object.</summary>
    /// <exception cref="InputException">The program is damaged, or asks for a class that is not on the list.</exception>
    public static object? Load(byte[] program, string path)
    {
        object? value;
        try
        {
            using TorchPickle reader = new();
            value = reader.loads(program);
        }
        catch (PickleException e) when (UnknownClass().Match(e.Message) is { Success: true } match)
        {
            throw PickleFile.OfClass(path, match.Groups[1].Value, null);
        }
        catch (Exception e)
        {
            throw new InputException(
                $"{path}: the pickle in the archive is damaged ({FileText.Short(e.Message.ReplaceLineEndings(" "))}).", e);
        }

        return FirstClass(value) is { } name ? throw PickleFile.OfClass(path, name, value) : value;
    }

    /// <summary>An integer as pickles hold it.</summary>
    public static long? Integer(object? value) => value switch
    {
        int i => i,
        long l => l,
        BigInteger b when b >= long.MinValue && b <= long.MaxValue => (long)b,
        _ => null,
    };

    /// <summary>('storage', class, key, device, length), as torch names the numbers of a tensor.</summary>
    protected override object persistentLoad(object pid)
    {
        if (pid is object[] { Length: >= 5 } id && id[0] is "storage" && id[2] is string key && Integer(id[4]) is { } length)
        {
            return new TorchStorage(NameOf(id[1]), key, length);
        }

        throw new InvalidDataException("it names a storage in no way that torch does");
    }

    private static object Tensor(object[] arguments)
    {
        // A tensor that lost a member is told where it is read, with its name.
        if (arguments.Length < 4 || arguments[0] is not TorchStorage storage || Integer(arguments[1]) is not { } offset
            || Integers(arguments[2]) is not { } shape || Integers(arguments[3]) is not { } strides || shape.Length != strides.Length)
        {
            return Inert;
        }

        string type = storage.IsUntyped ? arguments.Length > 6 ? NameOf(arguments[6]) : "uint8" : storage.TypeName;
        return new TorchTensor(storage, offset, shape, strides, type);
    }

    private static long[]? Integers(object value)
    {
        long?[]? found = (value as IEnumerable)?.Cast<object>().Select(Integer).ToArray();
        return found is not null && Array.TrueForAll(found, x => x is not null) ? [.. found.Select(x => x!.Value)] : null;
    }

    // What is not on the list is kept as a name until something is made of it; storages and number types are names only.
    private static string NameOf(object value) => value is ClassDictConstructor named
        && named.module is "torch" or "torch.storage" ? named.name : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static string? FirstClass(object? value)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new([value]);
        while (open.TryPop(out object? next))
        {
            if (next is ClassDict found)
            {
                return found.ClassName;
            }

            IEnumerable? items = next switch
            {
                null or string or Array and not object[] => null,
                IDictionary pairs => pairs.Values,
                _ => next as IEnumerable,
            };
            if (items is null || !seen.Add(next!))
            {
                continue;
            }

            foreach (object? item in items)
            {
                open.Push(item);
            }
        }

        return null;
    }

    [GeneratedRegex(@"\(for ([^)]*)\)")]
    private static partial Regex UnknownClass();

    private sealed class Made(Func<object[], object> make) : IObjectConstructor
    {
        public object construct(object[] args) => make(args);
    }

    /// <summary>numpy's name of a number type, of a scalar that stands beside the weights.</summary>
    internal sealed class Description
    {
        private object[] state = [];

        public int Length => state.Length;

        public void __setstate__(object[] given) => state = given;
    }
}
