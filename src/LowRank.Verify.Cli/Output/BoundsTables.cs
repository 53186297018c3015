using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Output;

/// <summary>
/// The values of <c>bounds</c>: a table for each kind of quantity, the least value first; one row where the readings of the ranks give what
/// looks the same.
/// </summary>
internal static class BoundsTables
{
    /// <summary>Digits beside the spare ones: six in all.</summary>
    private const int Shown = 3;

    private static readonly string[] OfFastPath = ["fast path", "distance"], OfDigits = ["digits"];

    private static readonly (OracleKind Kind, string Title, string Meaning)[] Kinds =
    [
        (OracleKind.Bound, "Bounds", "upper bounds with every constant explicit"),
        (OracleKind.Conditional, "Conditional values", "hold for constants that nobody knows; not bounds"),
        (OracleKind.Rate, "Rates", "dominant terms, constants and logarithms dropped; not bounds"),
    ];

    public static void Write(Invocation invocation, AssessmentReport report, IReadOnlyList<OracleAssessment.Value> values,
        BoundsTextOptions options)
    {
        foreach ((OracleKind kind, string title, string meaning) in Kinds)
        {
            OracleAssessment.Value[] ofKind = [.. values.Where(value => value.Oracle.Kind == kind)];
            foreach (IGrouping<string, OracleAssessment.Value> group in ofKind
                .OrderBy(value => BoundedQuantities.Of(value.Oracle)).GroupBy(value => Title(value, title, meaning)))
            {
                invocation.Line();
                invocation.Line(group.Key);
                Table(invocation, report, [.. group], options);
            }

            Notes(invocation, ofKind);
        }
    }

    private static string Title(OracleAssessment.Value value, string title, string meaning)
    {
        if (value.Oracle.Kind == OracleKind.Rate)
        {
            return $"{title} ({meaning})";
        }

        BoundedQuantity quantity = BoundedQuantities.Of(value.Oracle);
        string says = QuantityName.Says(quantity) is { } text && value.Oracle.Kind == OracleKind.Bound ? $"; {text}" : string.Empty;
        return $"{title}: {QuantityName.Of(quantity)} ({meaning}{says})";
    }

    private static void Table(Invocation invocation, AssessmentReport report, OracleAssessment.Value[] group, BoundsTextOptions options)
    {
        TextTable table = new(["oracle", "value", "ranks", .. options.IsCompare ? OfFastPath : [],
            .. options.IsFull ? OfDigits : [], "p per layer"])
        {
            Least = ["digits", "distance", "fast path", "p per layer", "ranks"],
        };
        OracleAssessment.Value[] ofParts =
            [.. group.Where(value => value.Reference.Result is Shaped<CertifiedNumber>.Named or Shaped<CertifiedNumber>.Sequence)];
        int digits = options.IsFull ? report.Digits : Shown;
        IEnumerable<(OracleAssessment.Value First, string[] Cells, string Ranks)> rows = group.Except(ofParts)
            .Select(value => (Value: value, Cells: Cells(value, digits, options)))
            .GroupBy(row => string.Join('\t', row.Cells))
            .Select(same => (same.First().Value, same.First().Cells,
                string.Join(" and ", same.Select(row => row.Value.Reading).Distinct().Where(reading => reading != Reading.Any)
                    .Select(AssessmentText.Name))));
        bool isAny = false;
        foreach ((OracleAssessment.Value value, string[] cells, string ranks) in rows.OrderBy(row => Upper(row.First)))
        {
            isAny = true;
            string shown = ranks.Length == 0 ? "-" : ranks.Contains(' ', StringComparison.Ordinal) ? "both" : ranks;
            table.Row([cells[0], cells[1], shown, .. cells[2..]]);
        }

        if (isAny)
        {
            table.WriteTo(invocation);
        }

        foreach (OracleAssessment.Value value in ofParts)
        {
            string ranks = value.Reading == Reading.Any ? string.Empty : $" ({AssessmentText.Name(value.Reading)})";
            string distance = options.IsCompare && value.RelativeDistance is { } d
                ? $"; distance of the fast path {EnclosureFormat.Short(d)}" : string.Empty;
            invocation.Line($"  {value.Oracle.Id}{ranks}: {AssessmentText.Short(value.Reference.Result)}{distance}");
        }
    }

    private static string[] Cells(OracleAssessment.Value value, int digits, BoundsTextOptions options) =>
    [
        value.Oracle.Id,
        value.Reference.Result is Shaped<CertifiedNumber>.Scalar scalar ? EnclosureFormat.Text(scalar.Value.Enclosure, digits)
            : "undecided",
        .. (options.IsCompare
            ? new[] { EvaluationText.Fast(value.Fast), value.RelativeDistance is { } distance ? EnclosureFormat.Short(distance) : "-" }
            : []),
        .. (options.IsFull ? new[] { value.Reference.Digits.ToString(CultureInfo.InvariantCulture) } : []),
        value.Exponents is { } exponents ? string.Join(" ", exponents.Select(p => EnclosureFormat.Short(p.ToDouble()))) : "-",
    ];

    // Undecided values come last.
    private static BigFloat Upper(OracleAssessment.Value value) => value.Reference.Result is Shaped<CertifiedNumber>.Scalar scalar
        ? scalar.Value.Enclosure.Upper : BigFloat.PositiveInfinity;

    private static void Notes(Invocation invocation, OracleAssessment.Value[] values)
    {
        foreach (IGrouping<string, string> note in values.SelectMany(value => value.Notes.Select(text => (value.Oracle.Id, Text: text)))
            .Distinct().GroupBy(item => item.Text, item => item.Id))
        {
            invocation.Line($"  {string.Join(", ", note)}: {note.Key}");
        }
    }
}
