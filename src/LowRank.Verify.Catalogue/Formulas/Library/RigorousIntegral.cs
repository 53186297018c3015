using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// Encloses ∫_a^b f(x) dx by panels, on each of which Darboux's sums and Taylor's expansion are intersected. Where the number of
/// panels reaches its cap, or an enclosure still contains 0 at 1024 bits, it determines fewer digits and is left.
/// Proof: docs/proofs/rigorous-integral.md.
/// </summary>
internal sealed class RigorousIntegral
{
    private const int MostPanels = 1500;
    private const int MostRounds = 400;
    private const int HighestOrder = 64;

    // Halvings after which a panel without a bound is given up: an enclosure that fails by its width alone has long been narrow enough.
    private const int MostUnbounded = 128;

    // A panel costs about as much as so many passes of a loop.
    private const int PanelCost = 200;

    // How much nearer than its scale the next singularity of an integrand is presumed to lie; only the choice of the order rests on it.
    private const int SafetyBits = 2;

    // log2(10), rounded up.
    private const double BitsPerDigit = 3.322;

    // An integral whose value is exactly 0 without its integrand being so has no digits to reach: at this precision,
    // which asks for more than a hundred digits of the terms that cancel, an enclosure that still contains 0 is left as it is.
    private const int ZeroPrecision = 1024;

    private readonly EvaluationFrame frame;
    private readonly int slot;
    private readonly Func<EvaluationFrame, Quantity> body;
    private int digits;
    private int order;
    private BigFloat length = BigFloat.Zero;

    // A tie at a point of the range, which no halving settles.
    private string? stuck;

    private RigorousIntegral(EvaluationFrame frame, int slot, Func<EvaluationFrame, Quantity> body)
    {
        this.frame = frame;
        this.slot = slot;
        this.body = body;
        digits = frame.Digits;
    }

    private IntervalContext Context => frame.Context;

    /// <summary>The integral of the body over the variable in a slot.</summary>
    public static Quantity Evaluate(EvaluationFrame frame, Quantity from, Quantity to, int slot, Func<EvaluationFrame, Quantity> body)
    {
        if (from.Series is not null || to.Series is not null || Array.Exists(frame.Locals, local => local?.Series is not null))
        {
            throw FormulaFailure.Outside("an integral that depends on the variable of another integral is not evaluated");
        }

        switch (frame.Arithmetic.Compare(from, to))
        {
            case 0:
                return Quantity.Of(0);
            case > 0:
                throw FormulaFailure.Outside("the upper end of an integral is below its lower end");
            case null:
                throw FormulaFailure.Undecided("the ends of an integral cannot be told apart");
            default:
                break;
        }

        Quantity saved = frame.Locals[slot];
        string? tie = frame.OpenTie;
        RigorousIntegral integral = new(frame, slot, body);
        Interval a = from.Enclosure(frame.Context), b = to.Enclosure(frame.Context);
        Interval value = integral.Inside(a.Upper, b.Lower);
        value = frame.Context.Add(value, frame.Context.Add(integral.Edge(a), integral.Edge(b)));
        frame.Locals[slot] = saved;
        frame.RestoreTie(tie ?? integral.stuck);
        if (!value.IsPoint && value.ContainsZero && frame.Context.Precision >= ZeroPrecision)
        {
            frame.LimitIntegral();
        }

        return frame.Arithmetic.Rounded(Quantity.Of(value));
    }

    // The end lies anywhere in an interval: the piece between the true end and the panels is at most as long as it.
    private Interval Edge(Interval end)
    {
        if (end.IsPoint)
        {
            return Interval.Zero;
        }

        Interval length = new(BigFloat.Zero, BigFloat.Subtract(end.Upper, end.Lower, Context.Precision, Rounding.Up));
        return Context.Multiply(length, At(end, 1)?.Values ?? throw Unbounded());
    }

