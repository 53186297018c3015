using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// Certified maximisation of |φ′| over the line, by branch and bound. On a box X with middle m and half width r, |φ′| is at most the least
/// of: the upper end of |φ′(X)|; |φ′(m)| + r·|φ″(X)| (mean value theorem); and, where φ″(X) does not contain 0, so that φ′ is monotone, the
/// larger of |φ′| at the two ends. The boxes cover [−R, R]; beyond it a bound is given. So the largest of the boxes' bounds and the given
/// one is never below sup |φ′|, the largest |φ′(m)| seen never above, whenever the search stops; it stops when they agree to 2^−70. The box
/// with the largest bound is halved first; near the maximum, where φ″ is 0, a bound errs by r² times a third derivative.
/// </summary>
internal static class SteepestSlope
{
    private const int MostBoxes = 20_000;
    private static readonly IntervalContext Context = new(128);

    /// <summary>Encloses sup |φ′|.</summary>
    /// <param name="first">Encloses φ′ over an interval.</param>
    /// <param name="second">Encloses φ″ over an interval.</param>
    /// <param name="radius">R.</param>
    /// <param name="beyond">A number that |φ′(x)| does not exceed where |x| ≥ R.</param>
    public static Interval Of(Func<Interval, Interval> first, Func<Interval, Interval> second, double radius, Interval beyond)
    {
        PriorityQueue<Interval, BigFloat> boxes = new(Comparer<BigFloat>.Create((a, b) => b.CompareTo(a)));
        BigFloat reached = BigFloat.Zero;
        void Add(double low, double high)
        {
            double middle = (0.5 * low) + (0.5 * high);
            Interval box = Interval.Of(low, high), centre = Size(first(Interval.Of(middle)));
            Interval bend = second(box), half = Context.Subtract(box, Interval.Of(middle));
            reached = BigFloat.Max(reached, centre.Lower);
            BigFloat bound = BigFloat.Min(
                Size(first(box)).Upper, Context.Add(centre, Size(Context.Multiply(bend, half))).Upper);
            if (!bend.ContainsZero)
            {
                Interval ends = IntervalContext.Max(Size(first(Interval.Of(low))), Size(first(Interval.Of(high))));
                reached = BigFloat.Max(reached, ends.Lower);
                bound = BigFloat.Min(bound, ends.Upper);
            }

            boxes.Enqueue(box, bound);
        }

        Add(-radius, 0);
        Add(0, radius);
        for (int count = 0; count < MostBoxes && boxes.TryPeek(out Interval? box, out BigFloat? bound); count++)
        {
            double low = box.Lower.ToDouble(Rounding.Nearest), high = box.Upper.ToDouble(Rounding.Nearest);
            double middle = (0.5 * low) + (0.5 * high);
            if (Context.Subtract(new Interval(bound, bound), new Interval(reached, reached)).Upper
                <= BigFloat.Scale(reached, -70) || middle <= low || middle >= high)
            {
                break;
            }

            boxes.Dequeue();
            Add(low, middle);
            Add(middle, high);
        }

        boxes.TryPeek(out _, out BigFloat? largest);
        return new Interval(reached, BigFloat.Max(BigFloat.Max(largest!, reached), beyond.Upper));
    }

    private static Interval Size(Interval x) => IntervalContext.Abs(x);
}
