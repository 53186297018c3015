using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>A fact of a network, its data or its Jacobian that <c>from:</c> may name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the value, or of each item.</param>
/// <param name="Index">Its indices, or null: L layers, H hidden units of a network of two layers, m rows of the Jacobian.</param>
/// <param name="Known">What is known of it.</param>
/// <param name="Needs">What must be given for it, or what it belongs to.</param>
/// <param name="Meaning">What it is, in words.</param>
public sealed record FactDeclaration(string Name, MemberType Type, string? Index, FactEnd Known, FactNeeds Needs, string Meaning);

/// <summary>What is known of a fact.</summary>
public enum FactEnd
{
    /// <summary>The number itself.</summary>
    Exact,

    /// <summary>An enclosure: either end may be taken.</summary>
    Both,

    /// <summary>
    /// A certified upper end only, which stands for the number: a formula must not fall with it where an upper end is wanted.
    /// </summary>
    Upper,
}

/// <summary>What a fact needs or belongs to.</summary>
[Flags]
public enum FactNeeds
{
    /// <summary>The network alone.</summary>
    None = 0,

    /// <summary>The inputs themselves.</summary>
    Data = 1,

    /// <summary>Inputs with labels.</summary>
    Labels = 2,

    /// <summary>A network fixed before the data; where none is given the reference is 0.</summary>
    Reference = 4,

    /// <summary>Takes the stored matrix of each layer.</summary>
    StoredMatrices = 8,

    /// <summary>Differs between the network as stored and the one cut to its storage ranks, and so makes two readings.</summary>
    Rank = 16,

    /// <summary>Measured at the margin on the scores.</summary>
    Margins = 32,

    /// <summary>One layer's: the statement is evaluated for each layer.</summary>
    EachLayer = 64,

    /// <summary>The Jacobian of the scores on the first samples.</summary>
    Jacobian = 128,

    /// <summary>A network of two dense layers.</summary>
    TwoLayers = 256,

    /// <summary>Dense layers only: it is not derived for convolutions.</summary>
    Dense = 512,

    /// <summary>A network fixed before the data that is given: 0 would not do.</summary>
    Given = 1024,

    /// <summary>The network on labelled test samples, as whatever it can be run.</summary>
    TestSet = 2048,
}