    private Interval Inside(BigFloat a, BigFloat b)
    {
        // What the constants of the integrand do not determine, no order of the expansion can win.
        digits = Math.Min(digits, (At(Point(b), 1)?.Values.Digits(digits) ?? digits) + 2);
        order = Math.Min(HighestOrder, 2 * ((10 + (digits / 2)) / 2));
        length = BigFloat.Subtract(b, a, Context.Precision, Rounding.Up);
        List<Panel> panels = [Measure(a, b, order, mayHaveKink: true)];
        BigFloat tolerance = BigFloat.Pow(BigFloat.Of(10), -(long)(digits + 2), Context.Precision, Rounding.Nearest);
        for (int round = 0; ; round++)
        {
            BigFloat size = panels.Aggregate(BigFloat.Zero, (sum, panel) => panel.Value is { } value ? Nearest(sum, Size(value)) : sum);
            BigFloat allowed = BigFloat.Divide(
                BigFloat.Multiply(size, tolerance, Context.Precision, Rounding.Nearest), BigFloat.Of(panels.Count), Context.Precision,
                    Rounding.Nearest);
            List<Panel> next = [];
            bool isFinished = true;

            // Nothing is refined before everything is bounded: where that fails the rest would be work in vain.
            bool isBounded = panels.TrueForAll(panel => panel.Value is not null);
            if (!isBounded && round >= MostUnbounded)
            {
                frame.LimitIntegral();
                throw Unbounded();
            }

            foreach (Panel panel in panels)
            {
                if (IsFine(panel, allowed))
                {
                    next.Add(panel);
                }
                else if (!isBounded && panel.Value is not null)
                {
                    isFinished = false;
                    next.Add(panel);
                }
                else if (panel.Order > 0 && panel.Order < order)
                {
                    isFinished = false;
                    next.Add(Measure(panel.From, panel.To, order, mayHaveKink: false));
                }
                else if (Between(panel.From, panel.To) is { } middle)
                {
                    isFinished = false;
                    next.Add(Half(panel, panel.From, middle));
                    next.Add(Half(panel, middle, panel.To));
                }
                else
                {
                    next.Add(panel);
                }
            }

            panels = next;
            if (isFinished || panels.Count > MostPanels || round > MostRounds)
            {
                if (!isFinished)
                {
                    frame.LimitIntegral();
                }

                return Context.Sum(panels.Select(panel => panel.Value ?? throw Unbounded()));
            }
        }
    }

    private static bool IsFine(Panel panel, BigFloat allowed) =>
        panel.Value is not null && panel.Gain.IsFinite
            && (panel.Gain <= allowed || BigFloat.Multiply(panel.Gain, BigFloat.Of(8), Bits.Size, Rounding.Up) <= panel.Noise);

    // A panel of order 0 has a kink or no bound: of its halves it is not known what they need. What is smooth has smooth halves.
    private Panel Half(Panel panel, BigFloat from, BigFloat to) =>
        panel.Order == 0 ? Measure(from, to, Sufficient(from, to), mayHaveKink: true) : Measure(from, to, order, mayHaveKink: false);

    // With w the width of the panel and s the scale on which f changes, the remainder is about f·w·(w/s)^n, beside an integral of
    // about f·length. Taken for s: the length, or the distance of the panel from 0 where that is smaller, over 2^SafetyBits.
    private int Sufficient(BigFloat from, BigFloat to)
    {
        long width = BigFloat.Subtract(to, from, Bits.Size, Rounding.Up).BinaryExponent, whole = length.BinaryExponent;
        long scale = from.Sign > 0 ? Math.Min(whole, from.BinaryExponent) : to.Sign < 0 ? Math.Min(whole, to.BinaryExponent) : from.IsZero
            || to.IsZero ? width : whole;
        long narrowing = scale - SafetyBits - width;
        long wanted = (long)Math.Ceiling((digits + 2) * BitsPerDigit) + SafetyBits - (whole - width);
        return narrowing <= 0 ? order : (int)Math.Clamp(2 * ((Math.Max(wanted, 0) + (2 * narrowing) - 1) / (2 * narrowing)), 2, order);
    }

    private Panel Measure(BigFloat from, BigFloat to, int order, bool mayHaveKink)
    {
        frame.Step(PanelCost);
        Interval length = Context.Subtract(Point(to), Point(from));
        Interval panel = new(from, to);

        // Two coefficients show a kink at a small part of the cost of all of them.
        Reading? reading = mayHaveKink ? At(panel, 2) : null;
        if (!mayHaveKink || (reading is not null && IsSmooth(reading, 2)))
        {
            reading = At(panel, order + 1);
        }

        if (reading is not { } wide || !wide.Values.IsBounded)
        {
            return new Panel(from, to, null, BigFloat.PositiveInfinity, BigFloat.Zero, 0);
        }

        BigFloat centre = BigFloat.Multiply(Nearest(from, to), BigFloat.Of(0.5), Context.Precision, Rounding.Nearest);
        Interval darboux = Context.Multiply(length, wide.Values);
        bool isSmooth = IsSmooth(wide, order + 1);
        if (At(Point(centre), isSmooth ? order : 1) is not { } point)
        {
            return new Panel(from, to, Perturbed(darboux, length, centre, null), Width(darboux), BigFloat.Zero, 0);
        }

        Interval here = point.Values;
        stuck = point.IsTied ? frame.OpenTie : stuck;
        if (!isSmooth || (point.Series?.Count ?? order) < order)
        {
            BigFloat noise = Width(Context.Multiply(length, here));
            BigFloat kink = BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(Width(darboux), noise, Bits.Size, Rounding.Up));
            return new Panel(from, to, Perturbed(darboux, length, centre, here), kink, noise, 0);
        }

