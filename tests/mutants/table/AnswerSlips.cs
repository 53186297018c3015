using System.Globalization;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants.Table;

/// <summary>Steps of a slip that change the answer.</summary>
internal static class AnswerSlips
{
    /// <summary>The answer after a step, or null where the step is none on answers.</summary>
    public static Answer? Apply(string verb, IReadOnlyList<string> words, Answer answer, InputRecord inputs) => verb switch
    {
        "scale" => Each(answer, x => x * Number(words[0]), e => e + Math.Log10(Number(words[0]))),
        "scale-by" => Each(answer, x => x * Math.Pow(Of(inputs, words[0]), Number(words[1])),
            e => e + (Math.Log10(Of(inputs, words[0])) * Number(words[1]))),
        "power" => Each(answer, x => Math.Pow(x, Number(words[0])), e => e * Number(words[0])),
        "plus" => Each(answer, x => x + Number(words[0]), e => e),
        "at-least" => Each(answer, x => Math.Max(x, Number(words[0])), e => Math.Max(e, Math.Log10(Number(words[0])))),
        "at-most" => Each(answer, x => Math.Min(x, Number(words[0])), e => Math.Min(e, Math.Log10(Number(words[0])))),
        "negative" => Each(answer, x => -x, e => e),
        "rounded-up" => Each(answer, Math.Ceiling, e => e),
        "rounded-down" => Each(answer, Math.Floor, e => e),
        "digits" => Each(answer, x => Rounded(x, (int)Number(words[0])), e => Math.Round(e, (int)Number(words[0]))),
        "decimals" => Each(answer, x => Math.Round(x, (int)Number(words[0])), e => e),
        "single" => Each(answer, x => float.IsFinite((float)x) ? (float)x : x, e => (float)e),
        "zero-below" => Each(answer, x => Math.Abs(x) < Number(words[0]) ? 0 : x,
            e => e < Math.Log10(Number(words[0])) ? double.NegativeInfinity : e),
        "infinite-above" => Each(answer, x => Math.Abs(x) > Number(words[0]) ? double.PositiveInfinity : x,
            e => e > Math.Log10(Number(words[0])) ? double.PositiveInfinity : e),
        "logarithm" => Each(answer, Math.Log, e => e * Math.Log(10)),
        "nan" => new Answer.Value(double.NaN),
        "throw" => throw new ArithmeticException("index beyond the last"),
        "part" => Part(answer, words, inputs),
        "item" => Item(answer, words, inputs),
        "turn" => answer is Answer.Values list ? new Answer.Values([.. list.Items.Reverse()]) : answer,
        _ => null,
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // A member of one number, or a word: depth by any list.
    private static double Of(InputRecord inputs, string name) => name == "depth"
        ? inputs.Members.Values.OfType<InputValue.Sequence>().Min(list => list.Items.Count)
        : NumberSlips.Of(inputs.Members[name]).Max();

    private static double Rounded(double x, int digits) =>
        double.Parse(x.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);

    private static Answer Each(Answer answer, Func<double, double> value, Func<double, double> exponent) => answer switch
    {
        Answer.Value x => new Answer.Value(value(x.Number)),
        Answer.Log10 { Exponent: double.NegativeInfinity } => new Answer.Value(value(0)),
        Answer.Log10 e => new Answer.Log10(exponent(e.Exponent)),
        Answer.Values list => new Answer.Values([.. list.Items.Select(item => Each(item, value, exponent))]),
        Answer.Named named => new Answer.Named(named.Members.ToDictionary(m => m.Key, m => Each(m.Value, value, exponent),
            StringComparer.Ordinal)),
        _ => answer,
    };

    // "part upper scale 2", or "part upper from lower".
    private static Answer Part(Answer answer, IReadOnlyList<string> words, InputRecord inputs)
    {
        if (answer is not Answer.Named named)
        {
            return answer;
        }

        Answer changed = words[1] == "from" ? named.Members[words[2]]
            : Apply(words[1], [.. words.Skip(2)], named.Members[words[0]], inputs)!;
        return new Answer.Named(new Dictionary<string, Answer>(named.Members, StringComparer.Ordinal) { [words[0]] = changed });
    }

    // "item last scale 2"; first, last, or a number counted from 1.
    private static Answer Item(Answer answer, IReadOnlyList<string> words, InputRecord inputs)
    {
        if (answer is not Answer.Values { Items.Count: > 0 } list)
        {
            return answer;
        }

        int place = words[0] switch
        {
            "first" => 0,
            "last" => list.Items.Count - 1,
            _ => (int)Number(words[0]) - 1,
        };
        return place >= list.Items.Count ? answer : new Answer.Values([.. list.Items.Select((item, i) =>
            i == place ? Apply(words[1], [.. words.Skip(2)], item, inputs)! : item)]);
    }
}
