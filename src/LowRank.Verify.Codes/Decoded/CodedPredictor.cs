namespace LowRank.Verify.Codes.Decoded;

/// <summary>What a word stands for: a network, or samples with a rule.</summary>
/// <param name="Inputs">Entries of an input; stands in front of the word.</param>
/// <param name="Classes">Number of classes; stands in front of the word.</param>
/// <param name="Maps">Maps of the inputs, the first first.</param>
internal abstract record CodedPredictor(int Inputs, int Classes, IReadOnlyList<InputMap> Maps);

/// <summary>A network of integers with ReLU between its layers.</summary>
/// <param name="Inputs">Entries of an input.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Maps">Maps of the inputs.</param>
/// <param name="Layers">Layers; the last has a row for every class, or for all but the last.</param>
/// <param name="IsLastScoreZero">True where the last class has no row, and the score 0.</param>
internal sealed record CodedNetwork(
    int Inputs, int Classes, IReadOnlyList<InputMap> Maps, IReadOnlyList<CodedLayer> Layers, bool IsLastScoreZero)
    : CodedPredictor(Inputs, Classes, Maps)
{
    public bool Equals(CodedNetwork? other) => other is not null && Inputs == other.Inputs && Classes == other.Classes
        && IsLastScoreZero == other.IsLastScoreZero && Maps.SequenceEqual(other.Maps) && Layers.SequenceEqual(other.Layers);

    public override int GetHashCode() => HashCode.Combine(Inputs, Classes, Layers.Count);
}

/// <summary>How samples that are kept vote.</summary>
internal enum SampleRule
{
    /// <summary>The class of the nearest one.</summary>
    Nearest = 0,

    /// <summary>Σ ⟨x, x_i⟩^p over those of a class.</summary>
    Power = 1,

    /// <summary>Σ ⌊2^40 (d/d_i)^p⌋ over those of a class, d_i the squared distances and d the least of them.</summary>
    Inverse = 2,
}

/// <summary>Samples that are kept, by their numbers among those of the data, ascending.</summary>
/// <param name="Inputs">Entries of an input.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Maps">Maps of the inputs.</param>
/// <param name="Rule">How they vote.</param>
/// <param name="Power">The p of the rule; 1 for the nearest.</param>
/// <param name="Samples">Number of samples of the data.</param>
/// <param name="Kept">Which of them are kept.</param>
internal sealed record KeptSamples(
    int Inputs, int Classes, IReadOnlyList<InputMap> Maps, SampleRule Rule, int Power, int Samples, int[] Kept)
    : CodedPredictor(Inputs, Classes, Maps)
{
    public bool Equals(KeptSamples? other) => other is not null && Inputs == other.Inputs && Classes == other.Classes && Rule == other.Rule
        && Power == other.Power && Samples == other.Samples && Maps.SequenceEqual(other.Maps) && Kept.AsSpan().SequenceEqual(other.Kept);

    public override int GetHashCode() => HashCode.Combine(Inputs, Rule, Samples, Kept.Length);
}
