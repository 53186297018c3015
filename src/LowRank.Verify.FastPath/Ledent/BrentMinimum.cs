namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// A local minimum of a continuous function on an interval by golden sections and parabolas (Brent 1973, ch. 5); the ends are never
/// evaluated.
/// </summary>
internal static class BrentMinimum
{
    // A minimum is flat: moving p by √(2^−52) changes the function by about 2^−52 of its curvature, which no double shows.
    private const double Tolerance = 1.5e-8;

    private const int LargestNumberOfSteps = 200;

    private static readonly double GoldenSection = (3 - Math.Sqrt(5)) / 2;

    /// <summary>The point and value of the least function value met.</summary>
    public static (double Point, double Value) Search(Func<double, double> function, double lower, double upper)
    {
        double x = lower + (GoldenSection * (upper - lower)), w = x, v = x;
        double fx = function(x), fw = fx, fv = fx;
        double step = 0, before = 0;
        for (int i = 0; i < LargestNumberOfSteps; i++)
        {
            double middle = (lower + upper) / 2;
            double tolerance = (Tolerance * Math.Abs(x)) + 1e-12;
            if (Math.Abs(x - middle) <= (2 * tolerance) - ((upper - lower) / 2))
            {
                break;
            }

            if (!TryParabola((x, fx), (w, fw), (v, fv), before, lower, upper, out double proposal))
            {
                before = x < middle ? upper - x : lower - x;
                proposal = GoldenSection * before;
            }
            else
            {
                before = step;
                double next = x + proposal;
                if (next - lower < 2 * tolerance || upper - next < 2 * tolerance)
                {
                    proposal = Math.CopySign(tolerance, middle - x);
                }
            }

            step = proposal;
            double u = x + (Math.Abs(step) >= tolerance ? step : Math.CopySign(tolerance, step));
            double fu = function(u);
            if (fu <= fx)
            {
                (lower, upper) = u < x ? (lower, x) : (x, upper);
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            }
            else
            {
                (lower, upper) = u < x ? (u, upper) : (lower, u);
                if (fu <= fw || w == x)
                {
                    (v, fv, w, fw) = (w, fw, u, fu);
                }
                else if (fu <= fv || v == x || v == w)
                {
                    (v, fv) = (u, fu);
                }
            }
        }

        return (x, fx);
    }

    // The minimum of the parabola through three points, as a step from x, if it falls inside and shrinks fast enough.
    private static bool TryParabola(
        (double P, double F) x, (double P, double F) w, (double P, double F) v, double before, double lower, double upper, out double step)
    {
        double r = (x.P - w.P) * (x.F - v.F);
        double q = (x.P - v.P) * (x.F - w.F);
        double p = ((x.P - v.P) * q) - ((x.P - w.P) * r);
        q = 2 * (q - r);
        p = q > 0 ? -p : p;
        q = Math.Abs(q);
        step = q > 0 ? p / q : 0;
        return q > 0 && Math.Abs(p) < Math.Abs(q * before / 2) && p > q * (lower - x.P) && p < q * (upper - x.P);
    }
}
