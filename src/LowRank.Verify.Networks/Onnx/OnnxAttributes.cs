namespace LowRank.Verify.Networks.Onnx;

/// <summary>A node's attributes by name.</summary>
internal sealed class OnnxAttributes
{
    private readonly Dictionary<string, AttributeProto> byName = new(StringComparer.Ordinal);

    private readonly string place;

    public OnnxAttributes(NodeProto node, string place)
    {
        this.place = place;
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (!byName.TryAdd(attribute.Name, attribute))
            {
                throw new InputException($"{place}: the attribute '{FileText.Short(attribute.Name)}' stands twice.");
            }
        }
    }

    public bool Has(string name) => byName.ContainsKey(name);

    public long Integer(string name, long otherwise) => byName.TryGetValue(name, out AttributeProto? a) && a.HasI ? a.I : otherwise;

    /// <summary>A finite number, or the given one where the attribute is missing.</summary>
    public double Real(string name, double otherwise)
    {
        if (!byName.TryGetValue(name, out AttributeProto? a) || !a.HasF)
        {
            return otherwise;
        }

        return float.IsFinite(a.F) ? a.F
            : throw new InputException($"{place}: the attribute '{FileText.Short(name)}' is {(float.IsNaN(a.F) ? "NaN" : "infinite")}.");
    }

    /// <summary>A number that may be infinite or NaN; 0 where the attribute is missing.</summary>
    public float Single(string name) => byName.TryGetValue(name, out AttributeProto? a) && a.HasF ? a.F : 0;

    public string Text(string name, string otherwise) => byName.TryGetValue(name, out AttributeProto? a)
        && a.HasS ? a.S.ToStringUtf8() : otherwise;

    public IReadOnlyList<long>? Integers(string name) => byName.TryGetValue(name, out AttributeProto? a) ? a.Ints : null;

    public IReadOnlyList<float>? Reals(string name) => byName.TryGetValue(name, out AttributeProto? a) ? a.Floats : null;

    public TensorProto? Tensor(string name) => byName.TryGetValue(name, out AttributeProto? a) ? a.T : null;

    public SparseTensorProto? SparseTensor(string name) => byName.TryGetValue(name, out AttributeProto? a) ? a.SparseTensor : null;

    public GraphProto? Graph(string name) => byName.TryGetValue(name, out AttributeProto? a) ? a.G : null;
}
