using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>Limits on the norms of the inputs: certified from data, or assumed.</summary>
internal static class InputNormReader
{
    public static InputNorms Read(AssessmentOptions options, int inputDimension, bool constantCoordinate, IntervalContext context)
    {
        (long samples, Rational largestSquare, Rational sum, string source) = options.Data is { } data
            ? FromData(data, options.Samples, inputDimension, context)
            : Assumed(options.Samples);
        if (constantCoordinate)
        {
            largestSquare += Rational.One;
            sum += Rational.Of(new BigInteger(samples));
            source += "; the constant coordinate adds 1 to every squared norm";
        }

        return new InputNorms(samples, UpperLimit.RootOf(largestSquare, context), UpperLimit.Of(context.Of(sum).Upper), UpperLimit.RootOf(sum, context), source);
    }

    private static (long, Rational, Rational, string) Assumed(long? samples) => samples is { } m
        ? (m, Rational.One, Rational.Of(new BigInteger(m)), "no data given: inputs of norm at most 1 are assumed")
        : throw new InputException("The number of samples is not known: give --samples n, or --data x.npy.");

    private static (long, Rational, Rational, string) FromData(StoredTensor data, long? samples, int inputDimension, IntervalContext context)
    {
        string place = data.Source.Length == 0 ? data.Name : data.Source;
        if (data.Shape.Count < 2 || data.RowMajor.Length == 0)
        {
            throw new InputException($"{place}: data has one sample per row, in two or more dimensions; its shape is [{string.Join(", ", data.Shape)}].");
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

        BigFloat largest = BigFloat.Zero, sum = BigFloat.Zero;
        for (int i = 0; i < rows; i++)
        {
            BigFloat square = SquaredNorm(data.RowMajor.AsSpan(i * columns, columns), context.Precision);
            largest = BigFloat.Max(largest, square);
            sum = BigFloat.Add(sum, square, context.Precision, Rounding.Up);
        }

        return (rows, largest.ToRational(), sum.ToRational(), string.Create(CultureInfo.InvariantCulture, $"norms of the {rows} rows of {place}, certified"));
    }

    private static BigFloat SquaredNorm(ReadOnlySpan<double> row, int precision)
    {
        BigFloat sum = BigFloat.Zero;
        foreach (double entry in row)
        {
            if (entry != 0)
            {
                BigFloat value = BigFloat.Of(entry);
                sum = BigFloat.Add(sum, BigFloat.Multiply(value, value, 106, Rounding.Up), precision, Rounding.Up);
            }
        }

        return sum;
    }
}
