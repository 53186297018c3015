namespace LowRank.Verify.Properties.Generation;

/// <summary>What FsCheck needs to know of the laws' cases; every one of them is made by the recipes of the gate's own generators.</summary>
public static class Arbitraries
{
    private static readonly MemberDomain Exponents = new(Rational.Zero, true, new Rational(8, 1), false);
    private static readonly MemberDomain Unit = new(Rational.Zero, false, Rational.One, false);
    private static readonly MemberDomain Margins = new(Rational.Zero, false, null, true);

    public static Arbitrary<AnyMatrix> Matrices() => Arb.From(
        from shape in MatrixGenerators.Shape()
        from recipe in MatrixGenerators.OfShape(shape.Rows, shape.Columns, extreme: true)
        select new AnyMatrix(recipe),
        matrix => Shrinking.Of(matrix.Recipe).Select(recipe => new AnyMatrix(recipe)));

    public static Arbitrary<GridMatrix> Grids() => Arb.From(
        MatrixGenerators.Shape().SelectMany(shape => Grid(shape.Rows, shape.Columns)),
        matrix => Shrinking.Of(matrix.Recipe).Select(recipe => new GridMatrix(recipe)));

    public static Arbitrary<Pair> Pairs() => Arb.From(
        from shape in MatrixGenerators.Shape()
        from first in Grid(shape.Rows, shape.Columns)
        from second in Gen.Frequency((5, Grid(shape.Rows, shape.Columns)), (1, Gen.Constant(first)))
        select new Pair(first, second),
        Smaller);

    public static Arbitrary<Chain> Chains() => Arb.From(
        from sizes in MatrixGenerators.Dimension().ArrayOf(3)
        from first in Grid(sizes[0], sizes[1])
        from second in Grid(sizes[1], sizes[2])
        select new Chain(first, second),
        Smaller);

    public static Arbitrary<Exponent> ExponentsToEight() => Arb.From(
        NumberGenerators.Real(Exponents).Select(p => new Exponent(p)),
        p => SimplerNumbers.Of(p.Value).Where(Exponents.Contains).Select(q => new Exponent(q)));

    public static Arbitrary<Weight> Weights() => Arb.From(
        NumberGenerators.Real(Unit).Select(t => new Weight(t)),
        t => SimplerNumbers.Of(t.Value).Where(Unit.Contains).Select(s => new Weight(s)));

    public static Arbitrary<Point> Points() => Arb.From(
        from value in NumberGenerators.Real(Margins)
        from sign in Gen.Elements(1, 1, -1)
        from margin in Gen.Frequency((2, Gen.Constant(Rational.Zero)), (2, NumberGenerators.Real(Margins)))
        select new Point(sign < 0 ? -value : value, margin),
        point => SimplerNumbers.Of(Rational.Abs(point.Value)).Where(x => x.Sign >= 0)
            .Select(x => new Point(point.Value.Sign < 0 ? -x : x, point.Margin))
            .Concat(SimplerNumbers.Of(point.Margin).Where(Margins.Contains).Select(m => new Point(point.Value, m))));

    public static Arbitrary<Turn> Turns() => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from reflects in Gen.Elements(true, true, false)
        select new Turn(seed, reflects),
        turn => (turn.Reflects ? new[] { turn with { Reflects = false } } : [])
            .Concat(Enumerable.Range(0, Math.Min(turn.Seed, 3)).Select(seed => turn with { Seed = seed })));

    public static Arbitrary<DeclaredCase<T>> DeclaredCases<T>()
        where T : OracleProperty => Arb.From(DeclaredCase<T>.Generate(), one => one.Shrink());

    public static Arbitrary<ValueCase> ValueCases() => Arb.From(ValueCase.Generate(), one => one.Shrink());

    public static Arbitrary<Fixture> Fixtures() => Arb.From(Fixture.Generate());

    private static Gen<GridMatrix> Grid(int rows, int columns) => MatrixGenerators.OfShape(rows, columns, extreme: false)
        .Select(recipe => new GridMatrix(recipe with { Storage = StorageType.Float64, Exponent = 0 }));

    private static IEnumerable<Pair> Smaller(Pair pair)
    {
        MatrixRecipe a = pair.First.Recipe, b = pair.Second.Recipe;
        IEnumerable<(int Rows, int Columns)> shapes = CaseRecipe.Smaller(a.Rows).Select(rows => (rows, a.Columns))
            .Concat(CaseRecipe.Smaller(a.Columns).Select(columns => (a.Rows, columns)));
        return shapes
            .Select(shape => new Pair(
                new GridMatrix(a.Resized(shape.Rows, shape.Columns)), new GridMatrix(b.Resized(shape.Rows, shape.Columns))))
            .Concat(a.Shrink().Select(simpler => pair with { First = new GridMatrix(simpler) }))
            .Concat(b.Shrink().Select(simpler => pair with { Second = new GridMatrix(simpler) }));
    }

    private static IEnumerable<Chain> Smaller(Chain chain)
    {
        MatrixRecipe a = chain.First.Recipe, b = chain.Second.Recipe;
        IEnumerable<(int Rows, int Inner, int Columns)> shapes = CaseRecipe.Smaller(a.Rows).Select(rows => (rows, a.Columns, b.Columns))
            .Concat(CaseRecipe.Smaller(a.Columns).Select(inner => (a.Rows, inner, b.Columns)))
            .Concat(CaseRecipe.Smaller(b.Columns).Select(columns => (a.Rows, a.Columns, columns)));
        return shapes
            .Select(shape => new Chain(
                new GridMatrix(a.Resized(shape.Rows, shape.Inner)), new GridMatrix(b.Resized(shape.Inner, shape.Columns))))
            .Concat(a.Shrink().Select(simpler => chain with { First = new GridMatrix(simpler) }))
            .Concat(b.Shrink().Select(simpler => chain with { Second = new GridMatrix(simpler) }));
    }
}
