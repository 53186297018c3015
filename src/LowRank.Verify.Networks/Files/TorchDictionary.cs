using System.Collections;

namespace LowRank.Verify.Networks.Files;

/// <summary>An ordered dictionary of a torch file; <see cref="__setstate__"/> is the pickle's word.</summary>
internal sealed class TorchDictionary : Hashtable
{
    private Hashtable attributes = [];

    /// <summary>Attributes that torch hangs on a state dict (its versions).</summary>
    public int AttributeCount => attributes.Count;

    /// <summary>Takes the attributes; nothing here needs them.</summary>
    public void __setstate__(Hashtable state) => attributes = state;
}
