using FsCheck;
using FsCheck.Fluent;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Structured matrices by type.</summary>
internal static class MatrixGenerators
{
    private const int LargeSize = 40;
    private const int SizeOfLarge = 30;
    private const int LargestDimension = 640;

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

    /// <summary>A shape of the size (the smaller dimension) and aspect that are wished for.</summary>
    public static Gen<(int Rows, int Columns)> Shape(CaseWishes wished)
    {
        (int Low, int High) rows = wished.Limits.Rows, columns = wished.Limits.Columns;
        Gen<(int Rows, int Columns)> shape = wished[CaseFeatures.Size] is not { } size ? Shape()
            : from n in Gen.Choose(CaseFeatures.SizesOf(size).Low, CaseFeatures.SizesOf(size).High)
              from times in Times(wished[CaseFeatures.Aspect])
              select times > 0 ? (n, Math.Min(n * times, LargestDimension)) : (Math.Min(n * -times, LargestDimension), n);
        return shape.Select(s => (Math.Clamp(s.Rows, rows.Low, rows.High), Math.Clamp(s.Columns, columns.Low, columns.High)));
    }

    // How many times as many columns as rows; negative for rows to columns.
    private static Gen<int> Times(string? aspect) => aspect switch
    {
        "1:2-1:8" => Gen.Choose(2, 8),
        "2:1-8:1" => Gen.Choose(2, 8).Select(k => -k),
        "1:16" => Gen.Constant(16),
        "16:1" => Gen.Constant(-16),
        _ => Gen.Constant(1),
    };

    /// <summary>A matrix of the given shape.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="extreme">Whether entries near overflow and underflow are wanted.</param>
    /// <param name="wishes">Storage, spectrum and scale that the matrix has to have.</param>
    public static Gen<MatrixRecipe> OfShape(int rows, int columns, bool extreme, CaseWishes? wishes = null)
    {
        CaseWishes wished = wishes ?? CaseWishes.None(CaseLimits.None);
        MatrixRecipe zero = new(MatrixKind.Zero, rows, columns);
        Gen<StorageType> format = wished[CaseFeatures.Storage] is { } name ? Gen.Constant(CaseFeatures.StorageOf(name))
            : Gen.Frequency((6, Gen.Constant(StorageType.Float64)), (3, Gen.Constant(StorageType.Float32)),
                (1, Gen.Constant(StorageType.Float16)));
        Gen<MatrixRecipe> structured =
            from kind in Kind(wished)
            from rank in Gen.Choose(1, Math.Min(rows, columns))
            from full in Gen.Choose(0, 2)
            from spectrum in Spectrum(wished)
            from storage in format
            from exponent in Exponent(wished, storage, extreme)
            from zeroRows in Gen.Frequency((6, Gen.Constant(0)), (rows > 1 ? 1 : 0, Gen.Choose(1, Math.Max(1, rows - 1))))
            from seed in Gen.Choose(0, int.MaxValue)
            select new MatrixRecipe(kind, rows, columns)
            {
                Rank = kind == MatrixKind.IntegerProduct && wished[CaseFeatures.Spectrum] is not null
                    ? Math.Min(rank, LessThan(rows, columns))
                    : full == 0 || (rank < 2 && spectrum == SpectrumKind.NearTies) ? Math.Min(rows, columns) : rank,
                Spectrum = spectrum,
                Storage = storage,
                Exponent = exponent,
                ZeroRows = zeroRows,
                Seed = seed,
            };
        Gen<MatrixRecipe> single = wished[CaseFeatures.Storage] is null
            ? from seed in Gen.Choose(0, int.MaxValue)
              from exponent in Gen.Frequency((6, Gen.Constant(0)), (extreme ? 1 : 0, Extreme(StorageType.Float64)))
              select new MatrixRecipe(MatrixKind.SingleEntry, rows, columns) { Seed = seed, Exponent = exponent }
            : from seed in Gen.Choose(0, int.MaxValue)
              from storage in format
              from exponent in Exponent(wished, storage, extreme)
              select new MatrixRecipe(MatrixKind.SingleEntry, rows, columns) { Seed = seed, Exponent = exponent, Storage = storage };
        return wished[CaseFeatures.Spectrum] switch
        {
            null => Gen.Frequency((1, Gen.Constant(zero)), (2, single), (27, structured)),
            "zero" => format.Select(storage => zero with { Storage = storage }),
            "single entry" => single,
            _ => structured,
        };
    }

    private static int LessThan(int rows, int columns) => Math.Max(1, Math.Min(rows, columns) - 1);

    private static Gen<MatrixKind> Kind(CaseWishes wished) => wished[CaseFeatures.Spectrum] switch
    {
        null => Gen.Frequency((5, Gen.Constant(MatrixKind.IntegerProduct)), (9, Gen.Constant(MatrixKind.Planted))),
        "exactly deficient" => Gen.Constant(MatrixKind.IntegerProduct),
        _ => Gen.Constant(MatrixKind.Planted),
    };

    private static Gen<SpectrumKind> Spectrum(CaseWishes wished) => wished[CaseFeatures.Spectrum] switch
    {
        "flat" => Gen.Constant(SpectrumKind.Flat),
        "integers" => Gen.Constant(SpectrumKind.Integers),
        "clustered" => Gen.Constant(SpectrumKind.Clustered),
        "near ties" => Gen.Constant(SpectrumKind.NearTies),
        "graded" => Gen.Constant(SpectrumKind.Graded),
        "random" => Gen.Constant(SpectrumKind.Random),
        _ => Gen.Elements(SpectrumKind.Flat, SpectrumKind.Integers, SpectrumKind.Clustered, SpectrumKind.Graded, SpectrumKind.Random),
    };

    private static Gen<int> Exponent(CaseWishes wished, StorageType storage, bool extreme) => wished[CaseFeatures.Scale] switch
    {
        "1" => Gen.Constant(0),
        "2^±8" => Gen.Elements(-8, -5, -3, 3, 5, 8),
        "1e-16" => Gen.Choose(-60, -50).Select(e => Math.Max(e, LeastExponent(storage))),
        "1e16" => Gen.Choose(50, 60).Select(e => Math.Min(e, GreatestExponent(storage))),
        "least" => Gen.Constant(LeastExponent(storage)),
        "greatest" => Gen.Constant(GreatestExponent(storage)),
        _ => Gen.Frequency((12, Gen.Constant(0)), (2, Gen.Choose(-8, 8)), (extreme ? 2 : 0, Extreme(storage))),
    };

    private static int LeastExponent(StorageType storage) => storage switch
    {
        StorageType.Float16 => -12,
        StorageType.Float64 => -1060,
        StorageType.Int8 => -900,
        _ => -140,
    };

    private static int GreatestExponent(StorageType storage) => storage switch
    {
        StorageType.Float16 => 12,
        StorageType.Float64 or StorageType.Int8 => 1000,
        _ => 110,
    };

    private static Gen<int> Extreme(StorageType storage) => storage switch
    {
        StorageType.Float16 => Gen.Elements(-12, -9, 9, 12),
        StorageType.Float64 => Gen.Elements(-1060, -1000, -540, 500, 900, 1008),
        _ => Gen.Elements(-140, -120, -60, 60, 110),
    };
}
