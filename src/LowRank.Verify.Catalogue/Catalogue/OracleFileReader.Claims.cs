using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <content>Claims on several members at once: powers of one factor, and samples.</content>
internal static partial class OracleFileReader
{
    private static readonly Dictionary<string, SampleAxis> Axes =
        new(StringComparer.Ordinal) { ["rows"] = SampleAxis.Rows, ["columns"] = SampleAxis.Columns };

    private static OracleProperty.Rescale ReadRescale(YamlFields fields, IReadOnlyList<Member> given, Formula? when, string tail)
    {
        YamlFields members = fields.Fields("rescale");
        KeyValuePair<string, Formula>[] exponents =
            [.. members.Keys.Select(key => KeyValuePair.Create(Checked(key.Name, given), Formula.Parse(members.Source(key.Key))))];
        if (exponents.Length == 0)
        {
            throw new FormulaException(fields.PositionOf("rescale"),
                "rescale names at least one member with its exponent: {s: 1, gamma: L}");
        }

        Formula degree = Formula.Parse(fields.Has("degree") ? fields.Source("degree") : SourceText.At("0", fields.Position));
        string what = string.Join(", ", exponents.Select(e => $"{e.Key} times {(e.Value.Text == "1" ? "c" : $"c^({e.Value.Text})")}"));
        string effect = degree.Text == "0" ? "leave the value as it is" : $"multiply the value by c^({degree.Text})";
        return new OracleProperty.Rescale($"{what} {effect}{tail}", when, exponents, degree);
    }

    private static OracleProperty.Duplicate ReadDuplicate(YamlFields fields, IReadOnlyList<Member> given, Formula? when, string tail)
    {
        string[] members = Samples(fields, "duplicate", given);
        SampleAxis axis = fields.Word("samples", Axes);
        string? count = null;
        if (fields.Has("count"))
        {
            SourceText name = fields.Source("count");
            count = Checked(name, given);
            if (given.First(member => member.Name == count) is not { Type: MemberType.Count, Index: null })
            {
                throw new FormulaException(name.PositionAt(0), $"'{count}' is not the number of samples: a single count is needed");
            }
        }

        Formula multiplies = Formula.Parse(fields.Source("multiplies"));
        string doubled = count is null ? string.Empty : $", {count} doubled,";
        return new OracleProperty.Duplicate(
            $"every sample of {string.Join(", ", members)} twice{doubled} multiplies the value by {multiplies.Text}{tail}",
            when, members, axis, count, multiplies);
    }

    private static OracleProperty.Permute ReadPermute(YamlFields fields, IReadOnlyList<Member> given, Formula? when, string tail)
    {
        string[] members = Samples(fields, "permute", given);
        return new OracleProperty.Permute(
            $"the order of the samples of {string.Join(", ", members)} leaves the value as it is{tail}", when, members,
            fields.Word("samples", Axes));
    }

    // Matrices of data and lists with one item for each sample.
    private static string[] Samples(YamlFields fields, string head, IReadOnlyList<Member> given)
    {
        SourceText[] names = [.. fields.TextList(head)];
        string[] members = [.. names.Select(name => Checked(name, given))];
        foreach ((string member, SourceText name) in members.Zip(names))
        {
            if (given.First(m => m.Name == member) is { } declared && (declared.Type == MemberType.Matrix) == (declared.Index is not null))
            {
                throw new FormulaException(name.PositionAt(0),
                    $"'{member}' has no samples: a single matrix, or a list of numbers with one for each sample, is needed");
            }
        }

        return members.Length > 0 ? members
            : throw new FormulaException(fields.PositionOf(head), $"{head} names at least one member with samples");
    }
}
