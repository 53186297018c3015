using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Generation;

namespace LowRank.Verify.Mutants.Table;

/// <summary>
/// Cases with every feature that the table asks for, one after another: depth to 12, counts beyond 2^63, the ends of every domain,
/// every optional member present and absent. They show that a slip is one; the gate has cases of its own.
/// </summary>
/// <param name="reference">Says which cases are admissible.</param>
internal sealed class WideCases(ReferenceEvaluator reference)
{
    private const int Repairs = 60;

    private static readonly int[] Depths = [1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 11, 12];

    private static readonly string[] Counts = ["50", "120", "784", "1001", "20011", "65539", "100003", "16777217", "2147483653",
        "8589934595", "9007199254740995", "9223372036854775811", "18446744073709551619"];

    private static readonly string[] Reals = ["0", "1", "2", "1/2", "-1", "-1/3", "3/10", "5", "10", "1e-5", "1e-17", "1e-120", "1e-300",
        "1e120", "1000", "1.00001", "150"];

    /// <summary>A case of an oracle that it accepts, or null where none was found.</summary>
    public InputRecord? Case(Oracle oracle, int seed)
    {
        Random random = new(seed);
        InputRecord inputs = Draw(oracle, random);
        for (int repair = 0; repair < Repairs && reference.Refusal(oracle, inputs) is not null; repair++)
        {
            Member[] numbers = [.. oracle.Given.Where(m => m.Type != MemberType.Matrix && inputs.Members.ContainsKey(m.Name))];
            if (numbers.Length == 0)
            {
                return null;
            }

            Member member = numbers[random.Next(numbers.Length)];
            Rational lowest = Number(member, random, isSimple: true);
            bool isWhole = random.Next(2) == 0;
            inputs = inputs.With(member.Name, inputs.Members[member.Name] is InputValue.Sequence list
                ? new InputValue.Sequence([.. list.Items.Select(item =>
                    isWhole || random.Next(2) == 0 ? ExactNumber.Of(Number(member, random, isSimple: true)) : item)])
                : ExactNumber.Of(lowest));
        }

        return reference.Refusal(oracle, inputs) is null ? inputs : null;
    }

    private static InputRecord Draw(Oracle oracle, Random random)
    {
        int depth = Depths[random.Next(Depths.Length)];
        bool isSimple = random.Next(2) == 0;
        int wide = random.Next(depth + 1);
        (int Rows, int Columns) large = WideMatrices.Shape(random);
        int[] widths = [.. Enumerable.Range(0, depth + 1)
            .Select(l => l == wide ? large.Rows : l == wide + 1 ? large.Columns : random.Next(1, 7))];
        string[] names = ShapeSizes.Names(oracle.Given);
        int[] sizes = [.. names.Select(_ => random.Next(4) == 0 ? random.Next(5, 11) : random.Next(1, 5))];
        Func<string, int> size = ShapeSizes.Of(oracle.Given, widths, names, sizes);
        List<(string, InputValue)> members = [];
        foreach (Member member in oracle.Given.Where(m => !m.IsOptional || random.Next(2) == 0))
        {
            InputValue Value(int l) => member.Type == MemberType.Matrix
                ? new InputValue.MatrixValue(WideMatrices.Of(widths[l], widths[l - 1], random))
                : ExactNumber.Of(Number(member, random, isSimple || random.Next(3) == 0));
            if (member.Shape is { } shape)
            {
                members.Add((member.Name, new InputValue.MatrixValue(WideMatrices.Of(size(shape.Rows), size(shape.Columns), random))));
            }
            else if (member.Index is { } range)
            {
                IndexSpan span = IndexSpan.Of(range, depth);
                members.Add((member.Name, new InputValue.Sequence([.. Enumerable.Range(span.First, span.Count).Select(Value)])));
            }
            else
            {
                (int rows, int columns) = WideMatrices.Shape(random);
                members.Add((member.Name, member.Type == MemberType.Matrix
                    ? new InputValue.MatrixValue(WideMatrices.Of(rows, columns, random)) : Value(1)));
            }
        }

        return InputRecord.Of(members);
    }

    private static Rational Number(Member member, Random random, bool isSimple)
    {
        Rational low = member.Domain.Lower ?? Rational.Zero;
        for (int attempt = 0; attempt < 12; attempt++)
        {
            Rational number = member.Type == MemberType.Count
                ? isSimple ? Rational.Of((BigInteger)random.Next(12)) + low : Rational.Parse(Counts[random.Next(Counts.Length)])
                : isSimple ? low + new Rational(random.Next(1, 40), 8)
                : random.Next(3) == 0 && member.Domain.Upper is { } high ? high
                : Rational.Parse(Reals[random.Next(Reals.Length)]);
            if (!isSimple && random.Next(6) == 0)
            {
                number = low;
            }

            if (member.Domain.Contains(number))
            {
                return number;
            }
        }

        return member.Domain.Upper is { } end ? (low + end) / new Rational(2, 1) : low + Rational.One;
    }
}
