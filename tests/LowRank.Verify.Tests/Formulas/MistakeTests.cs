using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>Every mistake in an oracle file is found before evaluation, at its line and column.</summary>
public sealed class MistakeTests
{
    private const int Header = 7; // lines before the members, then one line per member, then the value

    [Theory]
    [InlineData("x + z", 1, 12, "unknown name 'z'")]
    [InlineData("u[0] + prodU", 1, 15, "unknown name 'prodU'")]
    [InlineData("spectrl(A)", 1, 8, "unknown function 'spectrl'; did you mean 'spectral'?")]
    [InlineData("x + A", 2, 12, "a number is needed here, but this is a matrix; take a norm of it, such as spectral(...)")]
    [InlineData("A * x", 2, 12, "a matrix is multiplied by a matrix, not by a number")]
    [InlineData("x * A", 2, 12, "a number is needed here, but this is a matrix; take a norm of it, such as spectral(...)")]
    [InlineData("x + v", 2, 12, "'v' is an array of numbers; take an item of it, v[1] to v[L]")]
    [InlineData("spectral(W) + v[1]", 2, 17, "'W' is an array of matrices; take an item of it, W[1] to W[L]")]
    [InlineData("spectral(x)", 1, 17, "spectral takes a matrix here, but this is a number")]
    [InlineData("norm_of_paths(A, 1)", 1, 22, "norm_of_paths takes a list of matrices here, but this is a matrix")]
    [InlineData("rank(v[1])", 1, 13, "rank takes a matrix here, but this is a number")]
    [InlineData("A - x", 2, 12, "only a matrix can be subtracted from a matrix, not a number")]
    [InlineData("x[1]", 1, 8, "'x' is not an array and takes no index")]
    [InlineData("v(1) + v[1]", 1, 8, "'v' is not a function; an item of an array is written v[i]")]
    [InlineData("sqrt(x, 2)", 1, 8, "sqrt takes 1 argument, not 2")]
    [InlineData("kyfan(A)", 1, 8, "kyfan takes 2 arguments, not 1")]
    [InlineData("if(x > 1, 2)", 1, 8, "if takes 3 arguments (condition, value when true, value when false), not 2")]
    [InlineData("if(x, 1, 2)", 1, 11, "a condition is needed here, but this is a number")]
    [InlineData("1 + (x > 2)", 1, 15, "a number is needed here, but this is a condition; write if(condition, a, b)")]
    [InlineData("x > 2", 1, 10, "a number or an array is needed here, but this is a condition")]
    [InlineData("v[0]", 1, 10, "the index reaches 0, but 'v' has the indices 1..L")]
    [InlineData("v[L+1]", 1, 11, "the index reaches L + 1, but 'v' has the indices 1..L")]
    [InlineData("u[L+1]", 1, 11, "the index reaches L + 1, but 'u' has the indices 0..L")]
    [InlineData("sum(i in 1..L, v[i-1])", 1, 26, "the index reaches 0, but 'v' has the indices 1..L")]
    [InlineData("sum(i in 1..L, v[i+1])", 1, 26, "the index reaches L + 1, but 'v' has the indices 1..L")]
    [InlineData("sum(i in 1..L, sum(j in i..L, v[j+i]))", 1, 41, "the index reaches 2*L, but 'v' has the indices 1..L")]
    [InlineData("sum(i in 1..L, prod(j in 0..i, v[j]))", 1, 41, "the index reaches 0, but 'v' has the indices 1..L")]
    [InlineData("1 < 2 < 3", 0, 14, "comparisons do not chain; write 'a < b and b < c'")]
    [InlineData("x = 2", 1, 10, "'=' is not an operator; write '==' to compare")]
    [InlineData("x $ 2", 1, 10, "unexpected character '$'")]
    [InlineData("x +", 1, 11, "a number, a name or '(' is expected here, not the end of the formula")]
    [InlineData("(x + 1", 1, 14, "')' is expected here, not the end of the formula")]
    [InlineData("x + 1)", 1, 13, "the formula should end before ')'; an operator is missing or a bracket is not opened")]
    [InlineData("2 x", 1, 10, "the formula should end before 'x'; an operator is missing or a bracket is not opened")]
    [InlineData("sum(i in 1..3)", 0, 21, "',' is expected here, not ')'")]
    [InlineData("sum(1, 2)", 0, 8, "sum runs over an index range: sum(i in 1..n, expression)")]
    [InlineData("mean(i in 1..3, i)", 0, 8, "only sum, prod, min, max and integral run over a range, not 'mean'")]
    [InlineData("sum(x in 1..3, x)", 1, 8, "the loop variable 'x' already has a meaning; choose another name")]
    [InlineData("min()", 0, 8, "min takes at least 1 argument")]
    [InlineData("1e99999", 0, 8, "the exponent of 1e99999 is beyond ±10000")]
    [InlineData("given(1)", 0, 8, "given takes the name of a member: given(name)")]
    [InlineData("x + in", 1, 12, "'in' is a word of the language and cannot stand here")]
    public void Mistake_in_a_value_is_placed(string value, int members, int column, string problem)
    {
        FormulaException mistake = Workbench.Mistake(value);
        Assert.StartsWith(problem, mistake.Problem, StringComparison.Ordinal);
        Assert.Equal(new SourcePosition(Workbench.File, Header + members + 1, column), mistake.Position);
        Assert.Equal($"bench.yaml:{Header + members + 1}:{column}: {mistake.Problem}", mistake.Message);
    }

