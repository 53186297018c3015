using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>A result with the digits that it determines.</summary>
internal sealed record ResultShape(Shaped<CertifiedNumber> Value, int Digits)
{
    /// <summary>Evaluates the value of an oracle.</summary>
    public static ResultShape Of(Oracle oracle, EvaluationFrame frame, int digits)
    {
        if (oracle.Value is ValueExpression.Single single)
        {
            return One(oracle.Program[single.Body], frame, digits);
        }

        Dictionary<string, Shaped<CertifiedNumber>> parts = new(StringComparer.Ordinal);
        int least = digits;
        foreach ((string name, Formula body) in ((ValueExpression.Named)oracle.Value).Parts)
        {
            ResultShape part = One(oracle.Program[body], frame, digits);
            parts.Add(name, part.Value);
            least = Math.Min(least, part.Digits);
        }

        return new ResultShape(new Shaped<CertifiedNumber>.Named(parts), least);
    }

    private static ResultShape One(BoundFormula formula, EvaluationFrame frame, int digits)
    {
        if (formula.Term.Kind == ValueKind.Number)
        {
            Interval value = formula.Evaluate(frame, 0, formula.Term.Number).Enclosure(frame.Context);
            return new ResultShape(Scalar(frame, value), value.Digits(digits));
        }

        Interval[] items = [.. formula.Evaluate(frame, 0, formula.Term.Array).Select(q => q.Enclosure(frame.Context))];
        return new ResultShape(new Shaped<CertifiedNumber>.Sequence([.. items.Select(item => Scalar(frame, item))]),
            DigitsOf(items, digits));
    }

    private static Shaped<CertifiedNumber>.Scalar Scalar(EvaluationFrame frame, Interval value)
    {
        if (!value.IsBounded)
        {
            throw FormulaFailure.Undecided("the value exceeds the range of exponents");
        }

        return new Shaped<CertifiedNumber>.Scalar(new(value, value.Lower.Sign > 0 ? frame.Context.Log10(value).Value : null));
    }

    // Every item to the largest item times 10^-digits.
    private static int DigitsOf(Interval[] items, int digits)
    {
        BigFloat widest = BigFloat.Zero, top = BigFloat.Zero;
        foreach (Interval item in items)
        {
            widest = BigFloat.Max(widest, BigFloat.Subtract(item.Upper, item.Lower, Bits.Size, Rounding.Up));
            top = BigFloat.Max(top, BigFloat.Max(BigFloat.Abs(item.Lower), BigFloat.Abs(item.Upper)));
        }

        return widest.IsZero ? digits
            : widest >= top ? 0
            : new Interval(BigFloat.Subtract(top, widest, Math.Max(Bits.Input, top.Precision), Rounding.Down), top).Digits(digits);
    }
}
