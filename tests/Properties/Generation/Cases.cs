using System.Globalization;

namespace LowRank.Verify.Properties.Generation;

/// <summary>A matrix of any kind that the gate generates: stored in any format, near overflow and underflow included.</summary>
/// <param name="Recipe">How it is made.</param>
public sealed record AnyMatrix(MatrixRecipe Recipe)
{
    public Matrix A { get; } = Recipe.Expand();

    public override string ToString() => Show.Matrix(A);
}

/// <summary>A matrix whose entries are multiples of 2^−12 up to 2^8: sums and products of two are exact in doubles.</summary>
/// <param name="Recipe">How it is made.</param>
public sealed record GridMatrix(MatrixRecipe Recipe)
{
    private const double Grid = 4096;

    public Matrix A { get; } = OnGrid(Recipe.Expand());

    public override string ToString() => Show.Matrix(A);

    internal static Matrix OnGrid(Matrix a) => new(a.Rows, a.Columns, [.. a.Values.Select(x => Math.Round(x * Grid) / Grid)]);
}

/// <summary>Two grid matrices of one shape.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
public sealed record Pair(GridMatrix First, GridMatrix Second)
{
    public Matrix A => First.A;

    public Matrix B => Second.A;

    public override string ToString() => $"A = {First}, B = {Second}";
}

/// <summary>Two grid matrices whose product exists.</summary>
/// <param name="First">m×n.</param>
/// <param name="Second">n×k.</param>
public sealed record Chain(GridMatrix First, GridMatrix Second)
{
    public Matrix A => First.A;

    public Matrix B => Second.A;

    public override string ToString() => $"A = {First}, B = {Second}";
}

/// <summary>A Schatten exponent of (0, 8].</summary>
/// <param name="Value">p.</param>
public sealed record Exponent(Rational Value)
{
    /// <summary>An exponent of (0, 1].</summary>
    public Rational UpToOne => Value / new Rational(8, 1);

    /// <summary>An exponent above 1.</summary>
    public Rational FromOne => Rational.One + Value;

    /// <summary>An exponent above 2.</summary>
    public Rational FromTwo => new Rational(2, 1) + Value;

    public override string ToString() => Value.ToString();
}

/// <summary>A number of [0, 1].</summary>
/// <param name="Value">The number.</param>
public sealed record Weight(Rational Value)
{
    public Rational Rest => Rational.One - Value;

    public override string ToString() => Value.ToString();
}

/// <summary>A rational number of any size and sign, and an interval around it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Margin">How far the interval reaches to either side.</param>
public sealed record Point(Rational Value, Rational Margin)
{
    private static readonly IntervalContext Context = new(160);

    internal Interval Around => Context.Of(Value - Margin).Hull(Context.Of(Value + Margin));

    internal Interval Wider => Context.Of(Value - Margin - Margin - Rational.One).Hull(Context.Of(Value + Margin));

    public override string ToString() => Margin.Sign == 0 ? Value.ToString() : $"{Value} ± {Margin}";
}

/// <summary>
/// An exact orthogonal transformation: signs and a permutation, and where there is room a reflection I − vvᵀ/2 with four ±1 in v.
/// </summary>
/// <param name="Seed">Chooses it; 0 is the identity.</param>
/// <param name="Reflects">Whether there is a reflection.</param>
public sealed record Turn(int Seed, bool Reflects)
{
    /// <summary>Q·A, exact for a grid matrix.</summary>
    public Matrix Apply(Matrix a) => Seed == 0 ? a : Reflects ? Reflected(Permuted(a)) : Permuted(a);

    /// <summary>Q·A without the reflection: exact for every matrix.</summary>
    public Matrix Permuted(Matrix a)
    {
        Random random = new(Seed);
        int[] order = [.. Enumerable.Range(0, a.Rows)];
        random.Shuffle(order);
        int[] signs = [.. order.Select(_ => Seed == 0 || random.Next(2) == 0 ? 1 : -1)];
        return Exactly.Create(a.Rows, a.Columns, (i, j) => signs[i] * a[Seed == 0 ? i : order[i], j], a.Storage);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"turn {Seed}{(Reflects ? " with reflection" : string.Empty)}");

    private Matrix Reflected(Matrix a)
    {
        if (a.Rows < 4)
        {
            return a;
        }

        Random random = new(~Seed);
        int[] places = [.. Enumerable.Range(0, a.Rows)];
        random.Shuffle(places);
        double[] v = new double[a.Rows];
        foreach (int place in places.Take(4))
        {
            v[place] = random.Next(2) == 0 ? 1 : -1;
        }

        double[] inner = [.. Enumerable.Range(0, a.Columns).Select(j => Enumerable.Range(0, a.Rows).Sum(i => v[i] * a[i, j]))];
        return Exactly.Create(a.Rows, a.Columns, (i, j) => a[i, j] - (v[i] * inner[j] / 2));
    }
}

/// <summary>Matrices as a reader writes them.</summary>
internal static class Show
{
    public static string Matrix(Matrix a)
    {
        string rows = string.Join(", ", Enumerable.Range(0, a.Rows).Select(i =>
            $"[{string.Join(", ", Enumerable.Range(0, a.Columns).Select(j => a[i, j].ToString("R", CultureInfo.InvariantCulture)))}]"));
        return a.Storage == StorageType.Float64 ? $"[{rows}]" : $"[{rows}] in {a.Storage}";
    }
}