        if (wide.Series is null || point.Series is null)
        {
            return new Panel(from, to, Perturbed(darboux, length, centre, here), BigFloat.Zero, Width(darboux), 0);
        }

        (Interval sum, Interval remainder) = Taylor(point.Series, wide.Series[order], order, Context.Subtract(Point(from), Point(centre)),
            Context.Subtract(Point(to), Point(centre)));
        Interval value = Context.Add(sum, remainder);
        BigFloat gain = BigFloat.Min(Width(remainder), Width(darboux));
        return new Panel(from, to, Perturbed(value.Intersect(darboux) ?? value, length, centre, here), gain, Width(sum), order);
    }

    private static bool IsSmooth(Reading reading, int count) => reading.Series is null ? !reading.IsTied : reading.Series.Count == count;

    // Σ_{k<n} a_k w_k and R w_n with w_k = (v^(k+1) − u^(k+1))/(k + 1), u ≤ 0 ≤ v the ends as seen from the centre.
    private (Interval Sum, Interval Remainder) Taylor(Series point, Interval remainder, int order, Interval u, Interval v)
    {
        Interval sum = Interval.Zero, low = u, high = v;
        for (int k = 0; k < order; k++)
        {
            sum = Context.Add(sum, Context.Multiply(point[k], Over(Context.Subtract(high, low), k + 1)));
            low = Context.Multiply(low, u);
            high = Context.Multiply(high, v);
        }

        return (sum, Context.Multiply(remainder, Over(Context.Subtract(high, low), order + 1)));
    }

    private Interval Over(Interval x, int k) => Context.Divide(x, Interval.Of(k)).Value;

    // Where results are widened to what rounding may make of them: the panel moves as far as the integrand's value at its centre.
    private Interval Perturbed(Interval value, Interval length, BigFloat centre, Interval? here)
    {
        if (!frame.Arithmetic.IsRounding || here is null)
        {
            return value;
        }

        frame.Locals[slot] = Quantity.Of(Point(centre));
        Interval rounded = body(frame).Enclosure(Context).Hull(here);
        Interval moved = new(
            BigFloat.Subtract(rounded.Lower, here.Lower, Context.Precision, Rounding.Down),
            BigFloat.Subtract(rounded.Upper, here.Upper, Context.Precision, Rounding.Up));
        return Context.Add(value, Context.Multiply(length, moved));
    }

    // The integrand at a point or over a panel; null where it cannot be bounded.
    private Reading? At(Interval x, int count)
    {
        frame.RestoreTie(null);
        Quantity[] locals = frame.Locals;
        locals[slot] = Quantity.Of(Series.Variable(x, count));
        try
        {
            Quantity value = body(frame);
            return new Reading(value.Series, value.Series?[0] ?? value.Enclosure(Context), frame.OpenTie is not null);
        }
        catch (FormulaFailure failure) when (failure.Status == OutcomeStatus.Undecided)
        {
            frame.Locals = locals;
            return null;
        }
    }

    private BigFloat? Between(BigFloat from, BigFloat to)
    {
        bool isSteep = from.Sign > 0 && to.BinaryExponent - from.BinaryExponent > 2;
        BigFloat middle = isSteep
            ? BigFloat.Sqrt(BigFloat.Multiply(from, to, Context.Precision, Rounding.Nearest), Context.Precision, Rounding.Nearest)
            : BigFloat.Multiply(Nearest(from, to), BigFloat.Of(0.5), Context.Precision, Rounding.Nearest);
        return middle > from && middle < to ? middle : null;
    }

    private BigFloat Nearest(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Context.Precision, Rounding.Nearest);

    private static BigFloat Size(Interval x) => BigFloat.Min(BigFloat.Abs(x.Lower), BigFloat.Abs(x.Upper));

    private static BigFloat Width(Interval x) => BigFloat.Subtract(x.Upper, x.Lower, Bits.Size, Rounding.Up);

    private static Interval Point(BigFloat x) => new(x, x);

    private static FormulaFailure Unbounded() => FormulaFailure.Undecided("the integrand of an integral cannot be bounded on every panel");

    private sealed record Reading(Series? Series, Interval Values, bool IsTied);

    /// <summary>
    /// One panel: its enclosure, what halving may still win, the width that would stay, and the order of its expansion or 0.
    /// </summary>
    private sealed record Panel(BigFloat From, BigFloat To, Interval? Value, BigFloat Gain, BigFloat Noise, int Order);
}
