namespace LowRank.Verify.Inputs;

/// <summary>
/// What has the shape of a result: one value, a list, or a record of named parts, to any depth; a matrix is a list of rows or a list row by
/// row.
/// </summary>
/// <typeparam name="T">The value at each leaf.</typeparam>
public abstract record Shaped<T>
{
    private Shaped()
    {
    }

    /// <summary>One value.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Scalar(T Value) : Shaped<T>;

    /// <summary>A list, in the paper's order.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record Sequence(IReadOnlyList<Shaped<T>> Items) : Shaped<T>;

    /// <summary>A record.</summary>
    /// <param name="Parts">Its parts by name.</param>
    public sealed record Named(IReadOnlyDictionary<string, Shaped<T>> Parts) : Shaped<T>;

    /// <summary>The value, of one value.</summary>
    /// <exception cref="InvalidOperationException">It is a list or a record.</exception>
    public T Single => this is Scalar one ? one.Value : throw new InvalidOperationException("This is a list or a record, not one value.");

    /// <summary>A part, of a record.</summary>
    /// <exception cref="InvalidOperationException">It is no record.</exception>
    /// <exception cref="KeyNotFoundException">It has no such part.</exception>
    public Shaped<T> this[string part] =>
        this is Named record ? record.Parts[part] : throw new InvalidOperationException($"This has no part '{part}': it is no record.");

    /// <summary>An item counted from 0, of a list.</summary>
    /// <exception cref="InvalidOperationException">It is no list.</exception>
    public Shaped<T> this[int item] =>
        this is Sequence list ? list.Items[item] : throw new InvalidOperationException("This has no items: it is no list.");

    /// <summary>Every value, with the way to it: "[2]" for the second item, ".lower" for a part.</summary>
    public IEnumerable<(string Path, T Value)> Walk() => Walk(string.Empty);

    /// <summary>Every value.</summary>
    public IEnumerable<T> Leaves => Walk().Select(leaf => leaf.Value);

    /// <summary>From the leaves to the root: what a value, a list of results and a record of results become.</summary>
    public TResult Fold<TResult>(Func<T, TResult> one, Func<IReadOnlyList<TResult>, TResult> list,
        Func<IReadOnlyList<KeyValuePair<string, TResult>>, TResult> record)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(record);
        return this switch
        {
            Scalar scalar => one(scalar.Value),
            Sequence sequence => list([.. sequence.Items.Select(item => item.Fold(one, list, record))]),
            _ => record([.. ((Named)this).Parts.Select(part => KeyValuePair.Create(part.Key, part.Value.Fold(one, list, record)))]),
        };
    }

    /// <summary>The same shape, with every value changed.</summary>
    public Shaped<TOther> Map<TOther>(Func<T, TOther> change) => Fold<Shaped<TOther>>(
        value => new Shaped<TOther>.Scalar(change(value)),
        items => new Shaped<TOther>.Sequence(items),
        parts => new Shaped<TOther>.Named(parts.ToDictionary(StringComparer.Ordinal)));

    /// <summary>Two of one shape, pair by pair; null where the shapes differ.</summary>
    public Shaped<(T First, TOther Second)>? Zip<TOther>(Shaped<TOther> other)
    {
        switch (this, other)
        {
            case (Scalar a, Shaped<TOther>.Scalar b):
                return new Shaped<(T, TOther)>.Scalar((a.Value, b.Value));
            case (Sequence a, Shaped<TOther>.Sequence b) when a.Items.Count == b.Items.Count:
                Shaped<(T, TOther)>?[] items = [.. a.Items.Zip(b.Items, (x, y) => x.Zip(y))];
                return Array.Exists(items, item => item is null) ? null : new Shaped<(T, TOther)>.Sequence(items!);
            case (Named a, Shaped<TOther>.Named b) when a.Parts.Count == b.Parts.Count:
                Dictionary<string, Shaped<(T, TOther)>> parts = new(StringComparer.Ordinal);
                foreach ((string name, Shaped<T> part) in a.Parts)
                {
                    if (!b.Parts.TryGetValue(name, out Shaped<TOther>? match) || part.Zip(match) is not { } pair)
                    {
                        return null;
                    }

                    parts.Add(name, pair);
                }

                return new Shaped<(T, TOther)>.Named(parts);
            default:
                return null;
        }
    }

    private IEnumerable<(string Path, T Value)> Walk(string path) => this switch
    {
        Scalar scalar => [(path, scalar.Value)],
        Sequence sequence => sequence.Items.SelectMany((item, i) => item.Walk(FormattableString.Invariant($"{path}[{i + 1}]"))),
        _ => ((Named)this).Parts.SelectMany(part => part.Value.Walk($"{path}.{part.Key}")),
    };
}
