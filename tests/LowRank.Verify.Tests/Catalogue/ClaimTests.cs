using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// Every claim of every oracle file on random inputs, against the certified values: a claim is wrong when the enclosures
/// contradict it. Each claim must have been tried.
/// </summary>
public sealed class ClaimTests
{
    private const int Trials = 25;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));

    public static TheoryData<string> Ids => [.. Catalogue.Oracles.Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Claims_hold_on_random_inputs(string id)
    {
        Oracle oracle = Catalogue.Get(id);
        Random random = new(20_251_121);
        Dictionary<string, int> tried = oracle.Properties.ToDictionary(p => p.Text, _ => 0);
        for (int trial = 0; trial < Trials; trial++)
        {
            InputRecord inputs = Generate(oracle, random);
            foreach (OracleProperty property in oracle.Properties.Where(p => p.When is null || Evaluator.Holds(oracle, p.When, inputs) == true))
            {
                tried[property.Text] += Check(oracle, property, inputs, random) ? 1 : 0;
            }
        }

        Assert.All(tried, claim => Assert.True(claim.Value > 0, $"never tried: {claim.Key}"));
        Assert.NotEmpty(tried);
    }

    private static bool Check(Oracle oracle, OracleProperty property, InputRecord inputs, Random random)
    {
        IReadOnlyList<Interval> value = Values(oracle, inputs);
        InputRecord? moved = property switch
        {
            OracleProperty.Homogeneous p => Map(inputs, p.Member, x => Times(x, 2)),
            OracleProperty.Scaling p => Map(inputs, p.Member, x => Times(x, (int)Evaluator.Number(oracle, p.Factor, inputs).Value.Midpoint)),
            OracleProperty.Nondecreasing p => Raise(oracle, inputs, p.Member, random),
            OracleProperty.Nonincreasing p => Raise(oracle, inputs, p.Member, random),
            OracleProperty.Invariant p => Transform(inputs, p, random),
            _ => inputs,
        };
        if (moved is null || Evaluator.Refusal(oracle, moved) is not null)
        {
            return false;
        }

        IReadOnlyList<Interval> after = Values(property switch
        {
            OracleProperty.AtLeast p => Catalogue.Get(p.OracleId),
            OracleProperty.AtMost p => Catalogue.Get(p.OracleId),
            _ => oracle,
        }, moved);
        IntervalContext context = new(128);
        for (int i = 0; i < value.Count; i++)
        {
            bool holds = property switch
            {
                OracleProperty.Homogeneous p => context.Multiply(value[i], context.Pow(Interval.Of(2L), Evaluator.Number(oracle, p.Degree, inputs).Value).Value).Overlaps(after[i]),
                OracleProperty.Scaling p => context.Multiply(value[i], Evaluator.Number(oracle, p.Multiplies, inputs).Value).Overlaps(after[i]),
                OracleProperty.Nondecreasing => after[i].Upper >= value[i].Lower,
                OracleProperty.Nonincreasing => after[i].Lower <= value[i].Upper,
                OracleProperty.AtLeast => value[i].Upper >= after[i].Lower,
                OracleProperty.AtMost => value[i].Lower <= after[i].Upper,
                _ => value[i].Overlaps(after[i]),
            };
            Assert.True(holds, $"{oracle.Id}: {property.Text}: {value[i]} and {after[i]} on {InputJson.Write(inputs).ToJsonString()}");
        }

        return true;
    }

    private static IReadOnlyList<Interval> Values(Oracle oracle, InputRecord inputs)
    {
        Evaluation evaluation = Evaluator.Evaluate(oracle, inputs);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return Flatten(evaluation.Result!);
    }

    private static IReadOnlyList<Interval> Flatten(ResultValue value) => value switch
    {
        ResultValue.Scalar scalar => [scalar.Enclosure],
        ResultValue.Sequence list => [.. list.Items.SelectMany(Flatten)],
        _ => [.. ((ResultValue.Named)value).Parts.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => Flatten(p.Value))],
    };

    private static InputRecord Generate(Oracle oracle, Random random)
    {
        while (true)
        {
            int layers = random.Next(1, 4);
            int[] widths = [.. Enumerable.Range(0, layers + 1).Select(_ => random.Next(2, 5))];
            bool isUniform = random.Next(2) == 0;
            double common = 0.5 * random.Next(0, 5);
            List<(string, InputValue)> members = [];
            foreach (Member member in oracle.RecordMembers.Where(m => oracle.Given.Any(g => g.Name == m.Name)))
            {
                // A dimension follows from its arrays; of the other optional members, each is given half of the time.
                if (member.IsOptional && (member.DefaultText is null || random.Next(2) == 0))
                {
                    continue;
                }

                int length = member.Index?.Text switch { null => 0, "0..L" => layers + 1, "1..L-1" => layers - 1, _ => layers };
                InputValue One(int i) => member.Type switch
                {
                    MemberType.Matrix => new InputValue.MatrixValue(Random(random, widths[i + 1], widths[i])),
                    MemberType.Count => InputValue.Number.Of(member.Name == "h" ? random.Next(3, 9) : random.Next(1, 4)),
                    _ when member.Name == "p" => InputValue.Number.Of(Math.Max(isUniform ? common : 0.5 * random.Next(0, 5), member.Domain.IsLowerOpen ? 0.5 : 0)),
                    // Conditions such as C1 == 1 speak of the end of a domain.
                    _ when member.Domain is { Lower: { } end, IsLowerOpen: false } && random.Next(3) == 0 => new InputValue.Number(end),
                    _ => InputValue.Number.Of((double)(member.Domain.Lower ?? Rational.Zero).Numerator + 0.125 + (random.Next(0, 16) / 8.0)),
                };
                members.Add((member.Name, member.Index is null ? One(0) : new InputValue.Sequence([.. Enumerable.Range(0, length).Select(One)])));
            }

            InputRecord record = InputRecord.Of(members);
            if (Evaluator.Refusal(oracle, record) is null)
            {
                return record;
            }
        }
    }

    private static Matrix Random(Random random, int rows, int columns)
    {
        double[] entries = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-8, 9) / 4.0)];
        entries[0] = 1; // never the zero matrix
        return new Matrix(rows, columns, entries);
    }

    private static InputValue Times(InputValue value, double factor) => value switch
    {
        InputValue.Number number => new InputValue.Number(number.Exact * Rational.Of(factor)),
        InputValue.Sequence list => new InputValue.Sequence([.. list.Items.Select(i => Times(i, factor))]),
        InputValue.MatrixValue { Value: { } a } => new InputValue.MatrixValue(new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => x * factor))),
        _ => throw new ArgumentException("unknown input", nameof(value)),
    };

    private static InputRecord? Map(InputRecord inputs, string member, Func<InputValue, InputValue> change) =>
        inputs.Members.TryGetValue(member, out InputValue? value) ? inputs.With(member, change(value)) : null;

    private static InputRecord? Raise(Oracle oracle, InputRecord inputs, string member, Random random)
    {
        bool isCount = oracle.Given.Single(m => m.Name == member).Type == MemberType.Count;
        InputValue Larger(InputValue x) => isCount
            ? new InputValue.Number(((InputValue.Number)x).Exact + Rational.One)
            : new InputValue.Number((((InputValue.Number)x).Exact * Rational.Parse("1.25")) + Rational.Parse("0.125"));
        return Map(inputs, member, value => value is InputValue.Sequence { Items: { Count: > 0 } items } && random.Next(items.Count) is var at
            ? new InputValue.Sequence([.. items.Select((x, i) => i == at ? Larger(x) : x)])
            : value is InputValue.Sequence ? value : Larger(value));
    }

    private static InputRecord? Transform(InputRecord inputs, OracleProperty.Invariant property, Random random)
    {
        if (property.Transformation == "rebalance")
        {
            return Map(inputs, property.Member, value => value is InputValue.Sequence { Items: { Count: > 1 } items }
                ? new InputValue.Sequence([Times(items[0], 4), Times(items[1], 0.25), .. items.Skip(2)])
                : value);
        }

        return Map(inputs, property.Member, value => value is InputValue.Sequence list
            ? new InputValue.Sequence([.. list.Items.Select(Moved)])
            : Moved(value));

        InputValue Moved(InputValue item)
        {
            Matrix a = ((InputValue.MatrixValue)item).Value;
            int[] rows = [.. Enumerable.Range(0, a.Rows)], columns = [.. Enumerable.Range(0, a.Columns)];
            random.Shuffle(rows);
            random.Shuffle(columns);
            double[,] entries = new double[a.Rows, a.Columns];
            for (int i = 0; i < a.Rows; i++)
            {
                for (int j = 0; j < a.Columns; j++)
                {
                    entries[i, j] = property.Transformation switch
                    {
                        "permute-rows" => a[rows[i], j],
                        "permute-columns" => a[i, columns[j]],
                        "flip-signs" => rows[i] % 2 == 0 ? -a[i, j] : a[i, j],
                        _ => a[i, j],
                    };
                }
            }

            Matrix moved = Matrix.FromArray(entries);
            return new InputValue.MatrixValue(property.Transformation == "transpose" ? moved.Transpose() : moved);
        }
    }
}
