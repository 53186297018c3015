using LowRank.Verify.Gate.Harness;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>A harness that does not start properly is refused with one line that says why.</summary>
public sealed class HarnessStartTests
{
    [Theory]
    [InlineData("talks first", "before it was asked to start")]
    [InlineData("banner", "Loading weights")]
    [InlineData("ends at once", "exit status 5")]
    [InlineData("exit at start",
        "exit status 4 before it answered start; its standard error ends: ModuleNotFoundError: No module named 'bounds'")]
    [InlineData("no protocol", "without 'protocol'")]
    [InlineData("protocol 2", "speaks protocol version 2; this tool speaks version 1")]
    [InlineData("refuses", "protocol 1 is not spoken here")]
    [InlineData("precision", "precision 'float63'")]
    [InlineData("revision", "'1.5' as the revision of oracle 'spectra/frobenius-norm'")]
    [InlineData("no name", "'implementation.name'")]
    [InlineData("oracles", "'oracles'")]
    [InlineData("starts with text", "not JSON: ready")]
    [InlineData("starts with a list", "no JSON object: [1]")]
    [InlineData("long start", "more than 16777216 characters")]
    public void Bad_start_is_one_clear_line(string mode, string message)
    {
        using HarnessBench bench = new(mode, HarnessBench.Ample);

        // Whatever talks unasked is heard as soon as it does; the others wait this time before they are asked.
        bench.Callee.Silence = mode is "talks first" or "banner" ? TimeSpan.FromSeconds(60) : TimeSpan.Zero;
        InputException refusal = Assert.Throws<InputException>(() => bench.Callee.Describe());
        Assert.StartsWith($"harness '{bench.Command(mode)}' ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Silent_start_ends_at_its_limit()
    {
        using HarnessBench bench = new("silent start", HarnessBench.Ample with { StartLimit = TimeSpan.FromSeconds(1) });
        InputException refusal = Assert.Throws<InputException>(() => bench.Callee.Describe());
        Assert.Contains("no answer within 1 s", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Missing_command_is_named() =>
        Refused(new HarnessCommand("no-such-harness", ["--fast"]), "'no-such-harness' is neither a file nor found in PATH");

    [Theory]
    [InlineData("#!/usr/bin/python3\n", false, "is not executable")]
    [InlineData("#!/no/such/interpreter\n", true, "the interpreter")]
    [InlineData("print(1)\n", true, "is no program")]
    public void File_that_cannot_be_run_is_named_with_the_reason(string text, bool isExecutable, string message)
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, text);
        try
        {
            if (isExecutable && OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            Refused(new HarnessCommand(file, []), message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Description_is_read()
    {
        using HarnessBench bench = new("good", HarnessBench.Ample);
        ImplementationDescription description = bench.Callee.Describe();
        Assert.Equal(("bad", "1", "python", "float64"),
            (description.Name, description.Version, description.Language, description.Precision));
        Assert.Equal([KeyValuePair.Create("spectra/frobenius-norm", 1)], description.Oracles);
        Assert.Equal([KeyValuePair.Create("log", "e")], description.Conventions);
        bench.Callee.Dispose();
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Validation_refuses_members_that_the_schema_does_not_know()
    {
        using HarnessBench lenient = new("extra member", HarnessBench.Ample);
        Assert.Equal("bad", lenient.Callee.Describe().Name);
        using HarnessBench strict = new("extra member", HarnessBench.Ample with { ValidateMessages = true });
        InputException refusal = Assert.Throws<InputException>(() => strict.Callee.Describe());
        Assert.Contains("#/colour", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("protocol-description.schema.json", refusal.Message, StringComparison.Ordinal);
    }

    private static void Refused(HarnessCommand command, string message)
    {
        using HarnessCallee callee = new(command, HarnessBench.Ample);
        InputException refusal = Assert.Throws<InputException>(() => callee.Describe());
        Assert.StartsWith($"harness '{command}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
