using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// All LaTeX of the catalogue, of formulas and of statements, compiles: KaTeX, told to complain of everything, renders it.
/// </summary>
public sealed class LatexCompilationTests
{
    private const string Script = """
        const katex = require(process.argv[1]);
        const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const errors = texts.map(text => {
          try { katex.renderToString(text, { throwOnError: true, strict: 'error', displayMode: true }); return null; }
          catch (error) { return error.message; }
        });
        process.stdout.write(JSON.stringify(errors));
        """;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Fact]
    public void All_formulas_and_statements_compile()
    {
        (string Id, string Tex)[] texts =
            [.. Catalogue.Oracles.SelectMany(o => new OracleDescription(o).Latex.Concat(Mathematics(o.Sentence ?? string.Empty))
            .Select(tex => (o.Id, tex)))];
        string?[] errors = Compile([.. texts.Select(t => t.Tex)]);
        Assert.Equal(texts.Length, errors.Length);
        string[] wrong = [.. texts.Zip(errors).Where(pair => pair.Second is not null)
            .Select(pair => $"{pair.First.Id}: {pair.First.Tex}: {pair.Second}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(@"u_{0}_{X}")]
    [InlineData(@"\left( x")]
    [InlineData(@"\unknown")]
    public void What_does_not_compile_is_seen(string tex) => Assert.NotNull(Compile([tex])[0]);

    [Fact]
    public void Dollar_signs_of_statements_come_in_pairs() =>
        Assert.Empty(Catalogue.Oracles.Where(o => o.Sentence?.Count(c => c == '$') % 2 == 1).Select(o => o.Id));

    private static IEnumerable<string> Mathematics(string sentences) => sentences.Split('$').Where((_, place) => place % 2 == 1);

    private static string?[] Compile(string[] texts)
    {
        string artifacts = Path.Combine(Repository.Root, "artifacts");
        string? katex = Directory.Exists(artifacts)
            ? Directory.EnumerateDirectories(artifacts, "katex-*").Select(f => Path.Combine(f, "node_modules", "katex"))
                .FirstOrDefault(Directory.Exists)
            : null;
        Assert.SkipWhen(katex is null, "KaTeX is not installed: ./test installs it from npm where node is on the machine");
        ProcessStartInfo start = new("node", ["-e", Script, katex!]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not on the machine");
        }

        using (process)
        {
            process!.StandardInput.Write(JsonSerializer.Serialize(texts));
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return JsonSerializer.Deserialize<string?[]>(output)!;
        }
    }
}
