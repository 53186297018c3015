using System.Collections;

namespace LowRank.Verify.Networks.Files;

/// <summary>An ordered dictionary of a torch file; the pickle's words for it are the two members that hide those of the base.</summary>
internal sealed class TorchDictionary : Hashtable
{
    private readonly List<object> order = [];
    private Hashtable attributes = [];

    /// <summary>Attributes that torch hangs on a state dict (its versions).</summary>
    public int AttributeCount => attributes.Count;

    /// <summary>The keys in the order of the file.</summary>
    public IEnumerable<object> OrderedKeys => order;

    /// <inheritdoc/>
    public override object? this[object key]
    {
        get => base[key];
        set
        {
            if (!ContainsKey(key))
            {
                order.Add(key);
            }

            base[key] = value;
        }
    }

    /// <inheritdoc/>
    public override void Add(object key, object? value) => this[key] = value;

    /// <summary>Takes the attributes; nothing here needs them.</summary>
    public void __setstate__(Hashtable state) => attributes = state;
}
