namespace LowRank.Verify.Networks.Files;

/// <summary>The tensors of a file of weights as they are read: those with values, and those without with their reasons.</summary>
internal sealed class TensorList(string path)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private InputException? first;

    public List<StoredTensor> Tensors { get; } = [];

    public List<UnreadTensor> Unread { get; } = [];

    /// <summary>What is to be said of the file as a whole.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads one tensor; what is wrong with its values alone is kept as the reason why it is not read.</summary>
    public void Add(string name, IReadOnlyList<int>? shape, Func<StoredTensor> read)
    {
        if (!names.Add(name))
        {
            throw new InputException($"{ElementDecoder.Place(path, name)}: the name stands twice in the file.");
        }

        try
        {
            Tensors.Add(read());
        }
        catch (UnreadableTensorException e)
        {
            first ??= e;
            Unread.Add(new UnreadTensor(name, shape, e.Reason));
        }
    }

    /// <summary>The same where the reason is known beforehand.</summary>
    public void Leave(string name, IReadOnlyList<int>? shape, string reason) =>
        Add(name, shape, () => throw new UnreadableTensorException(ElementDecoder.Place(path, name), reason));

    /// <summary>This list, where anything in it was read.</summary>
    /// <exception cref="InputException">The file holds nothing, or nothing that is read; the first reason is given.</exception>
    public TensorList Checked(string nothing) => Tensors.Count > 0 ? this
        : throw first ?? new InputException($"{path}: {nothing}.");
}
