using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx.Fusion;

/// <summary>
/// A function of one number x as nodes make it: P(x) + Q(x)·A(R(x)), with polynomials P, Q, R and one function A of
/// Erf, Tanh, Sigmoid, Softplus and Mish's gate tanh(softplus); or a line with a kink at 0; or the comparison of x
/// with 0. Sums and products
/// in any order come to the same form, and numbers are exact as stored.
/// </summary>
/// <param name="Plain">P.</param>
/// <param name="Factor">Q; 0 where there is no A.</param>
/// <param name="Atom">A, or "Kink" (Plain above 0 and Factor below), or "Positive" (1 where x &gt; 0), "Negative" (1
/// where x &lt; 0).</param>
/// <param name="Inner">R.</param>
internal sealed record ScalarForm(Polynomial Plain, Polynomial Factor, string Atom, Polynomial Inner)
{
    public static ScalarForm Variable { get; } = Of(Polynomial.Variable);

    private bool IsPlain => Atom.Length == 0;

    private bool IsSmooth => Atom is not ("Kink" or "Positive" or "Negative");

    public static ScalarForm Of(Polynomial plain) => new(plain, Polynomial.Zero, string.Empty, Polynomial.Zero);

    public static ScalarForm Of(double value) => Of(Polynomial.Of(Rational.Of(value)));

    /// <summary>What an operator makes of forms; null where the result has none.</summary>
    public static ScalarForm? Apply(string op, IReadOnlyList<ScalarForm> x) => (op, x.Count) switch
    {
        ("Identity", 1) => x[0],
        ("Neg", 1) => x[0].Times(Polynomial.Of(-Rational.One)),
        ("Add", 2) => x[0].Plus(x[1]),
        ("Sub", 2) => x[1].Times(Polynomial.Of(-Rational.One)) is { } minus ? x[0].Plus(minus) : null,
        ("Mul", 2) => x[1].IsPlain ? x[0].Times(x[1].Plain) : x[0].IsPlain ? x[1].Times(x[0].Plain) : null,
        ("Div", 2) => x[1] is { IsPlain: true, Plain.Coefficients: [var by] } ? x[0].Times(Polynomial.Of(Rational.One / by)) : null,
        ("Pow", 2) => Power(x[0], x[1]),
        ("Erf" or "Tanh" or "Sigmoid" or "Softplus", 1) => Function(op, x[0]),
        ("Greater" or "GreaterOrEqual", 2) => Comparison(x[0], x[1], "Positive") ?? Comparison(x[1], x[0], "Negative"),
        ("Less" or "LessOrEqual", 2) => Comparison(x[0], x[1], "Negative") ?? Comparison(x[1], x[0], "Positive"),
        ("Where", 3) => x[0].Atom switch
        {
            "Positive" => Kink(x[1], x[2]),
            "Negative" => Kink(x[2], x[1]),
            _ => null,
        },
        ("Max" or "Min", 2) => Extreme(x[0], x[1], op == "Max"),
        _ => null,
    };

