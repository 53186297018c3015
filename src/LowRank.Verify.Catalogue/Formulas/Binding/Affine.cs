namespace LowRank.Verify.Formulas.Binding;

/// <summary>An integer expression c + Σ a_s·s over symbols, for statements about indices that need no numbers.</summary>
internal sealed class Affine
{
    private const long Limit = 1L << 40;

    private readonly Dictionary<string, long> coefficients;

    private Affine(long constant, Dictionary<string, long> coefficients)
    {
        Constant = constant;
        this.coefficients = coefficients;
    }

    /// <summary>The part without symbols.</summary>
    public long Constant { get; }

    /// <summary>A number.</summary>
    public static Affine Of(long constant) => new(constant, new(StringComparer.Ordinal));

    /// <summary>A symbol.</summary>
    public static Affine Symbol(string name) => new(0, new(StringComparer.Ordinal) { [name] = 1 });

    /// <summary>The coefficient of a symbol.</summary>
    public long this[string symbol] => coefficients.GetValueOrDefault(symbol);

    /// <summary>The symbols that occur.</summary>
    public IEnumerable<string> Symbols => coefficients.Keys;

    /// <summary>True when no symbol occurs.</summary>
    public bool IsConstant => coefficients.Count == 0;

    /// <summary>True when the expression is positive whatever positive integers the symbols are.</summary>
    public bool IsCertainlyPositive => coefficients.Values.All(a => a >= 0) && Constant + coefficients.Values.Sum() > 0;

    /// <summary>this + factor·other; null when numbers grow out of hand.</summary>
    public Affine? Plus(Affine other, long factor)
    {
        Dictionary<string, long> sum = new(coefficients, StringComparer.Ordinal);
        foreach ((string symbol, long a) in other.coefficients)
        {
            long next = sum.GetValueOrDefault(symbol) + (a * factor);
            if (Math.Abs(next) > Limit)
            {
                return null;
            }

            if (next == 0)
            {
                _ = sum.Remove(symbol);
            }
            else
            {
                sum[symbol] = next;
            }
        }

        long constant = Constant + (other.Constant * factor);
        return Math.Abs(constant) > Limit ? null : new Affine(constant, sum);
    }

    /// <summary>The value, given the symbols' values.</summary>
    public long Evaluate(Func<string, long> value) => coefficients.Aggregate(Constant, (sum, term) => sum + (term.Value * value(term.Key)));

    /// <summary>"L - 1" and the like.</summary>
    public override string ToString()
    {
        System.Text.StringBuilder text = new();
        foreach ((string symbol, long a) in coefficients)
        {
            _ = text.Append(text.Length == 0 ? (a < 0 ? "-" : string.Empty) : a < 0 ? " - " : " + ");
            _ = Math.Abs(a) == 1 ? text.Append(symbol)
                : text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Abs(a)}*{symbol}");
        }

        return text.Length == 0 ? FormattableString.Invariant($"{Constant}")
            : Constant == 0 ? text.ToString()
            : FormattableString.Invariant($"{text} {(Constant < 0 ? '-' : '+')} {Math.Abs(Constant)}");
    }
}
