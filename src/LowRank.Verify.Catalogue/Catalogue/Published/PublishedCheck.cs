using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue.Published;

/// <summary>
/// Checks published numbers in interval arithmetic. A printed number stands for all numbers that round to it, so a statement is
/// inconsistent only when it fails for every choice of them, and a recomputed number differs only when it certainly rounds otherwise.
/// </summary>
/// <param name="reference">Evaluates oracles.</param>
public sealed class PublishedCheck(ReferenceEvaluator reference)
{
    private const int Precision = Bits.Input;
    private const int Digits = 30;

    private readonly SpectrumLibrary library = new(reference.Spectra);

    /// <summary>Checks all entries of a file, in order.</summary>
    /// <exception cref="InputException">A formula has a mistake, or an oracle is unknown or refuses its inputs.</exception>
    public IReadOnlyList<PublishedResult> Check(PublishedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return [.. file.Entries.Select(entry => Check(entry, file))];
    }

    private PublishedResult Check(PublishedEntry entry, PublishedFile file)
    {
        switch (entry.Kind)
        {
            case PublishedCheckKind.Recomputed:
                (Interval? value, string? reason) = entry.OracleId is { } id ? OfOracle(id, entry.OracleInputs!) : OfFormula(entry, file);
                return value is null
                    ? new PublishedResult(entry, "undecided", null, reason)
                    : new PublishedResult(entry, Compare(entry.Numbers[0], value), value, null);
            case PublishedCheckKind.Consistent:
                return Consistent(entry, file);
            default:
                return new PublishedResult(entry, "recorded", null, null);
        }
    }

    private static string Compare(PublishedNumber number, Interval value) =>
        number.Lower <= value.Lower.ToRational() && value.Upper.ToRational() <= number.Upper ? "agrees"
        : value.Upper.ToRational() < number.Lower || number.Upper < value.Lower.ToRational() ? "differs"
        : "undecided";

    private (Interval? Value, string? Reason) OfOracle(string id, InputRecord inputs)
    {
        Evaluation evaluation = reference.Evaluate(reference.Catalogue.Get(id), inputs, Digits);
        return evaluation.Result is Shaped<CertifiedNumber>.Scalar scalar ? (scalar.Value.Enclosure, null)
            : (null, evaluation.Reason ?? $"{id} gives no number");
    }

    private (Interval? Value, string? Reason) OfFormula(PublishedEntry entry, PublishedFile file)
    {
        (BoundFormula bound, EvaluationFrame frame) = Bind(entry, file, ValueKind.Number);
        try
        {
            return (bound.Evaluate(frame, 0, bound.Term.Number).Enclosure(frame.Context), null);
        }
        catch (FormulaFailure failure)
        {
            return (null, failure.Message);
        }
    }

    private PublishedResult Consistent(PublishedEntry entry, PublishedFile file)
    {
        (BoundFormula bound, EvaluationFrame frame) = Bind(entry, file, ValueKind.Condition);
        try
        {
            return new PublishedResult(entry, bound.Evaluate(frame, 0, bound.Term.Condition) == false ? "inconsistent" : "consistent", null,
                null);
        }
        catch (FormulaFailure failure)
        {
            return new PublishedResult(entry, "undecided", null, failure.Message);
        }
    }

    private (BoundFormula Bound, EvaluationFrame Frame) Bind(PublishedEntry entry, PublishedFile file, ValueKind kind)
    {
        FormulaScope scope = new();
        IntervalContext context = new(Precision);
        List<MemberValue> members = [];
        if (entry.Kind == PublishedCheckKind.Consistent)
        {
            foreach (PublishedNumber number in entry.Numbers)
            {
                Add(number.Name, Of(number));
            }
        }

        foreach ((string name, (string slug, string other)) in entry.Uses)
        {
            Add(name, Of(file.Entries.First(e => e.Id == $"{file.Paper}/{slug}").Numbers.First(n => n.Name == other)));
        }

        foreach ((string name, Rational value) in entry.Inputs)
        {
            Add(name, Quantity.Of(value));
        }

        BoundFormula bound = scope.Bind(entry.Formula!);
        if (bound.Term.Kind != kind)
        {
            throw new FormulaException(entry.Formula!.Syntax.Position,
                $"{Binder.Article(kind)} is needed here, but this is {Binder.Article(bound.Term.Kind)}");
        }

        if (scope.Members.Values.FirstOrDefault(m => !m.IsUsed) is { } idle)
        {
            throw new FormulaException(entry.Position, $"'{idle.Name}' is given but not used");
        }

        return (bound, new EvaluationFrame(Precision, Digits, [.. members], new Dictionary<string, long>(StringComparer.Ordinal), 0,
            library));

        void Add(string name, Quantity value)
        {
            if (scope.Members.ContainsKey(name))
            {
                throw new FormulaException(entry.Position, $"the name '{name}' is given twice");
            }

            scope.AddMember(name, entry.Position, false, null, null);
            members.Add(new MemberValue { IsGiven = true, First = 0, Numbers = [value] });
        }

        Quantity Of(PublishedNumber number) => Quantity.Of(context.Of(number.Lower).Hull(context.Of(number.Upper)));
    }
}
