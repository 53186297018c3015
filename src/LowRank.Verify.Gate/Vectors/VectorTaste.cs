using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Generation;

namespace LowRank.Verify.Gate.Vectors;

/// <summary>How the inputs of one kind of vector are chosen.</summary>
internal sealed record VectorTaste
{
    private static readonly Rational[] CommonNumbers =
        [Rational.One, new(1, 2), new(2, 1), new(3, 2), new(1, 4), new(3, 1), new(5, 4), new(7, 8), new(4, 1), new(3, 4)];

    private static readonly Rational[] Probabilities = [Rational.Of(0.05), new(1, 2), new(1, 4), new(1, 16), Rational.Of(0.9)];

    /// <summary>L.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Largest width of chained matrices and largest dimension of single ones.</summary>
    public int Width { get; init; } = 5;

    /// <summary>True when members that may be left out are given.</summary>
    public bool GivesOptional { get; init; } = true;

    /// <summary>True when all items of an array are the same number.</summary>
    public bool HasEqualItems { get; init; }

    /// <summary>Rows and columns of single matrices; null for random ones.</summary>
    public (int Rows, int Columns)? Shape { get; init; }

    /// <summary>A count.</summary>
    public Func<Member, Random, Rational> Count { get; init; } = CommonCount;

    /// <summary>A real number; the integer is the place in its array.</summary>
    public Func<Member, int, Random, Rational> Real { get; init; } = (member, _, random) => CommonReal(member, random);

    /// <summary>A matrix.</summary>
    public Func<int, int, Random, MatrixRecipe> Matrix { get; init; } = CommonMatrix;

    /// <summary>A count of common size.</summary>
    public static Rational CommonCount(Member member, Random random)
    {
        Rational low = LowestCount(member);
        return Admit(member,
            low + Rational.Of(new System.Numerics.BigInteger(member.Index is null ? random.Next(2, 40) : random.Next(1, 12))), low);
    }

    /// <summary>The smallest admissible count.</summary>
    public static Rational LowestCount(Member member)
    {
        Rational low = Rational.Of((member.Domain.Lower ?? Rational.One).Ceiling());
        return member.Domain.Contains(low) ? low : low + Rational.One;
    }

    /// <summary>A real number of common size inside the domain.</summary>
    public static Rational CommonReal(Member member, Random random)
    {
        Rational[] inside = [.. (member.Domain is { Upper: { } high } && high <= Rational.One ? Probabilities : CommonNumbers)
            .Where(x => member.Domain.Contains(x) && x != member.Domain.Lower && x != member.Domain.Upper)];
        return inside.Length > 0 ? inside[random.Next(inside.Length)] : Somewhere(member.Domain);
    }

    /// <summary>The number where the domain admits it, otherwise a fallback.</summary>
    public static Rational Admit(Member member, Rational wish, Rational fallback) => member.Domain.Contains(wish) ? wish : fallback;

    /// <summary>A small matrix of integers, of any rank.</summary>
    public static MatrixRecipe CommonMatrix(int rows, int columns, Random random) =>
        new(MatrixKind.IntegerProduct, rows, columns) { Rank = random.Next(1, Math.Min(rows, columns) + 1), Seed = random.Next() };

    private static Rational Somewhere(MemberDomain domain) => domain switch
    {
        { Lower: { } low, Upper: { } high } => (low + high) / new Rational(2, 1),
        { Lower: { } low } => low + Rational.One,
        { Upper: { } high } => high - Rational.One,
        _ => Rational.One,
    };

    /// <summary>The inputs of an oracle in this taste.</summary>
    public CaseRecipe Make(Oracle oracle, Random random)
    {
        int[] widths = [.. Enumerable.Range(0, Depth + 1).Select(_ => random.Next(Math.Min(2, Width), Width + 1))];
        string[] names = ShapeSizes.Names(oracle.Given);
        int[] named = [.. names.Select(_ => random.Next(Math.Min(2, Width), Math.Min(Width, ShapeSizes.Largest) + 1))];
        Func<string, int> size = ShapeSizes.Of(oracle.Given, widths, names, named);
        Dictionary<string, MemberRecipe> members = new(StringComparer.Ordinal);
        foreach (Member member in oracle.Given.Where(m => GivesOptional || !m.IsOptional))
        {
            members.Add(member.Name, member.Shape is { } shape
                ? new MemberRecipe.MatrixMember(Matrix(size(shape.Rows), size(shape.Columns), random))
                : Make(member, widths, random));
        }

        return new CaseRecipe(Depth, widths, members).Regrown(oracle.Given, null);
    }

    private MemberRecipe Make(Member member, int[] widths, Random random)
    {
        if (member.Index is not { } range)
        {
            (int rows, int columns) = Shape ?? (random.Next(Math.Min(2, Width), Width + 1), random.Next(Math.Min(2, Width), Width + 1));
            return member.Type == MemberType.Matrix ? new MemberRecipe.MatrixMember(Matrix(rows, columns, random))
                : Number(member, 0, random);
        }

        IndexSpan span = IndexSpan.Of(range, Depth);
        MemberRecipe[] items = [.. Enumerable.Range(span.First, span.Count).Select(MemberRecipe (l) => member.Type == MemberType.Matrix
            ? new MemberRecipe.MatrixMember(Matrix(widths[Math.Clamp(l, 0, Depth)], widths[Math.Clamp(l - 1, 0, Depth)], random))
            : Number(member, l, random))];
        return new MemberRecipe.List(HasEqualItems && member.Type != MemberType.Matrix ? [.. items.Select(_ => items[0])] : items);
    }

    private MemberRecipe.Scalar Number(Member member, int place, Random random) =>
        new(member.Type == MemberType.Count ? Count(member, random) : Real(member, place, random));
}
