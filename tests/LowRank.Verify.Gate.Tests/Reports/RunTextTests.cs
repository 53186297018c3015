using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

public sealed class RunTextTests
{
    [Fact]
    public void The_table_counts_verdicts_by_oracle()
    {
        string[][] rows = [.. RunText.Rows(Recorded.Findings()).Select(row => row.ToArray())];
        Assert.Equal(["oracle", "kind", "cases", "conforms", "skipped", "undecided", "precision-limited", "crash", "error",
            "property-violated", "too-high", "too-low"], rows[0]);
        Assert.Equal(["classical/bartlett2017-lemma-3.1", "bound", "4", "1", "0", "0", "0", "0", "0", "1", "0", "2"], rows[1]);
        Assert.Equal(["spectra/schatten-sum", "quantity", "3", "2", "0", "0", "0", "0", "0", "0", "1", "0"], rows[2]);
        Assert.Equal(["spectra/rank", "quantity", "4", "1", "1", "0", "0", "1", "1", "0", "0", "0"], rows[3]);
        Assert.Equal(["spectra/stable-rank", "quantity", "3", "0", "0", "1", "2", "0", "0", "0", "0", "0"], rows[4]);
        Assert.Equal(["all", "", "14", "4", "1", "1", "2", "1", "1", "1", "1", "2"], rows[5]);
    }

    [Fact]
    public void Failures_stand_in_groups_the_gravest_first()
    {
        RunFindings findings = Recorded.Findings();
        Assert.Equal(
            [Verdict.TooLow, Verdict.TooHigh, Verdict.PropertyViolated, Verdict.Error, Verdict.Crash],
            findings.Failures.Select(group => group.First.Verdict));
        Assert.Equal((2, true, "classical/bartlett2017-lemma-3.1:value:a3:3"),
            (findings.Failures[0].Cases.Count, findings.Failures[0].IsUnsound, findings.Failures[0].First.Id));
        Assert.False(findings.Failures[1].IsUnsound);
    }

    [Fact]
    public void A_failure_says_all_that_is_needed_to_check_it_by_hand()
    {
        RunFindings findings = Recorded.Findings();
        Assert.Equal(
            """
            too-low  classical/bartlett2017-lemma-3.1  (value)  BELOW the published bound
              below every value that rounding at the declared precision can explain
              inputs    gamma = 1, m = 1
              exact     [2, 2]
              answer    1
              distance  -20 tolerances
              also      1 more case of this kind
              replay    lowrank gate --replay classical/bartlett2017-lemma-3.1:value:a3:3 -- python3 toy.py

            """,
            RunText.Describe(findings.Failures[0], findings));
        Assert.Equal(
            """
            error  spectra/rank  (value)
              list index out of range
              inputs    A = [[1, 2], [3, 4]]
              exact     [2, 2]
              answer    error: list index out of range
              stderr    Traceback (most recent call last):
                          File "harness.py", line 3
                        IndexError: list index out of range
              replay    lowrank gate --replay spectra/rank:value:d1:3 -- python3 toy.py

            """,
            RunText.Describe(findings.Failures[3], findings));
        Assert.Contains("  against   m raised to 2\n    inputs    gamma = 1, m = 2\n    exact     [1.5, 1.5]\n    answer    4\n  "
            + "distance  3 tolerances\n", RunText.Describe(findings.Failures[2], findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_tell_what_the_table_does_not()
    {
        IReadOnlyList<string> notes = RunText.Notes(Recorded.Findings());
        Assert.Equal(["not gated: the implementation does not claim it: spectra/nuclear-norm",
            "precision-limited: spectra/stable-rank, 2 cases, condition up to ∞"], notes);
        Assert.Contains("\n6 cases failed, of 5 kinds.\n", RunText.Write(Recorded.Findings()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1, 4, 14, 15, 16 }, false, 2)] // units of the run are missing
    [InlineData(new[] { 1, 2, 4 }, false, 1)]
    public void Exit_status_of_a_part(int[] records, bool isStrict, int expected)
    {
        string[] lines = [Recorded.Lines[0], .. records.Select(i => Recorded.Lines[i])];
        lines = [.. lines.Select(line => line.Replace("\"lemma-3.1:value\",\"cases\":3", string.Empty, StringComparison.Ordinal))];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Contains("\"record\":\"unit\"", StringComparison.Ordinal)
                && lines[i].Contains("lemma-3.1", StringComparison.Ordinal))
            {
                lines[i] = lines[i].Replace("\"cases\":3", FormattableString.Invariant($"\"cases\":{i - 1}"), StringComparison.Ordinal);
            }
        }

        Assert.Equal(expected, new RunFindings(RunFile.Read(lines, "part"), null, isStrict).ExitStatus);
    }

    [Fact]
    public void Exit_status_of_whole_runs()
    {
        string header = Recorded.Lines[0];
        int start = header.IndexOf("\"units\":", StringComparison.Ordinal), end = header.IndexOf("],", start, StringComparison.Ordinal) + 1;
        string only = header[..start] + "\"units\":[\"spectra/stable-rank:value\"]" + header[end..];
        string[] doubtful = [only, .. Recorded.Lines[17..22]];
        Assert.Equal(0, new RunFindings(RunFile.Read(doubtful, "doubtful")).ExitStatus);
        Assert.Equal(1, new RunFindings(RunFile.Read(doubtful, "doubtful"), null, isStrict: true).ExitStatus);
        doubtful[0] = only.Replace("\"strict\":false", "\"strict\":true", StringComparison.Ordinal);
        Assert.Equal(1, new RunFindings(RunFile.Read(doubtful, "doubtful")).ExitStatus);
        const string Smoke =
            """{"record":"smoke","oracle":"spectra/rank","verdict":"crash","message":"exit status 1","diagnostics":"no numpy"}""";
        RunFindings silent = new(RunFile.Read([header, Smoke, Recorded.Lines[^1]], "silent"));
        Assert.Equal(1, silent.ExitStatus);
        Assert.Contains("crash  spectra/rank: exit status 1\n  stderr    no numpy\nThe harness answered none of its first questions",
            RunText.Write(silent), StringComparison.Ordinal);
        Assert.Equal(1, Recorded.Findings().ExitStatus);
    }

    [Fact]
    public void The_command_that_reproduces_is_one_line_for_a_shell()
    {
        RunReport run = Recorded.Run();
        Assert.Equal("lowrank gate --replay spectra/rank:value:d1:3", new RunFindings(run) { Harness = string.Empty }.Replay(run.Cases[7]));
        Assert.Equal("lowrank gate --replay spectra/rank:value:d1:3 -- <harness command>", new RunFindings(run).Replay(run.Cases[7]));
        Assert.Equal("python3 'my harness.py' 'it'\\''s' '' --n=3", ShellWords.Join(["python3", "my harness.py", "it's", "", "--n=3"]));
    }
}
