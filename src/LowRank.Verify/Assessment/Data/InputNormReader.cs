using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Limits on the norms of the inputs: certified from data, or assumed.</summary>
internal static class InputNormReader
{
    public static InputNorms Read(AssessmentOptions options, int inputDimension, int ones, IntervalContext context)
    {
        Sums sums = options.Data is { } data ? FromData(data, options.Samples, inputDimension, context) : Assumed(options);
        if (ones > 0)
        {
            sums = sums.WithOnes(ones);
        }

        return new InputNorms(sums.Samples, UpperLimit.RootOf(sums.LargestSquare, context), UpperLimit.Of(context.Of(sums.Total).Upper),
            UpperLimit.RootOf(sums.Total, context), sums.Source)
        {
            IsKnown = options.Data is not null || options.Samples is not null,
            MeanNorm = ones > 0 ? UpperLimit.RootOf(sums.Total / Count(sums.Samples), context)
                : UpperLimit.Of(context.Of(sums.Norms / Count(sums.Samples)).Upper),
            LargestEntry = sums.LargestEntry,
            LargestColumnSquare = UpperLimit.Of(context.Of(sums.LargestColumn).Upper),
            SumOfLargestSquares = UpperLimit.Of(context.Of(sums.LargestEntries).Upper),
            MinimumNorm = sums.LeastSquare is { } least ? SquareRootDown(least, context) : null,
        };
    }

    private static Sums Assumed(AssessmentOptions options) => (options.Samples ?? (options.TestData is null ? default(long?) : 1)) is { } m
        ? new Sums(m, Rational.One, null, Count(m), Count(m), Rational.One, Count(m), Count(m),
            options.Samples is null ? "no training data given, and not their number: only what needs neither is evaluated"
                : "no data given: inputs of norm at most 1 are assumed")
        : throw new InputException("The number of samples is not known: give --samples n, or --data x.npy.");

    private static Sums FromData(StoredTensor data, long? samples, int inputDimension, IntervalContext context)
    {
        string place = data.Source.Length == 0 ? data.Name : data.Source;
        if (data.Shape.Count < 2 || data.RowMajor.Length == 0)
        {
            throw new InputException(
                $"{place}: data has one sample per row, in two or more dimensions; its shape is [{string.Join(", ", data.Shape)}].");
        }

        int rows = data.Shape[0], columns = data.RowMajor.Length / rows;
        if (samples is { } m && m != rows)
        {
            throw new InputException($"--samples {m}: {place} holds {rows} samples; leave --samples out.");
        }

        if (inputDimension != 0 && columns != inputDimension)
        {
            throw new InputException($"{place}: a sample has {columns} numbers, but the network takes {inputDimension}.");
        }

        int precision = context.Precision;
        BigFloat largest = BigFloat.Zero, sum = BigFloat.Zero, norms = BigFloat.Zero, entries = BigFloat.Zero;
        BigFloat? least = null;
        double entry = 0;
        BigFloat[] ofColumn = [.. Enumerable.Repeat(BigFloat.Zero, columns)];
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> row = data.RowMajor.AsSpan(i * columns, columns);
            BigFloat up = BigFloat.Zero;
            double greatest = 0;
            for (int j = 0; j < columns; j++)
            {
                if (row[j] != 0)
                {
                    BigFloat square = Square(row[j]);
                    up = BigFloat.Add(up, square, precision, Rounding.Up);
                    ofColumn[j] = BigFloat.Add(ofColumn[j], square, precision, Rounding.Up);
                    greatest = Math.Max(greatest, Math.Abs(row[j]));
                }
            }

            largest = BigFloat.Max(largest, up);
            least = least is null ? up : BigFloat.Min(least, up);
            sum = BigFloat.Add(sum, up, precision, Rounding.Up);
            norms = BigFloat.Add(norms, BigFloat.Sqrt(up, precision, Rounding.Up), precision, Rounding.Up);
            entries = BigFloat.Add(entries, Square(greatest), precision, Rounding.Up);
            entry = Math.Max(entry, greatest);
        }

        BigFloat column = ofColumn.Aggregate(BigFloat.Zero, BigFloat.Max);

        // A sum of squares of doubles that was rounded up at this many bits is above the exact one by less than (columns + 1) units of its
        // last bit.
        Rational below = least!.ToRational() * (Rational.One - (Count(columns + 1L) / Rational.Of(BigInteger.One << (precision - 2))));
        return new Sums(
            rows, largest.ToRational(), below, sum.ToRational(), norms.ToRational(), Rational.Of(entry), column.ToRational(),
                entries.ToRational(),
            string.Create(CultureInfo.InvariantCulture, $"norms of the {rows} rows of {place}, certified"));
    }

    private static BigFloat Square(double x) => BigFloat.Of(x) is var value ? BigFloat.Multiply(value, value, 106, Rounding.Up) : value;

    private static Rational SquareRootDown(Rational square, IntervalContext context) =>
        square.Sign <= 0 ? Rational.Zero : Rational.Of(context.Sqrt(context.Of(square)).Value.LowerDouble);

    private static Rational Count(long value) => Rational.Of(new BigInteger(value));

    /// <summary>Sums over the samples, rounded up; the smallest squared norm rounded down.</summary>
    private sealed record Sums(
        long Samples, Rational LargestSquare, Rational? LeastSquare, Rational Total, Rational Norms, Rational LargestEntry,
            Rational LargestColumn, Rational LargestEntries, string Source)
    {
        /// <summary>With so many further coordinates 1 in every sample.</summary>
        public Sums WithOnes(int ones) => this with
        {
            LargestSquare = LargestSquare + Count(ones),
            LeastSquare = LeastSquare is { } least ? least + Count(ones) : null,
            Total = Total + (Count(Samples) * Count(ones)),
            LargestEntry = LargestEntry < Rational.One ? Rational.One : LargestEntry,
            LargestColumn = LargestColumn < Count(Samples) ? Count(Samples) : LargestColumn,
            LargestEntries = LargestEntries + Count(Samples), // max(a, 1)² is at most a² + 1
            Source = Source + (ones == 1 ? "; the constant coordinate adds 1 to every squared norm"
                : $"; the constant channel adds {ones} to every squared norm"),
        };
    }
}
