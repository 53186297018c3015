using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Generation;

/// <summary>One member of a generated case, by the way it is made.</summary>
public abstract record MemberRecipe
{
    private MemberRecipe()
    {
    }

    /// <summary>The input value that it stands for.</summary>
    public abstract InputValue Expand();

    /// <summary>Simpler recipes of the same shape, the boldest first.</summary>
    public abstract IEnumerable<MemberRecipe> Shrink();

    /// <summary>A number.</summary>
    /// <param name="Value">The number, exactly.</param>
    public sealed record Scalar(Rational Value) : MemberRecipe
    {
        /// <inheritdoc/>
        public override InputValue Expand() => ExactNumber.Of(Value);

        /// <inheritdoc/>
        public override IEnumerable<MemberRecipe> Shrink() => SimplerNumbers.Of(Value).Select(v => new Scalar(v));
    }

    /// <summary>A list of numbers or matrices.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record List(IReadOnlyList<MemberRecipe> Items) : MemberRecipe
    {
        /// <inheritdoc/>
        public override InputValue Expand() => new InputValue.Sequence([.. Items.Select(item => item.Expand())]);

        /// <inheritdoc/>
        public override IEnumerable<MemberRecipe> Shrink() =>
            from i in Enumerable.Range(0, Items.Count)
            from simpler in Items[i].Shrink()
            select new List([.. Items.Take(i), simpler, .. Items.Skip(i + 1)]);

        /// <summary>The same list without the item at a place.</summary>
        public List Without(int place) => new([.. Items.Take(place), .. Items.Skip(place + 1)]);
    }

    /// <summary>A matrix.</summary>
    /// <param name="Recipe">How it is made.</param>
    public sealed record MatrixMember(MatrixRecipe Recipe) : MemberRecipe
    {
        /// <inheritdoc/>
        public override InputValue Expand() => new InputValue.MatrixValue(Recipe.Expand());

        /// <inheritdoc/>
        public override IEnumerable<MemberRecipe> Shrink() => Recipe.Shrink().Select(r => new MatrixMember(r));
    }
}