    [Fact]
    public void Places_inside_block_scalars_are_those_of_the_file()
    {
        FormulaException folded = Workbench.Mistake(">\n  x +\n    2 * ( zz\n    + 1)");
        Assert.Equal((Header + 4, 11), (folded.Position.Line, folded.Position.Column));
        FormulaException literal = Workbench.Mistake("|-\n\n  x *\n     y +* 2");
        Assert.Equal((Header + 6, 9), (literal.Position.Line, literal.Position.Column));
        FormulaException quoted = Workbench.Mistake("\"x + zz\"");
        Assert.Equal((Header + 2, 13), (quoted.Position.Line, quoted.Position.Column));
    }

    [Theory]
    [InlineData("x", 12, 6, "'a' is defined by itself: a -> b -> a", "where:", "  a: b + x", "  b: a")]
    [InlineData("x + a", 11, 6, "'a' is defined by itself: a -> a", "where:", "  a: a + 1")]
    [InlineData("x + f(1)", 11, 9, "'f' is defined by itself: f -> f", "where:", "  f(i): f(i - 1) + 1")]
    [InlineData("x + f(1, 2)", 9, 12, "'f' takes 1 argument, not 2", "where:", "  f(i): i")]
    [InlineData("x + f", 9, 12, "'f' takes 1 argument: write f(i)", "where:", "  f(i): i")]
    [InlineData("x + a(1)", 9, 12, "'a' takes no arguments; write it without brackets", "where:", "  a: 3")]
    [InlineData("x", 11, 3, "'a' is defined but no formula uses it", "where:", "  a: 3")]
    [InlineData("x", 11, 3, "the name 'x' is already taken by a member", "where:", "  x: 3")]
    [InlineData("x", 11, 3, "'sqrt' is a word of the language; choose another name", "where:", "  sqrt(i): 3")]
    [InlineData("x + f(1, 2)", 11, 8, "the parameter 'i' appears twice", "where:", "  f(i, i): i")]
    [InlineData("x", 10, 12, "a condition is needed here, but this is a number", "requires: [x]")]
    [InlineData("x", 11, 5, "a property names exactly one of", "properties:", "  - {degree: 1}")]
    [InlineData("x", 11, 21, "'xx' is not given; did you mean 'x'?", "properties:", "  - {nondecreasing: xx}")]
    [InlineData("x", 11, 17, "unknown transformation 'rotate'", "properties:", "  - {invariant: rotate, member: x}")]
    [InlineData("x", 11, 35, "unknown name 'k'", "properties:", "  - {homogeneous: x, degree: \"1 + k\"}")]
    [InlineData("x", 11, 16, "'xx' is not given; did you mean 'x'?", "properties:", "  - {rescale: {xx: \"1\"}}")]
    [InlineData("x", 11, 24, "unknown name 'k'", "properties:", "  - {rescale: {x: \"1 + k\"}}")]
    [InlineData("x", 11, 15, "rescale names at least one member with its exponent", "properties:", "  - {rescale: {}}")]
    [InlineData("x", 11, 17, "'x' has no samples: a single matrix, or a list of numbers with one for each sample, is needed", "properties:",
        "  - {duplicate: x, samples: rows, multiplies: 2}")]
    [InlineData("rows(A)", 11, 27, "the field 'samples' must be one of rows, columns, not 'left'", "properties:",
        "  - {permute: A, samples: left}")]
    [InlineData("x + rows(A)", 12, 42, "'x' is not the number of samples: a single count is needed", "properties:",
        "  - {duplicate: A, samples: rows, count: x, multiplies: 2}")]
    [InlineData("x", 10, 1, "unknown field 'reqires'; did you mean 'requires'?", "reqires: [x > 1]")]
    public void Mistake_elsewhere_is_placed(string value, int line, int column, string problem, params string[] lines)
    {
        FormulaException mistake = Workbench.Mistake(value, lines);
        Assert.StartsWith(problem, mistake.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), (mistake.Position.Line, mistake.Position.Column));
    }

    [Theory]
    [InlineData("id: bench/one\n", "", 1, 1, "the field 'id' is missing")]
    [InlineData("id: bench/one", "id: Bench", 1, 5, "'Bench' is not an id")]
    [InlineData("source: {paper: none, statement: none, provenance: derived}\n", "", 1, 1, "the field 'source' is missing")]
    [InlineData("provenance: derived", "provenance: guessed", 4, 52,
        "the field 'provenance' must be one of published-text, public-code, derived, recalled, not 'guessed'")]
    [InlineData(", provenance: derived", "", 4, 9, "the field 'provenance' is missing")]
    [InlineData("provenance: derived}\nkind: quantity", "provenance: recalled}\nkind: bound", 4, 52,
        "a recalled statement cannot be of kind 'bound'")]
    [InlineData("kind: quantity", "kind: upper", 5, 7,
        "the field 'kind' must be one of quantity, bound, conditional, rate, identity, not 'upper'")]
    [InlineData("record: all", "record: some", 6, 9, "the family 'bench' declares no record 'some'")]
    [InlineData("value: x\n", "", 1, 1, "the field 'value' is missing")]
    [InlineData("revision: 1", "revision: one", 2, 11, "the field 'revision' must be an integer, not 'one'")]
    [InlineData("title: one", "title: one\ntitle: two", 4, 1, "not valid YAML")]
    [InlineData("  x: {}", "  x: {}\n  y: {}", 9, 6, "the member 'y' is given but no formula uses it")]
    [InlineData("  x: {}", "  xx: {}", 8, 7, "'xx' is not a member of the record 'all'; did you mean 'x'?")]
    [InlineData("  x: {}", "  x: {type: count}", 8, 6, "'x' is declared otherwise by the record: real")]
    [InlineData("  x: {}", "  x: {domain: \"[2, 1]\"}", 8, 15, "'[2, 1]' is not a domain")]
    [InlineData("  x: {}", "  x: {domain: positive}", 8, 15, "'positive' is not a domain")]
    [InlineData("  x: {}", "  x: *anchor", 8, 6, "aliases (*name) are not used in oracle files")]
    public void Mistake_in_the_file_is_placed(string old, string replacement, int line, int column, string problem)
    {
        string text = Workbench.Text("x");
        Assert.Contains(old, text, StringComparison.Ordinal);
        FormulaException mistake =
            Assert.Throws<FormulaException>(() => Workbench.Read(text.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.StartsWith(problem, mistake.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), (mistake.Position.Line, mistake.Position.Column));
    }

    [Fact]
    public void Guarded_index_is_left_to_the_evaluation()
    {
        _ = Workbench.Oracle("sum(i in 1..L, if(i < L, v[i+1], 0))");
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("sqrt(", ")")]
    [InlineData("2^", "")]
    [InlineData("if(1 < 2, 3, ", ")")]
    [InlineData("sum(i in 1..2, ", ")")]
    public void Deep_nesting_is_refused_not_overflown(string open, string close)
    {
        const int Depth = 5_000;
        string deep = string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth));
        FormulaException mistake = Workbench.Mistake(deep);
        Assert.Contains("nested more than", mistake.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_chains_are_refused_not_overflown()
    {
        Assert.Contains("nested more than", Workbench.Mistake(string.Join(" - ", Enumerable.Repeat("1", 20_000))).Problem,
            StringComparison.Ordinal);
        string[] chain = ["where:", .. Enumerable.Range(0, 5_000).Select(i => $"  d{i}: d{i + 1} + 1"), "  d5000: 1"];
        Assert.Contains("deep", Workbench.Mistake("d0", chain).Problem, StringComparison.Ordinal);
        string[] backwards = ["where:", "  d5000: 1", .. Enumerable.Range(0, 5_000).Select(i => $"  d{4_999 - i}: d{5_000 - i} + 1")];
        Assert.Contains("deep", Workbench.Mistake("d0", backwards).Problem, StringComparison.Ordinal);
        Assert.Contains("nested more than", Assert.Throws<FormulaException>(() => Workbench.Read(new string('[', 100_000))).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_never_break_the_reader()
    {
        Random random = new(20_250_101);
        string[] words = ["x", "v", "A", "L", "(", ")", "[", "]", "+", "-", "*", "/", "^", ",", "..", "sum", "min", "if", "in", "for", "i",
            "1", "2.5", "<", "==", "and", "not", "spectral", "given", " "];
        int accepted = 0;
        for (int trial = 0; trial < 3_000; trial++)
        {
            string formula = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)] + " "));
            try
            {
                _ = Workbench.Oracle("\"" + formula + "\"");
                accepted++;
            }
            catch (InputException)
            {
                // A refusal is the expected answer to most of them; any other exception fails the test.
            }
        }

        Assert.InRange(accepted, 10, 2_000);
    }
}
