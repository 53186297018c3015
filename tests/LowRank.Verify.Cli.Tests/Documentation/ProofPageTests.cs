using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>Long proofs are pages with rendered mathematics; the code names them and keeps a few sentences.</summary>
public sealed partial class ProofPageTests
{
    /// <summary>Lines of a doc comment's prose; parameters, exceptions and examples are lists and not counted.</summary>
    private const int MostLines = 12;

    private static readonly string Pages = Path.Combine(Tool.Root, "docs", "proofs");

    [Fact]
    public void Every_page_that_code_names_exists_and_every_page_is_named_by_the_code_that_the_list_gives()
    {
        string[] pages = [.. Directory.GetFiles(Pages, "*.md").Select(file => Path.GetFileName(file)!)
            .Where(name => name != "README.md").Order(StringComparer.Ordinal)];
        Dictionary<string, string> named = Sources()
            .SelectMany(file => PageName().Matches(File.ReadAllText(file))
                .Select(match => (Page: match.Groups[1].Value, Code: Path.GetFileNameWithoutExtension(file))))
            .GroupBy(pair => pair.Page, pair => pair.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key,
                group => string.Join(", ", group.Distinct().Order(StringComparer.Ordinal)), StringComparer.Ordinal);
        Assert.Equal(pages, named.Keys.Order(StringComparer.Ordinal));
        string list = File.ReadAllText(Path.Combine(Pages, "README.md"));
        Assert.All(named, pair =>
        {
            string row = Assert.Single(list.Split('\n'), line => line.Contains($"({pair.Key})", StringComparison.Ordinal));
            Assert.All(pair.Value.Split(", "), code => Assert.Contains($"`{code}`", row, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void No_doc_comment_is_a_proof()
    {
        List<string> found = [];
        foreach (string file in Sources())
        {
            int prose = 0, line = 0;
            bool isList = false;
            foreach (string text in File.ReadLines(file).Select(text => text.TrimStart()).Append(string.Empty))
            {
                line++;
                if (!text.StartsWith("///", StringComparison.Ordinal))
                {
                    if (prose > MostLines)
                    {
                        found.Add($"{Path.GetRelativePath(Tool.Root, file)}:{line}: a doc comment with {prose} lines of prose ends here");
                    }

                    (prose, isList) = (0, false);
                    continue;
                }

                isList = isList ? !Prose().IsMatch(text) : Listed().IsMatch(text);
                prose += isList ? 0 : 1;
            }
        }

        Assert.Empty(found);
    }

    [Fact]
    public void Mathematics_is_delimited_and_balanced()
    {
        foreach (string file in Directory.GetFiles(Pages, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Tool.Root, "docs", "catalogue"), "*.md")))
        {
            string name = Path.GetFileName(file), text = File.ReadAllText(file);
            string[] formulas = [.. Display().Matches(text).Concat(Inline().Matches(text)).Select(match => match.Groups[1].Value)];
            string rest = Inline().Replace(Display().Replace(text, string.Empty), string.Empty)
                .Replace("`` $` ``", string.Empty, StringComparison.Ordinal)
                .Replace("`` `$ ``", string.Empty, StringComparison.Ordinal);
            Assert.False(rest.Contains('$', StringComparison.Ordinal), $"{name}: a dollar sign stands outside of a formula");
            Assert.All(formulas, formula =>
            {
                Assert.True(IsBalanced(formula), $"{name}: braces of {formula}");
                Assert.Equal(Opening().Count(formula), Closing().Count(formula));
                Assert.Equal(formula.Split("\\begin{").Length, formula.Split("\\end{").Length);
            });
        }
    }

    private static bool IsBalanced(string formula)
    {
        int depth = 0;
        foreach (char sign in formula.Replace("\\{", string.Empty, StringComparison.Ordinal)
            .Replace("\\}", string.Empty, StringComparison.Ordinal))
        {
            depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Tool.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Templates"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"docs/proofs/([a-z-]+\.md)")]
    private static partial Regex PageName();

    [GeneratedRegex("^/// <(param|typeparam|exception|returns|example|code)\\b")]
    private static partial Regex Listed();

    [GeneratedRegex("^/// <(summary|remarks|para)\\b")]
    private static partial Regex Prose();

    [GeneratedRegex("(?s)```math\n(.*?)\n```")]
    private static partial Regex Display();

    [GeneratedRegex(@"\$`([^`]+)`\$")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\\left(?![a-z])")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\\right(?![a-z])")]
    private static partial Regex Closing();
}
