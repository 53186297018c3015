using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>Whether an answer is built as the result is, of numbers: what has to hold before anything can be measured.</summary>
internal static class AnswerShape
{
    private const int MostParts = 12;

    /// <summary>What is wrong with the build of an answer, or which entries are no finite numbers; null when neither.</summary>
    /// <param name="exact">The result.</param>
    /// <param name="answer">The answer.</param>
    public static string? Problem(Shaped<CertifiedNumber> exact, Answer answer)
    {
        if (Mismatch(exact, answer, string.Empty) is { } mismatch)
        {
            return mismatch;
        }

        (string Place, string Word)[] bad = [.. NotFinite(answer, string.Empty)];
        return bad.Length == 0 ? null
            : $"{Subject(bad[0].Place)} {bad[0].Word}"
                + (bad.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $", one of {bad.Length} entries that are no number")
                    : string.Empty)
                + (IsWide(exact) ? "; beyond the range of doubles answer with log10" : string.Empty);
    }

    private static string? Mismatch(Shaped<CertifiedNumber> exact, Answer answer, string place) => (exact, answer) switch
    {
        (Shaped<CertifiedNumber>.Scalar, not (Answer.Values or Answer.Named)) => null,
        (Shaped<CertifiedNumber>.Sequence list, Answer.Values values) when list.Items.Count == values.Items.Count
            && Build(exact) == Build(answer) =>
            list.Items.Zip(values.Items).Select((pair, i) => Mismatch(pair.First, pair.Second, $"{place}[{Position(i)}]"))
                .FirstOrDefault(problem => problem is not null),
        (Shaped<CertifiedNumber>.Named record, Answer.Named named) when named.Members.Count == record.Parts.Count
            && record.Parts.Keys.All(named.Members.ContainsKey) =>
            record.Parts.Select(part => Mismatch(part.Value, named.Members[part.Key], $"{place}.{part.Key}"))
                .FirstOrDefault(problem => problem is not null),
        _ => $"the answer does not have the shape of the result: {Subject(place)} is {Build(answer)}, not {Build(exact)}",
    };

    private static IEnumerable<(string Place, string Word)> NotFinite(Answer answer, string place) => answer switch
    {
        Answer.Value { Number: double number } when !double.IsFinite(number) => [(place, double.IsNaN(number) ? "is NaN" : "is infinite")],
        Answer.Log10 { Exponent: double exponent } when double.IsNaN(exponent) || double.IsPositiveInfinity(exponent) =>
            [(place, $"has the logarithm {(double.IsNaN(exponent) ? "NaN" : "+infinity")}")],
        Answer.Values list => list.Items.SelectMany((item, i) => NotFinite(item, $"{place}[{Position(i)}]")),
        Answer.Named record => record.Members.SelectMany(part => NotFinite(part.Value, $"{place}.{part.Key}")),
        _ => [],
    };

    // True when the exact value itself, or a part of it, is no double but for rounding.
    private static bool IsWide(Shaped<CertifiedNumber> exact) => exact switch
    {
        Shaped<CertifiedNumber>.Scalar scalar => Judge.Size(scalar.Value.Enclosure) > BigFloat.Of(double.MaxValue),
        Shaped<CertifiedNumber>.Sequence list => list.Items.Any(IsWide),
        Shaped<CertifiedNumber>.Named record => record.Parts.Values.Any(IsWide),
        _ => false,
    };

    private static string Build(Answer answer) => answer switch
    {
        Answer.Values list => Build([.. list.Items.Select(item => (item as Answer.Values)?.Items.Count)]),
        Answer.Named record => $"parts ({string.Join(", ", record.Members.Keys.Take(MostParts))})",
        _ => "a number",
    };

    private static string Build(Shaped<CertifiedNumber> exact) => exact switch
    {
        Shaped<CertifiedNumber>.Sequence list =>
            Build([.. list.Items.Select(item => (item as Shaped<CertifiedNumber>.Sequence)?.Items.Count)]),
        Shaped<CertifiedNumber>.Named record => $"parts ({string.Join(", ", record.Parts.Keys)})",
        _ => "a number",
    };

    // A list, by the lengths of its items: of numbers, of rows of one length, or of something else.
    private static string Build(int?[] items) =>
        items.Length > 0 && items[0] is { } columns && items.All(item => item == columns)
            ? string.Create(CultureInfo.InvariantCulture, $"{items.Length}×{columns}")
            : string.Create(CultureInfo.InvariantCulture, $"a list of {items.Length}");

    private static string Subject(string place) => place.Length == 0 ? "the answer" : "result" + place;

    // As the reference counts its lists: from 1.
    private static string Position(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
