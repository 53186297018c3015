using FsCheck;
using FsCheck.Fluent;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// Generates inputs of any oracle from what the catalogue declares of its members: type, domain, index range. Arrays share one
/// depth, matrices in arrays are chained. Conditions between members are left to whoever asks, who repairs or rejects.
/// </summary>
internal static class CaseGenerator
{
    private const int LargestDepth = 4;
    private const int LargestSmallSide = 12;

    // A list takes a wish in one of its items: in all of them it would hide the others.
    private const int EveryItem = 4;

    private static readonly IReadOnlyDictionary<string, string> NoWishes = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The generator of an oracle's cases; with the members of a second oracle on the same record where both are asked.</summary>
    /// <param name="oracle">The oracle.</param>
    /// <param name="other">The second oracle.</param>
    /// <param name="limits">What may be asked.</param>
    /// <param name="wishes">Values of the axes of <see cref="CaseFeatures"/> that the case has to take.</param>
    public static Gen<CaseRecipe> For(Oracle oracle, Oracle? other = null, CaseLimits? limits = null,
        IReadOnlyDictionary<string, string>? wishes = null)
    {
        CaseWishes wished = new(wishes ?? NoWishes, limits ?? CaseLimits.None);
        Member[] given = [.. oracle.Given.UnionBy(other?.Given ?? [], member => member.Name)];
        Gen<(int Depth, int[] Widths)> layout =
            from depth in Depth(wished)
            from widths in Width(wished).ArrayOf(depth + 1)
            from stretched in Stretched(widths, wished)
            select (depth, stretched);
        string[] names = ShapeSizes.Names(given);
        if (given.Any(member => member.Shape is not null))
        {
            return
                from place in layout
                from sizes in Sizes(names.Length, wished)
                from members in Gen.CollectToArray(given, member => member.Shape is null
                    ? Optional(member, place.Depth, place.Widths, wished)
                    : Shaped(member, ShapeSizes.Of(given, place.Widths, names, sizes), wished))
                select Recipe(place, members).Regrown(given, null);
        }

        return
            from place in layout
            from members in Gen.CollectToArray(given, member => Optional(member, place.Depth, place.Widths, wished))
            from recipe in AtSide(Recipe(place, members), given, wished)
            select recipe;
    }

    /// <summary>The case that a seed and a size give.</summary>
    public static CaseRecipe Sample(Oracle oracle, ulong seed, int size, Oracle? other = null, CaseLimits? limits = null,
        IReadOnlyDictionary<string, string>? wishes = null) =>
        For(oracle, other, limits, wishes).Sample(1, new Rnd(seed), size)[0];

    // One name is large at a time: what is made of such matrices grows with the product of several sizes.
    private static Gen<int[]> Sizes(int names, CaseWishes wished)
    {
        Gen<int[]> small = Gen.Choose(1, ShapeSizes.Largest).ArrayOf(names);
        return names == 0 || wished[CaseFeatures.Named] is not { } wish || CaseFeatures.SizesOf(wish).High <= ShapeSizes.Largest ? small :
            from sizes in small
            from place in Gen.Choose(0, names - 1)
            from large in Gen.Choose(CaseFeatures.SizesOf(wish).Low, CaseFeatures.SizesOf(wish).High)
            select sizes.Select((size, i) => i == place ? large : size).ToArray();
    }

    private static Gen<int> Depth(CaseWishes wished)
    {
        (int low, int high) = wished.Limits.Depth;
        if (wished[CaseFeatures.Depth] is { } wish && CaseFeatures.DepthsOf(wish) is var (least, most) && most >= low && least <= high)
        {
            return Gen.Choose(Math.Max(least, low), Math.Min(most, high));
        }

        return Gen.Frequency((2, Gen.Constant(1)), (3, Gen.Constant(2)), (4, Gen.Choose(1, LargestDepth)))
            .Select(depth => Math.Clamp(depth, low, high));
    }

    // Widths are rows and columns at once.
    private static Gen<int> Width(CaseWishes wished)
    {
        int low = Math.Max(wished.Limits.Rows.Low, wished.Limits.Columns.Low),
            high = Math.Min(wished.Limits.Rows.High, wished.Limits.Columns.High);
        Gen<int> width = wished[CaseFeatures.Width] switch
        {
            CaseFeatures.Large => Gen.Choose(100, 128),
            { } wish => Gen.Choose(CaseFeatures.SizesOf(wish).Low, CaseFeatures.SizesOf(wish).High),
            _ => MatrixGenerators.Dimension(),
        };
        return width.Select(n => Math.Clamp(n, low, Math.Max(low, high)));
    }

    // One layer gets a side that is ten to fifteen times the other.
    private static Gen<int[]> Stretched(int[] widths, CaseWishes wished)
    {
        if (wished[CaseFeatures.LayerAspect] is not (CaseFeatures.Wide or CaseFeatures.Tall))
        {
            return Gen.Constant(widths);
        }

        (int, int) rows = wished.Limits.Rows, columns = wished.Limits.Columns;
        int high = Math.Min(rows.Item2, columns.Item2);
        return
            from layer in Gen.Choose(1, widths.Length - 1)
            from times in Gen.Choose(CaseFeatures.LayerTimes, CaseFeatures.LayerTimes + 5)
            let small = wished[CaseFeatures.LayerAspect] == CaseFeatures.Wide ? layer : layer - 1
            let side = Math.Min(widths[small], LargestSmallSide)
            select widths.Select((width, i) => i == small ? side
                : i == (2 * layer) - 1 - small ? Math.Min(side * times, high) : width).ToArray();
    }

