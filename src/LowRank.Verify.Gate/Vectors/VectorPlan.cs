using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Vectors;

/// <summary>A kind of vector: its name, flag, reason, and the oracles for which it makes sense.</summary>
/// <param name="Slug">Last part of the vectors' ids.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Why">The reason, in a sentence.</param>
/// <param name="Applies">True where the kind makes sense.</param>
/// <param name="Taste">How the inputs are chosen.</param>
internal sealed record VectorPlan(string Slug, string Flag, string Why, Func<Oracle, bool> Applies, VectorTaste Taste)
{
    private const int ManyLayers = 100;

    private static readonly Rational Huge = Rational.Of(1e30), Tiny = Rational.Of(1e-30), Near = Rational.Of(double.ScaleB(1, -30));

    /// <summary>All kinds, in the order in which they stand in files. A slug, once given, keeps its meaning.</summary>
    public static IReadOnlyList<VectorPlan> All { get; } =
    [
        new("basic-1", "basic", "Inputs of common size; lists for two layers.", _ => true, new VectorTaste()),
        new("basic-2", "basic", "Inputs of common size; lists for one layer.", _ => true, new VectorTaste { Depth = 1 }),
        new("basic-3", "basic", "Inputs of common size; lists for three layers.", _ => true, new VectorTaste { Depth = 3 }),
        new("edge-smallest", "edge", "Every count at its smallest, one layer, matrices of one entry.", _ => true, new VectorTaste
        {
            Depth = 1, Width = 1, Shape = (1, 1), Count = (member, _) => VectorTaste.LowestCount(member),
        }),
        new("edge-lower-end", "edge", "Real inputs at the lower ends of their domains, or next to an end that is excluded.",
            Has(MemberType.Real), new VectorTaste
        {
            Real = (member, _, random) =>
                member.Domain.Lower is { } low ? VectorTaste.Admit(member, low, low + Near) : VectorTaste.CommonReal(member, random),
        }),
        new("edge-upper-end", "edge", "Real inputs at the upper ends of their domains, or next to an end that is excluded.",
            HasReal(d => d.Upper is not null), new VectorTaste
        {
            Real = (member, _, random) =>
                member.Domain.Upper is { } high ? VectorTaste.Admit(member, high, high - Near) : VectorTaste.CommonReal(member, random),
        }),
        new("edge-equal-items", "edge", "All items of each list are equal.", HasList, new VectorTaste { Depth = 3, HasEqualItems = true }),
        new("edge-row", "edge", "A matrix of one row.", Single, new VectorTaste { Shape = (1, 4) }),
        new("edge-column", "edge", "A matrix of one column.", Single, new VectorTaste { Shape = (4, 1) }),
        new("degenerate-zero-matrix", "degenerate", "Every matrix is zero.", Has(MemberType.Matrix),
            new VectorTaste { Matrix = (m, n, _) => new MatrixRecipe(MatrixKind.Zero, m, n) }),
        new("degenerate-one-entry", "degenerate", "Every matrix has one entry that is not zero.", Has(MemberType.Matrix), new VectorTaste
        {
            Matrix = (m, n, random) => new MatrixRecipe(MatrixKind.SingleEntry, m, n) { Seed = random.Next() },
        }),
        new("degenerate-rank-one", "degenerate", "Every matrix has rank one exactly and a row of zeros.", Has(MemberType.Matrix),
            new VectorTaste
        {
            Matrix = (m, n, random) =>
                new MatrixRecipe(MatrixKind.IntegerProduct, m, n) { Rank = 1, Seed = random.Next(), ZeroRows = m > 1 ? 1 : 0 },
        }),
        new("degenerate-zero", "degenerate", "Every input that may be zero is zero.", HasNumber(m => m.Domain.Contains(Rational.Zero)),
            new VectorTaste
        {
            Count = (member, random) => VectorTaste.Admit(member, Rational.Zero, VectorTaste.CommonCount(member, random)),
            Real = (member, _, random) => VectorTaste.Admit(member, Rational.Zero, VectorTaste.CommonReal(member, random)),
        }),
        new("degenerate-ones", "degenerate", "Every list of counts is a list of ones: ranks and widths of one.", HasCountList,
            new VectorTaste
        {
            Count = (member, random) => member.Index is null ? VectorTaste.CommonCount(member, random)
                : VectorTaste.Admit(member, Rational.One, VectorTaste.LowestCount(member)),
        }),
        new("scale-large", "scale", "Every unbounded real input is 1e30.", HasReal(d => d.Upper is null), new VectorTaste
        {
            Real = (member, _, random) => member.Domain.Upper is null ? Huge : VectorTaste.CommonReal(member, random),
        }),
        new("scale-small", "scale", "Every real input that may be small is 1e-30.", HasReal(d => d.Lower is { Sign: 0 } && d.Upper is null),
            new VectorTaste
        {
            Real = (member, _, random) => member.Domain is { Lower.Sign: 0, Upper: null } ? Tiny : VectorTaste.CommonReal(member, random),
        }),
        new("scale-mixed", "scale", "Real inputs of 1e100 and 1e-100 in turn: products pass the range of doubles on the way.",
            HasReal(d => d.Lower is { Sign: 0 } && d.Upper is null), new VectorTaste
        {
            Depth = 4,
            Real = (member, place, random) => member.Domain is { Lower.Sign: 0, Upper: null } ? Rational.Of(place % 2 == 0 ? 1e100 : 1e-100)
                : VectorTaste.CommonReal(member, random),
        }),
        new("scale-counts", "scale", "Counts as networks and data sets have them.", Has(MemberType.Count), new VectorTaste
        {
            Count = (member, random) =>
                VectorTaste.Admit(member,
                Rational.Of(new System.Numerics.BigInteger(member.Index is null ? 60000 : new[] { 784, 512, 1000, 4096 }[random.Next(4)])),
                VectorTaste.CommonCount(member, random)),
        }),
        new("scale-deep", "scale", "A hundred layers.", oracle => HasList(oracle) && !Has(MemberType.Matrix)(oracle),
            new VectorTaste { Depth = ManyLayers, HasEqualItems = true }),
        new("scale-large-entries", "scale", "Matrices with entries near the end of the range of doubles.", Single, new VectorTaste
        {
            Matrix = (m, n, random) => VectorTaste.CommonMatrix(m, n, random) with { Exponent = 1000 },
        }),
        new("scale-small-entries", "scale", "Matrices with entries near underflow.", Single, new VectorTaste
        {
            Matrix = (m, n, random) => VectorTaste.CommonMatrix(m, n, random) with { Exponent = -1040 },
        }),
        new("scale-factors", "scale", "Factors with entries near 2^300 or 2^-300.",
            oracle => oracle.Given.All(m => m is { Type: MemberType.Matrix, Index: not null }), new VectorTaste
        {
            Matrix = (m, n, random) => VectorTaste.CommonMatrix(m, n, random) with { Exponent = random.Next(2) == 0 ? 300 : -300 },
        }),
        new("convention-exact-decimal", "convention", "The real inputs are the decimals 0.1, 0.3 and 1/3 exactly, which no double is.",
            HasReal(d => d.Contains(new Rational(1, 3))), new VectorTaste
        {
            Real = (member, place, random) =>
                VectorTaste.Admit(member, place % 3 == 0 ? new Rational(1, 3) : new Rational(place % 3 == 1 ? 1 : 3, 10),
                VectorTaste.CommonReal(member, random)),
        }),
        new("convention-defaults", "convention", "Inputs that may be left out are left out.", oracle => oracle.Given.Any(m => m.IsOptional),
            new VectorTaste { GivesOptional = false }),
        new("convention-float32", "convention", "Matrices stored in float32: the value is that of the stored entries.",
            Has(MemberType.Matrix), new VectorTaste
        {
            Matrix = (m, n, random) => Planted(m, n, random, SpectrumKind.Random) with { Storage = StorageType.Float32 },
        }),
        new("ill-conditioned-graded", "ill-conditioned", "Singular values of 1, 0.1, 0.01 and so on.", Has(MemberType.Matrix),
            new VectorTaste
        {
            Width = 6, Shape = (6, 6), Matrix = (m, n, random) => Planted(m, n, random, SpectrumKind.Graded) with { Rank = Math.Min(m, n) },
        }),
        new("ill-conditioned-clustered", "ill-conditioned", "Singular values in two clusters of relative width 1e-9.",
            Has(MemberType.Matrix), new VectorTaste
        {
            Shape = (6, 5), Matrix = (m, n, random) => Planted(m, n, random, SpectrumKind.Clustered) with { Rank = Math.Min(m, n) },
        }),
        new("ill-conditioned-rank", "ill-conditioned",
            "Rank two up to the rounding of float32: the stored matrix has tiny singular values.", Has(MemberType.Matrix), new VectorTaste
        {
            Shape = (5, 5), Matrix = (m, n, random) =>
                Planted(m, n, random, SpectrumKind.Integers) with { Rank = 2, Storage = StorageType.Float32 },
        }),
    ];

    private static MatrixRecipe Planted(int m, int n, Random random, SpectrumKind spectrum) =>
        new(MatrixKind.Planted, m, n) { Rank = random.Next(1, Math.Min(m, n) + 1), Spectrum = spectrum,
            Seed = random.Next(1, int.MaxValue) };

    private static Func<Oracle, bool> Has(MemberType type) => oracle => oracle.Given.Any(m => m.Type == type);

    private static Func<Oracle, bool> HasReal(Func<MemberDomain, bool> domain) => oracle =>
        oracle.Given.Any(m => m.Type == MemberType.Real && domain(m.Domain));

    private static Func<Oracle, bool> HasNumber(Func<Member, bool> test) => oracle =>
        oracle.Given.Any(m => m.Type != MemberType.Matrix && test(m));

    private static bool HasList(Oracle oracle) => oracle.Given.Any(m => m.Index is not null);

    private static bool HasCountList(Oracle oracle) => oracle.Given.Any(m => m is { Index: not null, Type: MemberType.Count });

    private static bool Single(Oracle oracle) => oracle.Given.Any(m => m is { Type: MemberType.Matrix, Index: null });
}