    /// <summary>The function with its name and the square of its least Lipschitz constant; null where it is not a known one.</summary>
    public (string Kind, ScalarFunction Function, Rational LipschitzSquared)? Recognise()
    {
        if (Atom == "Kink")
        {
            // The slope below must be a double.
            double below = Factor[1].ToDouble();
            Rational largest = Rational.Abs(Factor[1]) > Rational.One ? Rational.Abs(Factor[1]) : Rational.One;
            return Plain.IsVariable && Rational.Of(below) == Factor[1]
                ? (below == 0 ? "Relu" : "LeakyRelu", new PiecewiseLinear([below]), largest * largest) : null;
        }

        // k·x·(…) only.
        if (!IsSmooth || IsPlain || Factor.Coefficients is not [{ Sign: 0 }, var k] || !(Plain.IsZero || Plain.Coefficients.Length == 2)
            || Plain[0].Sign != 0 || Inner.Coefficients.Length is < 2 or > 4 || Inner[0].Sign != 0 || Inner[2].Sign != 0
            || Inner[1].Sign == 0)
        {
            return null;
        }

        // erf and tanh are odd: k·x·A(R) with P = k·x; where the signs differ, A(−R) = −A(R) makes them equal.
        Rational line = Inner[1], cubic = Inner[3] / Inner[1];
        bool isOdd = Atom is "Erf" or "Tanh";
        if (cubic.Sign < 0 || (isOdd ? Rational.Abs(Plain[1]) != Rational.Abs(k) : !Plain.IsZero))
        {
            return null;
        }

        (Rational factor, Rational slope) = isOdd && Plain[1] != k ? (-k, -line) : (k, line);
        Rational two = new(2, 1);
        return (Atom, cubic.Sign) switch
        {
            ("Erf", 0) => Gated("Gelu", two * factor, new ErrorGate(slope)),
            ("Tanh", _) => Gated("Gelu", two * factor, new LogisticGate(two * slope, cubic)),
            ("Sigmoid", _) => Gated("Swish", factor, new LogisticGate(slope, cubic)),
            ("Mish", 0) when Inner.IsVariable => Gated("Mish", factor, new MishGate()),
            _ => null,
        };
    }

    private static (string Kind, ScalarFunction Function, Rational LipschitzSquared)? Gated(string kind, Rational factor, Gate gate)
    {
        if (!double.IsFinite(gate.Tail.Radius))
        {
            return null;
        }

        GatedFunction function = new(factor, gate);
        return (kind, function, function.LipschitzSquared);
    }

    private ScalarForm? Plus(ScalarForm other) =>
        !IsSmooth || !other.IsSmooth ? null
        : other.IsPlain ? this with { Plain = Plain.Add(other.Plain) }
        : IsPlain ? other with { Plain = Plain.Add(other.Plain) }
        : Atom == other.Atom && Inner.Same(other.Inner)
            ? this with { Plain = Plain.Add(other.Plain), Factor = Factor.Add(other.Factor) }
        : null;

    private ScalarForm? Times(Polynomial by) => !IsSmooth ? null
        : Plain.Multiply(by) is { } plain && Factor.Multiply(by) is { } factor ? this with { Plain = plain, Factor = factor } : null;

    private static ScalarForm? Power(ScalarForm x, ScalarForm exponent)
    {
        if (!x.IsPlain || exponent is not { IsPlain: true, Plain.Coefficients: [{ IsInteger: true } n] } || n < Rational.One
            || n > new Rational(8, 1))
        {
            return null;
        }

        Polynomial? power = x.Plain;
        for (int i = 1; i < (int)n.Numerator && power is not null; i++)
        {
            power = power.Multiply(x.Plain);
        }

        return power is null ? null : Of(power);
    }

    private static ScalarForm? Function(string op, ScalarForm x)
    {
        Polynomial one = Polynomial.Of(Rational.One);
        return x.IsPlain ? new(Polynomial.Zero, one, op, x.Plain)
            : op == "Tanh" && x is { Atom: "Softplus", Plain.IsZero: true } && x.Factor.Same(one) ? x with { Atom = "Mish" }
            : null;
    }

    private static ScalarForm? Comparison(ScalarForm x, ScalarForm zero, string atom) =>
        x is { IsPlain: true, Plain.IsVariable: true } && zero is { IsPlain: true, Plain.IsZero: true }
            ? new(Polynomial.Zero, Polynomial.Zero, atom, Polynomial.Zero) : null;

    private static bool IsLine(ScalarForm x) => x.IsPlain && x.Plain.Coefficients.Length <= 2 && x.Plain[0].Sign == 0;

    private static ScalarForm? Kink(ScalarForm above, ScalarForm below) =>
        IsLine(above) && IsLine(below) ? new(above.Plain, below.Plain, "Kink", Polynomial.Zero) : null;

    private static ScalarForm? Extreme(ScalarForm x, ScalarForm y, bool isLargest) =>
        IsLine(x) && IsLine(y) ? x.Plain[1] > y.Plain[1] == isLargest ? Kink(x, y) : Kink(y, x) : null;
}