    // Counts of singular values and the like: one less than the matrix has, as many, one more.
    private static Gen<CaseRecipe> AtSide(CaseRecipe recipe, IReadOnlyList<Member> given, CaseWishes wished)
    {
        Member[] counts = [.. given.Where(member => member is { Type: MemberType.Count, Index: null }
            && wished[member.Name] == CaseFeatures.AtSide && recipe.Members.ContainsKey(member.Name))];
        return counts.Length == 0 || CaseFeatures.SideOf(given, recipe) is not { } side ? Gen.Constant(recipe)
            : Gen.Choose(-1, 1).ArrayOf(counts.Length).Select(steps => recipe with
            {
                Members = counts.Zip(steps).Aggregate(new Dictionary<string, MemberRecipe>(recipe.Members, StringComparer.Ordinal),
                    (members, pair) =>
                    {
                        Rational value = new(side + pair.Second, 1);
                        if (wished.Limits.DomainOf(pair.First).Contains(value))
                        {
                            members[pair.First.Name] = new MemberRecipe.Scalar(value);
                        }

                        return members;
                    }),
            });
    }

    private static CaseRecipe Recipe((int Depth, int[] Widths) place, KeyValuePair<string, MemberRecipe?>[] members) =>
        new(place.Depth, place.Widths,
            members.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!, StringComparer.Ordinal));

    private static Gen<KeyValuePair<string, MemberRecipe?>> Shaped(Member member, Func<string, int> size, CaseWishes wished) =>
        MatrixGenerators.OfShape(size(member.Shape!.Rows), size(member.Shape.Columns), extreme: false, wished)
            .Select(recipe => KeyValuePair.Create(member.Name, (MemberRecipe?)new MemberRecipe.MatrixMember(recipe)));

    private static Gen<KeyValuePair<string, MemberRecipe?>> Optional(Member member, int depth, int[] widths, CaseWishes wished)
    {
        Gen<MemberRecipe?> value = Of(member, depth, widths, wished).Select(m => (MemberRecipe?)m);
        Gen<MemberRecipe?> given = !member.IsOptional ? value : wished[CaseFeatures.OptionAxis(member.Name)] switch
        {
            CaseFeatures.Given => value,
            CaseFeatures.LeftOut => Gen.Constant<MemberRecipe?>(null),
            _ => Gen.Frequency((1, value), (1, Gen.Constant<MemberRecipe?>(null))),
        };
        return given.Select(v => KeyValuePair.Create(member.Name, v));
    }

    private static Gen<MemberRecipe> Of(Member member, int depth, int[] widths, CaseWishes wished)
    {
        if (member.Index is not { } range)
        {
            return member.Type == MemberType.Matrix
                ? from shape in MatrixGenerators.Shape(wished)
                  from recipe in MatrixGenerators.OfShape(shape.Rows, shape.Columns, extreme: true, wished)
                  select (MemberRecipe)new MemberRecipe.MatrixMember(recipe)
                : Number(member, wished);
        }

        IndexSpan span = IndexSpan.Of(range, depth);

        // A zero layer, or one of 1e16, in one place: in all of them it would hide the rest.
        CaseWishes others = wished.Without(CaseFeatures.Scale, CaseFeatures.Spectrum);
        Gen<MemberRecipe[]> Matrices(int place) => Gen.CollectToArray(Enumerable.Range(span.First, span.Count), l =>
            MatrixGenerators.OfShape(widths[l], widths[l - 1], extreme: false, l - span.First == place ? wished : others)
                .Select(m => (MemberRecipe)new MemberRecipe.MatrixMember(m)));
        Gen<MemberRecipe[]> items = member.Type != MemberType.Matrix ? Items(member, span.Count, wished)
            : wished[CaseFeatures.Spectrum] is null ? Matrices(0)
            : Gen.Choose(0, Math.Max(0, span.Count - 1)).SelectMany(Matrices);
        return items.Select(list => (MemberRecipe)new MemberRecipe.List(list));
    }

    private static Gen<MemberRecipe[]> Items(Member member, int count, CaseWishes wished)
    {
        Gen<MemberRecipe[]> items = Number(member, CaseWishes.None(wished.Limits)).ArrayOf(count);
        return wished[member.Name] is null || count == 0 ? items :
            from list in items
            from every in Gen.Choose(1, EveryItem)
            from all in Number(member, wished).ArrayOf(count)
            from place in Gen.Choose(0, count - 1)
            select every == EveryItem ? all : [.. list.Select((item, i) => i == place ? all[i] : item)];
    }

    private static Gen<MemberRecipe> Number(Member member, CaseWishes wished)
    {
        MemberDomain domain = wished.Limits.DomainOf(member);
        Gen<Rational> any = member.Type == MemberType.Count ? NumberGenerators.Count(domain) : NumberGenerators.Real(domain);
        Rational[] meant = wished[member.Name] is { } wish
            ? [.. NumberGenerators.Wished(member.Type, domain, wish).Where(domain.Contains)] : [];
        return (meant.Length > 0 ? Gen.Elements(meant) : any).Select(v => (MemberRecipe)new MemberRecipe.Scalar(v));
    }
}

/// <summary>What a case has to reach and what it may not exceed.</summary>
/// <param name="Values">Values of axes.</param>
/// <param name="Limits">What may be asked.</param>
internal sealed record CaseWishes(IReadOnlyDictionary<string, string> Values, CaseLimits Limits)
{
    /// <summary>The value wished for on an axis; null for none.</summary>
    public string? this[string axis] => Values.GetValueOrDefault(axis);

    /// <summary>The same without some axes.</summary>
    public CaseWishes Without(params string[] axes) =>
        this with { Values = Values.Where(pair => !axes.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal) };

    /// <summary>No wish.</summary>
    public static CaseWishes None(CaseLimits limits) => new(new Dictionary<string, string>(StringComparer.Ordinal), limits);
}
