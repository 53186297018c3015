using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// A sum of doubles and of products of two doubles without error: an expansion of doubles that do not overlap, to which a summand is added
/// by two-sums from the smallest term up (Shewchuk 1997, figure 6). Products near the end of the range cost a proved slack.
/// </summary>
internal sealed class ExactSum
{
    private static readonly double Safe = Math.ScaleB(1, -960);

    private double[] terms = new double[8];
    private int length;
    private double slack;

    public void Clear() => (length, slack) = (0, 0);

    public void Add(double summand)
    {
        if (!double.IsFinite(summand))
        {
            throw new ConstantFailure("it computes with a number that is infinite or NaN, or beyond the doubles");
        }

        if (length == terms.Length)
        {
            Array.Resize(ref terms, 2 * length);
        }

        int kept = 0;
        double carry = summand;
        for (int t = 0; t < length; t++)
        {
            carry = ErrorFree.TwoSum(carry, terms[t], out double error);
            if (error != 0)
            {
                terms[kept++] = error;
            }
        }

        if (carry != 0)
        {
            terms[kept++] = carry;
        }

        length = kept;
    }

    public void AddProduct(double a, double b)
    {
        double product = ErrorFree.TwoProduct(a, b, out double error);
        Add(product);
        Add(error);

        // Where the error leaves the range below, product + error is still within one least double of a·b.
        slack += a != 0 && b != 0 && Math.Abs(product) < Safe ? double.Epsilon : 0;
    }

    /// <summary>The sum where it is a double, else a range of doubles about it.</summary>
    public DoubleRange ToRange()
    {
        double sum = 0;
        for (int t = 0; t < length; t++)
        {
            sum += terms[t];
        }

        // The exact sum less this one is an expansion whose largest term has its sign and more than half of its size.
        double rest = length <= 1 ? 0 : 2 * Rest(sum);
        DoubleRange range = rest == 0 ? DoubleRange.Point(sum)
            : rest > 0 ? new DoubleRange(sum, Math.BitIncrement(sum + rest)) : new DoubleRange(Math.BitDecrement(sum + rest), sum);
        return ExactRange.Finite(slack == 0 ? range : range + new DoubleRange(-slack, slack));
    }

    // The largest term of the sum less a double near it: 0 only where they are equal.
    private double Rest(double sum)
    {
        ExactSum copy = new() { terms = [.. terms, 0], length = length };
        copy.Add(-sum);
        return copy.length == 0 ? 0 : copy.terms[copy.length - 1];
    }
}
