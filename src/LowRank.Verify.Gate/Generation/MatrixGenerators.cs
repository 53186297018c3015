using FsCheck;
using FsCheck.Fluent;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Structured matrices by type.</summary>
internal static class MatrixGenerators
{
    private const int LargeSize = 40;
    private const int SizeOfLarge = 30;

    /// <summary>A dimension: mostly at most 12, biased to 1 and small, now and then 40 when the generator's size is large.</summary>
    public static Gen<int> Dimension() => Gen.Sized(size => Gen.Frequency(
        (3, Gen.Constant(1)),
        (10, Gen.Choose(1, 4)),
        (12, Gen.Choose(2, Math.Clamp(2 + (size / 3), 3, 12))),
        (size >= SizeOfLarge ? 1 : 0, Gen.Constant(LargeSize))));

    /// <summary>A shape: 1×1, row, column, square, tall, wide.</summary>
    public static Gen<(int Rows, int Columns)> Shape() => Gen.Frequency(
        (1, Gen.Constant((1, 1))),
        (1, Dimension().Select(n => (1, n))),
        (1, Dimension().Select(n => (n, 1))),
        (4, Dimension().Select(n => (n, n))),
        (4, Dimension().Zip(Dimension(), (a, b) => (Math.Max(a, b), Math.Min(a, b)))),
        (4, Dimension().Zip(Dimension(), (a, b) => (Math.Min(a, b), Math.Max(a, b)))));

    /// <summary>A matrix of the given shape.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="extreme">Whether entries near overflow and underflow are wanted.</param>
    public static Gen<MatrixRecipe> OfShape(int rows, int columns, bool extreme)
    {
        MatrixRecipe zero = new(MatrixKind.Zero, rows, columns);
        Gen<MatrixRecipe> structured =
            from kind in Gen.Frequency((5, Gen.Constant(MatrixKind.IntegerProduct)), (9, Gen.Constant(MatrixKind.Planted)))
            from rank in Gen.Choose(1, Math.Min(rows, columns))
            from full in Gen.Choose(0, 2)
            from spectrum in Gen.Elements(SpectrumKind.Flat, SpectrumKind.Integers, SpectrumKind.Clustered, SpectrumKind.Graded,
                SpectrumKind.Random)
            from storage in Gen.Frequency((6, Gen.Constant(StorageType.Float64)), (3, Gen.Constant(StorageType.Float32)),
                (1, Gen.Constant(StorageType.Float16)))
            from exponent in Gen.Frequency((12, Gen.Constant(0)), (2, Gen.Choose(-8, 8)), (extreme ? 2 : 0, Extreme(storage)))
            from zeroRows in Gen.Frequency((6, Gen.Constant(0)), (rows > 1 ? 1 : 0, Gen.Choose(1, Math.Max(1, rows - 1))))
            from seed in Gen.Choose(0, int.MaxValue)
            select new MatrixRecipe(kind, rows, columns)
            {
                Rank = full == 0 ? Math.Min(rows, columns) : rank,
                Spectrum = spectrum,
                Storage = storage,
                Exponent = exponent,
                ZeroRows = zeroRows,
                Seed = seed,
            };
        Gen<MatrixRecipe> single =
            from seed in Gen.Choose(0, int.MaxValue)
            from exponent in Gen.Frequency((6, Gen.Constant(0)), (extreme ? 1 : 0, Extreme(StorageType.Float64)))
            select new MatrixRecipe(MatrixKind.SingleEntry, rows, columns) { Seed = seed, Exponent = exponent };
        return Gen.Frequency((1, Gen.Constant(zero)), (2, single), (27, structured));
    }

    private static Gen<int> Extreme(StorageType storage) => storage switch
    {
        StorageType.Float16 => Gen.Elements(-12, -9, 9, 12),
        StorageType.Float64 => Gen.Elements(-1060, -1000, -540, 500, 900, 1008),
        _ => Gen.Elements(-140, -120, -60, 60, 110),
    };
}
