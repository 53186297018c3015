using System.Text;

namespace LowRank.Verify.Formulas.Latex;

/// <summary>Renders formulas as LaTeX mathematics (without dollar signs).</summary>
public static partial class LatexWriter
{
    // How tightly a rendered piece holds together.
    private const int OrLevel = 1;
    private const int AndLevel = 2;
    private const int NotLevel = 3;
    private const int ComparisonLevel = 4;
    private const int SumLevel = 5;
    private const int ProductLevel = 6;
    private const int AtomLevel = 7;

    private static readonly HashSet<string> Greek = new(StringComparer.Ordinal)
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho",
        "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Lambda", "Sigma", "Phi", "Psi", "Omega",
    };

    /// <summary>A formula as LaTeX.</summary>
    public static string Write(Expression expression) => Render(expression).Text;

    /// <summary>
    /// A name as LaTeX: greek letters by their command; what follows an underscore, and a trailing number, is a subscript, and there is
    /// one subscript alone, since TeX has no double one: u0_X is u_{0, X}.
    /// </summary>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "X_frobenius")
        {
            return @"\|X\|_F";
        }

        string[] words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return @"\_";
        }

        string letters = words[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        string number = letters.Length > 0 ? words[0][letters.Length..] : string.Empty;
        string[] subscripts = [.. number.Length > 0 ? new[] { number } : [], .. words[1..].Select(Name)];
        string head = Word(number.Length > 0 ? letters : words[0]);
        return subscripts.Length > 0 ? $"{head}_{{{string.Join(", ", subscripts)}}}" : head;
    }

    private static string Word(string word) => Greek.Contains(word) ? "\\" + word
        : word.Length == 1 || word.All(char.IsAsciiDigit) ? word
        : $@"\mathrm{{{word}}}";

    private static Piece Render(Expression expression) => expression switch
    {
        Expression.Literal literal => new(Literal(literal), AtomLevel),
        Expression.Reference reference => new(Name(reference.Name), AtomLevel),
        Expression.Item item => new(Item(item), AtomLevel),
        Expression.Negation negation => new("-" + At(negation.Operand, ProductLevel), SumLevel),
        Expression.Complement complement => new(@"\neg " + At(complement.Operand, AtomLevel), NotLevel),
        Expression.Binary binary => Render(binary),
        Expression.Choice choice => new(
            $@"\begin{{cases}} {Write(choice.WhenTrue)} & \text{{if }} {Write(choice.Condition)} \\ "
                + $@"{Write(choice.WhenFalse)} & \text{{otherwise}} \end{{cases}}",
            AtomLevel),
        Expression.Aggregate loop => new(Aggregate(loop), loop.Kind == AggregateKind.Sum ? SumLevel : ProductLevel),
        Expression.Integral integral => new(
            $@"\int_{{{Write(integral.Lower)}}}^{{{Write(integral.Upper)}}} "
                + $@"{At(integral.Body, ProductLevel)} \, d{Name(integral.Variable)}",
            ProductLevel),
        Expression.Array array => new(
            $@"\left( {Write(array.Body)} \right)_{{{Name(array.Variable)}={Write(array.Lower)}}}^{{{Write(array.Upper)}}}", AtomLevel),
        Expression.Call call => Call(call),
        _ => throw new ArgumentException("unknown expression", nameof(expression)),
    };

    private static Piece Render(Expression.Binary binary) => binary.Operator switch
    {
        BinaryOperator.Add => new($"{At(binary.Left, SumLevel)} + {At(binary.Right, SumLevel)}", SumLevel),
        BinaryOperator.Subtract => new($"{At(binary.Left, SumLevel)} - {At(binary.Right, ProductLevel)}", SumLevel),
        BinaryOperator.Multiply => new(Product(At(binary.Left, ProductLevel), At(binary.Right, ProductLevel)), ProductLevel),
        BinaryOperator.Divide => new($@"\frac{{{Write(binary.Left)}}}{{{Write(binary.Right)}}}", ProductLevel),
        BinaryOperator.Power => new($"{Base(binary.Left)}^{{{Write(binary.Right)}}}", AtomLevel),
        BinaryOperator.And => new($@"{At(binary.Left, AndLevel)} \land {At(binary.Right, AndLevel)}", AndLevel),
        BinaryOperator.Or => new($@"{At(binary.Left, OrLevel)} \lor {At(binary.Right, OrLevel)}", OrLevel),
        _ => new($"{At(binary.Left, SumLevel)} {Sign(binary.Operator)} {At(binary.Right, SumLevel)}", ComparisonLevel),
    };

    private static string Sign(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => @"\le",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => @"\ge",
        BinaryOperator.Equal => "=",
        _ => @"\ne",
    };

    private static string Literal(Expression.Literal literal)
    {
        int mark = literal.Text.IndexOfAny(['e', 'E']);
        return mark < 0 ? literal.Text : $@"{literal.Text[..mark]} \cdot 10^{{{literal.Text[(mark + 1)..].TrimStart('+')}}}";
    }

    // A power of a power, of a name with an exponent or of a norm needs brackets.
    private static string Base(Expression expression) => expression is Expression.Literal or Expression.Reference or Expression.Item
        ? Write(expression)
        : Brackets(Write(expression));

    private static string Item(Expression.Item item)
    {
        string name = Name(item.Name);
        return name.Contains("_{", StringComparison.Ordinal) || name.Contains("_F", StringComparison.Ordinal)
            ? $@"{{{name}}}_{{{Write(item.Index)}}}"
            : $"{name}_{{{Write(item.Index)}}}";
    }

    private static string Product(string left, string right) =>
        char.IsAsciiDigit(right[0]) || right[0] == '-' ? $@"{left} \cdot {right}" : $@"{left} \, {right}";

    private static string At(Expression expression, int level)
    {
        Piece piece = Render(expression);
        return piece.Level >= level ? piece.Text : Brackets(piece.Text);
    }

    private static string Brackets(string text) => $@"\left( {text} \right)";

    private static string Aggregate(Expression.Aggregate loop)
    {
        string range = $"{Name(loop.Variable)}={Write(loop.Lower)}";
        StringBuilder text = new();
        _ = loop.Kind switch
        {
            AggregateKind.Sum => text.Append(@"\sum").Append($"_{{{range}}}^{{{Write(loop.Upper)}}}"),
            AggregateKind.Product => text.Append(@"\prod").Append($"_{{{range}}}^{{{Write(loop.Upper)}}}"),
            AggregateKind.Minimum =>
                text.Append(@"\min").Append($@"_{{{Write(loop.Lower)} \le {Name(loop.Variable)} \le {Write(loop.Upper)}}}"),
            _ => text.Append(@"\max").Append($@"_{{{Write(loop.Lower)} \le {Name(loop.Variable)} \le {Write(loop.Upper)}}}"),
        };
        return text.Append(' ').Append(At(loop.Body, ProductLevel)).ToString();
    }

    private readonly record struct Piece(string Text, int Level);
}
