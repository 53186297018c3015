namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Names of values inside of a function or branch, as they are called where it is put in place.</summary>
internal sealed class OnnxRenaming(string prefix, HashSet<string> taken, IReadOnlyDictionary<string, AttributeProto?> attributes)
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>The attributes of a call by the names that the function has for them; null for one that is left out.</summary>
    public static Dictionary<string, AttributeProto?> Attributes(NodeProto node, FunctionProto function)
    {
        Dictionary<string, AttributeProto?> result = function.Attribute.Distinct().ToDictionary(name => name, _ => (AttributeProto?)null,
            StringComparer.Ordinal);
        foreach (AttributeProto attribute in function.AttributeProto.Concat(node.Attribute))
        {
            result[attribute.Name] = attribute;
        }

        return result;
    }

    /// <summary>Names that a graph inside of a node takes from outside of it.</summary>
    public static IEnumerable<string> Captured(GraphProto graph)
    {
        HashSet<string> own = [.. graph.Input.Select(i => i.Name), .. graph.Initializer.Select(t => t.Name),
            .. graph.SparseInitializer.Select(t => t.Values?.Name ?? string.Empty), .. graph.Node.SelectMany(n => n.Output)];
        return graph.Node.SelectMany(n => n.Input.Concat(n.Attribute.Where(a => a.G is not null).SelectMany(a => Captured(a.G))))
            .Concat(graph.Output.Select(o => o.Name)).Where(name => name.Length > 0 && !own.Contains(name)).Distinct();
    }

    /// <summary>Gives a name inside a name outside.</summary>
    /// <exception cref="InputException">It has one.</exception>
    public void Map(string inside, string outside, string place)
    {
        if (!TryMap(inside, outside))
        {
            throw new InputException($"{place}: the name '{FileText.Short(inside)}' stands twice in what it calls.");
        }
    }

    public bool TryMap(string inside, string outside) => names.TryAdd(inside, outside);

    /// <summary>The name of a value that is made inside: a new one where it has none yet.</summary>
    public string Define(string inside)
    {
        if (names.TryGetValue(inside, out string? known))
        {
            return known;
        }

        string name = prefix + inside;
        for (int i = 2; !taken.Add(name); i++)
        {
            name = $"{prefix}{inside}#{i}";
        }

        names.Add(inside, name);
        return name;
    }

    /// <summary>The name of a value that is used inside: its own where it comes from outside.</summary>
    public string Name(string inside) => names.GetValueOrDefault(inside, inside);

    /// <summary>The node with the names of where it is put.</summary>
    public NodeProto Renamed(NodeProto node)
    {
        NodeProto result = new() { OpType = node.OpType, Domain = node.Domain, Overload = node.Overload };
        result.Name = node.Name.Length > 0 ? prefix + node.Name : string.Empty;
        result.Input.AddRange(node.Input.Select(Name));
        result.Output.AddRange(node.Output.Select(output => output.Length > 0 ? Define(output) : output));
        result.Attribute.AddRange(node.Attribute.Select(Renamed).OfType<AttributeProto>());
        return result;
    }

    private AttributeProto? Renamed(AttributeProto attribute)
    {
        if (attribute.RefAttrName.Length > 0)
        {
            AttributeProto? passed = attributes.GetValueOrDefault(attribute.RefAttrName)?.Clone();
            if (passed is not null)
            {
                passed.Name = attribute.Name;
            }

            return passed;
        }

        if (attribute.G is null)
        {
            return attribute;
        }

        AttributeProto result = attribute.Clone();
        result.G = Renamed(attribute.G);
        return result;
    }

    // Inside of a graph inside, names of its own hide those outside.
    private GraphProto Renamed(GraphProto graph)
    {
        HashSet<string> own = [.. graph.Input.Select(i => i.Name), .. graph.Initializer.Select(t => t.Name),
            .. graph.SparseInitializer.Select(t => t.Values?.Name ?? string.Empty), .. graph.Node.SelectMany(n => n.Output)];
        OnnxRenaming inner = new(string.Empty, [], attributes);
        foreach ((string inside, string outside) in names.Where(pair => !own.Contains(pair.Key)))
        {
            inner.names.Add(inside, outside);
        }

        foreach (string name in own)
        {
            inner.names.Add(name, name);
        }

        GraphProto result = graph.Clone();
        result.Node.Clear();
        result.Node.AddRange(graph.Node.Select(inner.Renamed));
        foreach (ValueInfoProto output in result.Output)
        {
            output.Name = inner.Name(output.Name);
        }

        return result;
    }
}
