using LowRank.Verify.Arithmetic;
using LowRank.Verify.FastPath.Classical;
using LowRank.Verify.Inputs;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>The closed form for fully connected networks from the weights and the inputs themselves.</summary>
internal static class LedentWeights
{
    /// <summary>The closed form with N rows of X, the largest norm of a row for B, and p = 1 where none is given.</summary>
    public static FastResult Explicit(InputMembers members, LayerSpectra spectra)
    {
        ClassicalWeights.Chain chain = ClassicalWeights.Chain.Read(members, spectra);
        double largest = chain.LargestInput().ToDouble();
        if (largest == 0 || !double.IsFinite(largest))
        {
            members.Refuse("the inputs are zero, or leave the range of double.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        InputMembers all = members.With("N", new InputValue.Number(Rational.Of((double)chain.Data.Rows)))
            .With("B", new InputValue.Number(Rational.Of(largest)));
        return LedentNetwork.Explicit(members.Has("p") ? all
            : all.With("p", new InputValue.Sequence([.. chain.Layers.Select(_ => new InputValue.Number(Rational.One))])), spectra);
    }
}
