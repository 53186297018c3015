using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// What an implementation can take: the numbers of its precision, and the restrictions of members, lengths and shapes that it declares.
/// Generators keep to them, so that no case is asked in vain.
/// </summary>
/// <param name="Precision">float64, float32, bfloat16 or float16.</param>
/// <param name="Range">Least and greatest absolute value of an entry or real member that is not 0.</param>
/// <param name="Domain">Restrictions by the name of a member, of an array's length, or "rows" and "columns".</param>
internal sealed record CaseLimits(string Precision, (double Least, double Greatest) Range, IReadOnlyDictionary<string, MemberDomain> Domain)
{
    private const int LargestDepth = 12;
    private const int LargestSize = 512;

    private static readonly string[] Lengths = ["L", "d", "H", "m"];

    /// <summary>No limits but those of doubles.</summary>
    public static CaseLimits None { get; } = new("float64", (0, double.MaxValue), new Dictionary<string, MemberDomain>());

    /// <summary>The limits of an implementation on one oracle.</summary>
    public static CaseLimits Of(ImplementationDescription description, Oracle oracle)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(oracle);
        string precision = description.PrecisionOf(oracle.Id);
        return precision == None.Precision && description.Range is null && description.Domain.Count == 0 ? None
            : new CaseLimits(precision, description.RangeOf(oracle.Id), description.Domain);
    }

    /// <summary>The depths that are admitted, of whatever name.</summary>
    public (int Low, int High) Depth { get; } = Integers(Domain, Lengths, LargestDepth);

    /// <summary>The numbers of rows that are admitted.</summary>
    public (int Low, int High) Rows { get; } = Integers(Domain, ["rows"], LargestSize);

    /// <summary>The numbers of columns that are admitted.</summary>
    public (int Low, int High) Columns { get; } = Integers(Domain, ["columns"], LargestSize);

    /// <summary>The storage types that the precision holds.</summary>
    public bool Holds(StorageType storage) => Narrowed(storage) == storage;

    /// <summary>
    /// The format in which a matrix is sent that would be stored in this one: entries of the precision, or of a smaller one.
    /// </summary>
    public StorageType Narrowed(StorageType storage) => (Precision, storage) switch
    {
        ("float32", StorageType.Float64) => StorageType.Float32,
        ("bfloat16", StorageType.Float64 or StorageType.Float32 or StorageType.Float16) => StorageType.BFloat16,
        ("float16", StorageType.Float64 or StorageType.Float32 or StorageType.BFloat16) => StorageType.Float16,
        _ => storage,
    };

    /// <summary>The values of a member that are declared by the oracle and admitted here.</summary>
    public MemberDomain DomainOf(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Domain.TryGetValue(member.Name, out MemberDomain? narrower) ? Both(member.Domain, narrower) : member.Domain;
    }

    /// <summary>
    /// The recipe with every number in the limits: reals rounded to the precision and clamped to the range, matrices in formats that the
    /// precision holds. Members stay in their domains; null where one cannot.
    /// </summary>
    public CaseRecipe? Keep(CaseRecipe recipe, IReadOnlyList<Member> members)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (ReferenceEquals(this, None))
        {
            return recipe;
        }

        Dictionary<string, MemberRecipe> kept = new(StringComparer.Ordinal);
        foreach ((string name, MemberRecipe value) in recipe.Members)
        {
            Member? member = members.FirstOrDefault(m => m.Name == name);
            if (Keep(value, member) is not { } narrowed)
            {
                return null;
            }

            kept.Add(name, narrowed);
        }

        bool fits = kept.Values.SelectMany(Matrices).All(m => m.Rows >= Rows.Low && m.Rows <= Rows.High && m.Columns >= Columns.Low
            && m.Columns <= Columns.High);
        bool isDeep = !members.Any(m => m.Index is not null) || (recipe.Depth >= Depth.Low && recipe.Depth <= Depth.High);
        return fits && isDeep ? recipe with { Members = kept } : null;
    }

    /// <summary>True when inputs that were made elsewhere keep to the restrictions of members, lengths and shapes.</summary>
    public bool Admits(Oracle oracle, InputRecord inputs)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Members.All(given => oracle.Given.FirstOrDefault(m => m.Name == given.Key) is not { } member
            || Admits(member, given.Value));
    }

    private bool Admits(Member member, InputValue value) => value switch
    {
        InputValue.Number number => !Domain.TryGetValue(member.Name, out MemberDomain? domain) || domain.Contains(number.Exact),
        InputValue.MatrixValue { Value: var a } => a.Rows >= Rows.Low && a.Rows <= Rows.High && a.Columns >= Columns.Low
            && a.Columns <= Columns.High,
        InputValue.Sequence list => list.Items.All(item => Admits(member, item))
            && (member.Index is not { } index || !Lengths.Any(Domain.ContainsKey)
                || (list.Items.Count >= IndexSpan.Of(index, Depth.Low).Count && list.Items.Count <= IndexSpan.Of(index, Depth.High).Count)),
        _ => true,
    };

    private MemberRecipe? Keep(MemberRecipe value, Member? member) => value switch
    {
        MemberRecipe.Scalar scalar => member?.Type == MemberType.Count
            ? DomainOf(member).Contains(scalar.Value) ? scalar : null
            : Rounded(scalar.Value, member is null ? MemberDomain.Everything : DomainOf(member)) is { } rounded
                ? new MemberRecipe.Scalar(rounded) : null,
        MemberRecipe.MatrixMember { Recipe: var recipe } => new MemberRecipe.MatrixMember(recipe with
        {
            Storage = Narrowed(recipe.Storage),
            Exponent = Math.Clamp(recipe.Exponent, LowestExponent, HighestExponent),
        }),
        MemberRecipe.List list => list.Items.Select(item => Keep(item, member)).ToArray() is var items
            && items.All(item => item is not null) ? new MemberRecipe.List(items!) : null,
        _ => value,
    };

    // Entries are a few units times 2^e.
    private int LowestExponent => Range.Least <= 0 ? int.MinValue : Math.Min(0, Math.ILogB(Range.Least) + 20);

    private int HighestExponent => Math.Max(0, Math.ILogB(Range.Greatest) - 12);

    // To the precision and into the range; a number that the domain would lose is left as it is where it must be (its end), else refused.
    private Rational? Rounded(Rational value, MemberDomain domain)
    {
        double near = value.ToDouble();
        double magnitude = Math.Abs(near);
        if (Precision == "float64" && (near == 0 || (magnitude >= Range.Least && magnitude <= Range.Greatest)))
        {
            return domain.Contains(value) ? value : null;
        }

        double clamped = near == 0 ? 0 : Math.CopySign(Math.Clamp(magnitude, Range.Least, Range.Greatest), near);
        Rational rounded = Rational.Of(Precision == "float64" ? clamped : StorageRounding.Round(clamped, Format()));
        return domain.Contains(rounded) ? rounded : domain.Contains(value) && IsNear(value, domain) ? value : null;
    }

    // An end of the domain, such as 1/3, has to be asked even where the precision has no such number.
    private static bool IsNear(Rational value, MemberDomain domain) => value == domain.Lower || value == domain.Upper;

    private StorageType Format() => Precision switch
    {
        "float32" => StorageType.Float32,
        "float16" => StorageType.Float16,
        "bfloat16" => StorageType.BFloat16,
        _ => StorageType.Float64,
    };

    private static IEnumerable<MatrixRecipe> Matrices(MemberRecipe value) => value switch
    {
        MemberRecipe.MatrixMember matrix => [matrix.Recipe],
        MemberRecipe.List list => list.Items.SelectMany(Matrices),
        _ => [],
    };

    private static (int Low, int High) Integers(IReadOnlyDictionary<string, MemberDomain> domain, string[] names, int largest)
    {
        MemberDomain? narrower = names.Select(name => domain.GetValueOrDefault(name)).FirstOrDefault(found => found is not null);
        return narrower is null ? (1, largest) : (
            narrower.Lower is { } low ? Math.Clamp((int)Rational.Of(low.Ceiling()).ToDouble(), 1, largest) : 1,
            narrower.Upper is { } high ? Math.Clamp((int)Rational.Of(high.Floor()).ToDouble(), 1, largest) : largest);
    }

    private static MemberDomain Both(MemberDomain a, MemberDomain b)
    {
        bool lowOfB = a.Lower is null || (b.Lower is { } low && (low > a.Lower || (low == a.Lower && b.IsLowerOpen)));
        bool highOfB = a.Upper is null || (b.Upper is { } high && (high < a.Upper || (high == a.Upper && b.IsUpperOpen)));
        return new MemberDomain(
            lowOfB ? b.Lower : a.Lower, lowOfB ? b.IsLowerOpen : a.IsLowerOpen, highOfB ? b.Upper : a.Upper,
            highOfB ? b.IsUpperOpen : a.IsUpperOpen);
    }
}
