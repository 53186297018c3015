using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants.Table;

/// <summary>Steps of a slip that change the inputs before the honest formula sees them.</summary>
/// <param name="honest">Answers where a spectrum is needed.</param>
internal sealed class InputSlips(IImplementation honest)
{
    /// <summary>The inputs after a step, or null where the step is none on inputs.</summary>
    public InputRecord? Apply(string verb, IReadOnlyList<string> words, InputRecord inputs)
    {
        switch (verb)
        {
            case "without":
                return words[0].Split(',').Aggregate(inputs, (record, name) => record.Without(name));
            case "swap":
                return inputs.With(words[0], inputs.Members[words[1]]).With(words[1], inputs.Members[words[0]]);
            case "copy":
                return inputs.With(words[1], inputs.Members[words[0]]);
            case "depth":
                return Shortened(inputs, int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture));
            case "estimate":
                return inputs.With(words[0], Estimates(inputs.Members[words[1]], words[2]));
            default:
                break;
        }

        string[] rest = [.. words.Skip(1)];
        if (MatrixSlips.Find(verb, rest) is { } onMatrix)
        {
            InputRecord changed = Each(words[0], inputs, value => Mapped(value, onMatrix, null));
            return NumberSlips.Find(verb, rest) is { } also ? Each(words[0], changed, value => Mapped(value, null, also)) : changed;
        }

        return NumberSlips.Find(verb, rest) is { } onNumber ? Each(words[0], inputs, value => Mapped(value, null, onNumber))
            : NumberSlips.FindOfList(verb) is { } onList ? Each(words[0], inputs, value => Whole(value, onList))
            : null;
    }

    // Members that are not given stay away.
    private static InputRecord Each(string names, InputRecord inputs, Func<InputValue, InputValue> change) =>
        names.Split(',').Where(inputs.Members.ContainsKey)
            .Aggregate(inputs, (record, name) => record.With(name, change(record.Members[name])));

    private static InputValue Whole(InputValue value, Func<IReadOnlyList<InputValue>, IEnumerable<InputValue>> change) =>
        value is InputValue.Sequence { Items.Count: > 0 } list ? new InputValue.Sequence([.. change(list.Items)]) : value;

    private static InputValue Mapped(InputValue value, Func<Matrix, Matrix>? matrix, Func<Rational, Rational>? number) => value switch
    {
        InputValue.MatrixValue a when matrix is not null => new InputValue.MatrixValue(matrix(a.Value)),
        InputValue.Number x when number is not null => new InputValue.Number(number(x.Exact), number(x.Exact).ToString()),
        InputValue.Sequence list => new InputValue.Sequence([.. list.Items.Select(item => Mapped(item, matrix, number))]),
        _ => value,
    };

    // Layers beyond one are not there: every list loses as many items as the list of the layers.
    private static InputRecord Shortened(InputRecord inputs, int depth)
    {
        int[] lengths = [.. inputs.Members.Values.OfType<InputValue.Sequence>().Select(list => list.Items.Count)];
        int layers = lengths.Length == 0 ? 0 : lengths.GroupBy(n => n).OrderByDescending(g => g.Count()).First().Key;
        int lost = Math.Max(0, layers - depth);
        return inputs.Members.Where(m => m.Value is InputValue.Sequence)
            .Aggregate(inputs, (record, m) => record.With(m.Key,
                new InputValue.Sequence([.. ((InputValue.Sequence)m.Value).Items.SkipLast(lost)])));
    }

    // Spectral norms by so many steps of power iteration, where the start is a spectrum of equal weights: Σσ^(2k+2)/Σσ^(2k).
    private InputValue Estimates(InputValue value, string steps) => value is InputValue.Sequence list
        ? new InputValue.Sequence([.. list.Items.Select(item => Estimates(item, steps))])
        : InputValue.Number.Of(Estimate(((InputValue.MatrixValue)value).Value, steps));

    /// <summary>What so many steps of power iteration give for the spectral norm, from a start of equal weights.</summary>
    public double Estimate(Matrix a, string steps)
    {
        if (honest.Run("spectra/singular-values", InputRecord.Of(("A", new InputValue.MatrixValue(a)))) is not Answer.Values list)
        {
            return 0;
        }

        double[] sigma = [.. list.Items.Select(item => item is Answer.Value x ? x.Number
            : item is Answer.Log10 e ? Math.Pow(10, e.Exponent) : 0)];
        double power = 2 * double.Parse(steps, System.Globalization.CultureInfo.InvariantCulture), first = sigma[0];
        return first == 0 ? 0 : first * Math.Sqrt(
            sigma.Sum(s => Math.Pow(s / first, power + 2)) / sigma.Sum(s => Math.Pow(s / first, power)));
    }
}
