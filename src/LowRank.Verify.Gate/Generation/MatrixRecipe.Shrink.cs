namespace LowRank.Verify.Gate.Generation;

public sealed partial record MatrixRecipe
{
    private const int LargestExplicit = 36;

    /// <summary>
    /// Simpler recipes of the same shape, the boldest first: kind, storage, scale, zero rows, rank, spectrum, seed, and only then
    /// the entries, towards small integers. Shapes are shrunk by the case, which knows what they are chained to.
    /// </summary>
    public IEnumerable<MatrixRecipe> Shrink()
    {
        if (Kind == MatrixKind.Zero)
        {
            return [];
        }

        return Kind == MatrixKind.Explicit ? ShrinkEntries() : ShrinkParameters().Concat(ToExplicit());
    }

    private IEnumerable<MatrixRecipe> ShrinkParameters()
    {
        yield return new MatrixRecipe(MatrixKind.Zero, Rows, Columns);
        if (Kind > MatrixKind.SingleEntry)
        {
            yield return new MatrixRecipe(MatrixKind.SingleEntry, Rows, Columns);
        }

        if (Storage != default)
        {
            yield return this with { Storage = default };
        }

        if (Exponent != 0)
        {
            foreach (int exponent in SmallerExponents())
            {
                yield return this with { Exponent = exponent };
            }
        }

        if (ZeroRows > 0)
        {
            yield return this with { ZeroRows = 0 };
            yield return this with { ZeroRows = ZeroRows - 1 };
        }

        if (Kind == MatrixKind.Planted)
        {
            yield return this with { Kind = MatrixKind.IntegerProduct };
        }

        for (int rank = 1; Kind > MatrixKind.Explicit && rank < Math.Min(Rank, Math.Min(Rows, Columns)); rank *= 2)
        {
            yield return this with { Rank = rank };
        }

        if (Kind == MatrixKind.Planted && Spectrum != SpectrumKind.Flat)
        {
            yield return this with { Spectrum = SpectrumKind.Flat };
            yield return this with { Spectrum = SpectrumKind.Integers };
        }

        for (int seed = 0; seed < Math.Min(Seed, 3); seed++)
        {
            yield return this with { Seed = seed };
        }
    }

    private IEnumerable<MatrixRecipe> ToExplicit()
    {
        if (Rows * Columns > LargestExplicit)
        {
            yield break;
        }

        LinearAlgebra.Matrix matrix = (this with { Exponent = 0 }).Expand();
        MatrixRecipe explicitForm = new(MatrixKind.Explicit, Rows, Columns)
        {
            Storage = Storage,
            Exponent = Exponent,
            Entries = [.. from i in Enumerable.Range(0, Rows) from j in Enumerable.Range(0, Columns) select matrix[i, j]],
        };
        yield return explicitForm with { Entries = [.. explicitForm.Entries.Select(x => Math.Round(x))] };
        yield return explicitForm;
    }

    private IEnumerable<MatrixRecipe> ShrinkEntries()
    {
        IReadOnlyList<double> entries = Entries!;
        if (entries.All(x => x == 0))
        {
            yield return new MatrixRecipe(MatrixKind.Zero, Rows, Columns);
        }

        if (Storage != default)
        {
            yield return this with { Storage = default };
        }

        foreach (int exponent in SmallerExponents())
        {
            yield return this with { Exponent = exponent };
        }

        for (int i = 0; i < entries.Count; i++)
        {
            foreach (double simpler in Simpler(entries[i]))
            {
                double[] changed = [.. entries];
                changed[i] = simpler;
                yield return this with { Entries = changed };
            }
        }
    }

    // Down to the last step, so that a threshold on the size of entries shows.
    private IEnumerable<int> SmallerExponents() =>
        new[] { 0, Exponent / 2, Exponent - (Exponent / 4), Exponent - Math.Sign(Exponent) }.Distinct().Where(e => e != Exponent);

    private static IEnumerable<double> Simpler(double x)
    {
        if (x == 0)
        {
            yield break;
        }

        yield return 0;
        if (x != 1)
        {
            yield return 1;
        }

        double rounded = Math.Round(x);
        if (rounded != x && rounded != 0 && rounded != 1)
        {
            yield return rounded;
        }

        double half = Math.Truncate(x / 2);
        if (half != 0 && half != 1 && half != rounded)
        {
            yield return half;
        }
    }
}
