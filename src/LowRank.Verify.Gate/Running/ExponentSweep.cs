using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;

namespace LowRank.Verify.Gate.Running;

/// <summary>One generated case over a grid of p, for the picture of a quantity against its Schatten exponent.</summary>
internal static class ExponentSweep
{
    private const string Exponent = "p";
    private const int Steps = 20;

    /// <summary>Cases of an oracle's sweep; 0 for an oracle without p, or where no value cases are asked for.</summary>
    public static int Cases(Oracle oracle, GateOptions options) =>
        options.ValueCases > 0 && oracle.Given.Any(m => m is { Name: Exponent, Type: MemberType.Real })
            && oracle.Given.Any(m => m.Type == MemberType.Matrix) ? Steps + 1 : 0;

    /// <summary>The p of a grid point, by the part of its case's id, "sweep-i".</summary>
    public static double P(string part) =>
        int.Parse(part.AsSpan(ReplayToken.SweepPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) / (Steps / 2.0);

    /// <summary>The case with every p at point <paramref name="step"/> of the grid 0, 0.1, …, 2.</summary>
    public static CaseRecipe At(CaseRecipe recipe, int step)
    {
        MemberRecipe.Scalar p = new(new Rational(step, Steps / 2));
        return recipe.Members.TryGetValue(Exponent, out MemberRecipe? given)
            ? recipe.With(Exponent, given is MemberRecipe.List list ? new MemberRecipe.List([.. list.Items.Select(_ => p)]) : p)
            : recipe;
    }
}
