using System.CommandLine;
using System.Globalization;
using System.Text;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Vectors;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>vectors</c>: writes the test vectors, or proves every one of them again.</summary>
internal static class VectorsCommand
{
    public static Command Create(Invocation invocation) =>
        new("vectors", "Test vectors with certified enclosures: generate them, or check them all.")
    {
        Generate(invocation),
        Lint(invocation),
    };

    private static Option<string?> Folder() =>
        new("--folder") { Description = "The folder of vectors (default fixtures/vectors).", HelpName = "folder" };

    private static Command Generate(Invocation invocation)
    {
        Option<string?> folder = Folder();
        Option<string[]> pattern = OptionValues.Patterns();
        Option<bool> json = OptionValues.Json();
        Command command = new("generate",
            "Writes the vectors that are missing; existing ones stay as they are unless the oracle's revision changed.")
        {
            folder, pattern, json,
        };
        command.SetAction(parsed =>
        {
            string target = FixtureFolders.ToWrite(parsed.GetValue(folder), FixtureFolders.Vectors);
            VectorGenerator generator = new(invocation.Rooms.Reference);
            IReadOnlyList<Oracle> selected = OptionValues.Matching(invocation.Rooms.Catalogue, OracleFilter.Join(parsed.GetValue(pattern)));

            List<VectorsOfOracle> written = [];
            TextTable table = new("oracle", "vectors", "new");
            foreach (Oracle oracle in selected)
            {
                (int all, int added) = Write(generator, oracle, target);
                table.Row(oracle.Id, Count(all), Count(added));
                written.Add(new VectorsOfOracle(oracle.Id, all, added));
            }

            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(new VectorsDocument(target, written), types => types.VectorsDocument));
            }
            else
            {
                table.WriteTo(invocation);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static (int All, int Added) Write(VectorGenerator generator, Oracle oracle, string folder)
    {
        string path = VectorFile.PathOf(folder, oracle.Id);
        string[] before = File.Exists(path) ? File.ReadAllLines(path) : [];
        IReadOnlyList<string> after = generator.Lines(oracle, before);
        if (!before.SequenceEqual(after, StringComparer.Ordinal))
        {
            try
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, string.Concat(after.Select(line => line + "\n")), new UTF8Encoding(false));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{path}: the file cannot be written ({e.Message}); name another --folder.", e);
            }
        }

        return (after.Count, after.Except(before, StringComparer.Ordinal).Count());
    }

    private static Command Lint(Invocation invocation)
    {
        Option<string?> folder = Folder();
        Option<string[]> pattern = OptionValues.Patterns();
        Option<bool> json = OptionValues.Json();
        Command command = new("lint",
            "Checks form, ids, flags and revisions of all vectors and proves every enclosure again; exit 1 on a problem.")
        {
            folder, pattern, json,
        };
        command.SetAction(parsed =>
        {
            string? wanted = OracleFilter.Join(parsed.GetValue(pattern));
            _ = OptionValues.Matching(invocation.Rooms.Catalogue, wanted);
            VectorLintReport report = new VectorLint(invocation.Rooms.Reference).Check(
                FixtureFolders.ToRead(parsed.GetValue(folder), FixtureFolders.Vectors), wanted is null ? null : id =>
                    OracleFilter.Matches(wanted, id));
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(VectorLintDocument.Of(report), types => types.VectorLintDocument));
            }
            else
            {
                foreach (string problem in report.Problems)
                {
                    invocation.Line(problem);
                }

                invocation.Line($"{Count(report.Vectors)} vectors in {Count(report.Files)} files, {Count(report.Proved)} proved again, "
                    + $"{Count(report.Problems.Count)} problems");
            }

            return report.Problems.Count == 0 ? ExitStatus.Success : ExitStatus.Violation;
        });
        return command;
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
