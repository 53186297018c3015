namespace LowRank.Verify.Properties;

/// <summary>Interval arithmetic contains exact rational results, and what is printed contains what was computed.</summary>
public sealed class EnclosureLaws : LawBook
{
    [Law("x + y ∈ X + Y for x ∈ X, y ∈ Y, exactly")]
    [Property]
    public Property Sum_of_points_is_enclosed(Point x, Point y) => Enclosed('+', x, y, x.Value + y.Value, (a, b) => a + b);

    [Law("x − y ∈ X − Y, exactly")]
    [Property]
    public Property Difference_of_points_is_enclosed(Point x, Point y) => Enclosed('-', x, y, x.Value - y.Value, (a, b) => a - b);

    [Law("x · y ∈ X · Y, exactly")]
    [Property]
    public Property Product_of_points_is_enclosed(Point x, Point y) => Enclosed('*', x, y, x.Value * y.Value, (a, b) => a * b);

    [Law("x / y ∈ X / Y for 0 ∉ Y, exactly")]
    [Property]
    public Property Quotient_of_points_is_enclosed(Point x, Point y) => y.Value.Sign == 0
        ? Claims.Nothing
        : Enclosed('/', x, y, x.Value / y.Value, (a, b) => a / b);

    [Law("l² ≤ x ≤ u² for √x ∈ [l, u], exactly")]
    [Property]
    public Property Square_root_is_enclosed(Point x)
    {
        Rational size = Rational.Abs(x.Value);
        Interval root = Subject.Apply(Subject.Arithmetic, "sqrt", Subject.Arithmetic.Of(size))!;
        Rational low = root.Lower.ToRational(), high = root.Upper.ToRational();
        return Claims.Exactly(low * low <= size && size <= high * high, $"the root of {size} is not in {root}");
    }

    [Law("l^n ≤ x^m ≤ u^n for x^{m/n} ∈ [l, u], exactly")]
    [Property]
    public Property Rational_power_is_enclosed(Point x, Weight w)
    {
        Rational size = Moderate(x.Value);
        int m = 1 + (int)(w.Value * new Rational(6, 1)).Floor();
        const int N = 4;
        if (size.Sign == 0
            || Subject.Combine(Subject.Arithmetic, '^', Subject.Arithmetic.Of(size), Subject.Arithmetic.Of(new Rational(m, N)))
                is not { } power)
        {
            return Claims.Nothing;
        }

        Rational exact = Rational.Pow(size, m);
        return Claims.Exactly(
            Rational.Pow(power.Lower.ToRational(), N) <= exact && exact <= Rational.Pow(power.Upper.ToRational(), N),
            $"{size}^({m}/{N}) is not in {power}");
    }

    [Law("x ∈ exp(log x)")]
    [Property]
    public Property Exponential_of_the_logarithm_contains_its_argument(Point x)
    {
        Rational size = Moderate(x.Value);
        return size.Sign == 0
            ? Claims.Nothing
            : Claims.Contains(
                Subject.Apply(Subject.Arithmetic, "exp", Subject.Apply(Subject.Arithmetic, "log", Subject.Arithmetic.Of(size))!)!, size);
    }

    [Law("exp(x + y) = exp x · exp y")]
    [Property]
    public Property Exponential_turns_sums_into_products(Point x, Point y)
    {
        Rational a = Moderate(x.Value), b = Moderate(y.Value);
        Real Exp(Rational argument) => Subject.Apply(Subject.Arithmetic, "exp", Subject.Arithmetic.Of(argument))!;
        return Claims.Same(Exp(a + b), Exp(a) * Exp(b));
    }

    [Law("X ⊂ X′ implies X ∘ Y ⊂ X′ ∘ Y for ∘ one of + − · /")]
    [Property]
    public Property Operations_grow_with_their_arguments(Point x, Point y) => Claims.All("+-*/".Select(operation =>
        Subject.Combine(Subject.Arithmetic, operation, x.Around, y.Around) is { } narrow
            && Subject.Combine(Subject.Arithmetic, operation, x.Wider, y.Around) is { } wide
            ? Claims.Exactly(wide.Contains(narrow), $"{x} {operation} {y}: {narrow} is not in {wide}")
            : Claims.Nothing));

    [Law("Printed ends contain the interval, and are off by less than the last digit")]
    [Property]
    public Property Printed_ends_are_rounded_outward(Point x)
    {
        const int Digits = 9;
        Interval interval = Subject.Arithmetic.Of(Moderate(x.Value)).Hull(Subject.Arithmetic.Of(Moderate(x.Value) + Moderate(x.Margin)));
        (string lower, string upper) = Subject.Print(interval, Digits);
        Rational low = Rational.Parse(lower), high = Rational.Parse(upper);
        Rational exactLow = interval.Lower.ToRational(), exactHigh = interval.Upper.ToRational();
        Rational unit = Rational.Pow(new Rational(10, 1), 1 - Digits);
        return Claims.Exactly(
            low <= exactLow && exactHigh <= high
                && exactLow - low <= unit * Rational.Abs(exactLow) && high - exactHigh <= unit * Rational.Abs(exactHigh),
            $"{interval} is printed as {lower}, {upper}");
    }

    [Law("A rational reads back from its text")]
    [Property]
    public Property Rational_reads_back_from_its_text(Point x) =>
        Claims.Exactly(Subject.Read(x.Value.ToString()) == x.Value, $"{x.Value} reads back as {Subject.Read(x.Value.ToString())}");

    [Law("More digits: the enclosures overlap and the second has the digits asked for")]
    [Property(MaxTest = 30)]
    public Property More_digits_sharpen_the_enclosure(GridMatrix m, Exponent p)
    {
        const int More = 25;
        InputRecord inputs = Of(m.A).With("p", ExactNumber.Of(p.Value));
        Interval few = Subject.Evaluate("spectra/schatten-sum", inputs, 8)!.Single.Enclosure;
        Interval more = Subject.Evaluate("spectra/schatten-sum", inputs, More)!.Single.Enclosure;
        return Claims.All(Claims.Same(few, more), Claims.Exactly(more.Digits(More) >= More, $"{more} has fewer than {More} digits"));
    }

    // Both the named points and the midpoints of the intervals are tried.
    private Property Enclosed(char operation, Point x, Point y, Rational exact, Func<Rational, Rational, Rational> operate)
    {
        if (Subject.Combine(Subject.Arithmetic, operation, x.Around, y.Around) is not { } result)
        {
            return Claims.Nothing;
        }

        Rational a = x.Value + x.Margin, b = y.Value - y.Margin;
        return Claims.All(
            Claims.Contains(result, exact),
            operation == '/' && b.Sign == 0 ? Claims.Nothing : Claims.Contains(result, operate(a, b)),
            operation == '/' && (y.Value + y.Margin).Sign == 0
                ? Claims.Nothing
                : Claims.Contains(result, operate(x.Value - x.Margin, y.Value + y.Margin)));
    }

    // Powers and exponentials of 1e300 would only test the exponent range.
    private static Rational Moderate(Rational x)
    {
        Rational size = Rational.Abs(x);
        return size > new Rational(500, 1) ? new Rational(size.Numerator.IsEven ? 7 : 3, 5)
            : size * new Rational(1 << 20, 1) < Rational.One ? Rational.Zero
            : size;
    }
}
