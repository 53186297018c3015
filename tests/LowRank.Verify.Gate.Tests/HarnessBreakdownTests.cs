using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>A harness that misbehaves in one case gets a verdict on that case, answers the others, and leaves no process behind.</summary>
public sealed class HarnessBreakdownTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData("exit", Verdict.Crash, "exit status 3")]
    [InlineData("signal", Verdict.Crash, "signal 11")]
    [InlineData("exit, child", Verdict.Crash, "exit status 3")]
    [InlineData("exit, child in a session of its own", Verdict.Crash, "exit status 3")]
    [InlineData("closes output", Verdict.Crash, "closed its standard output")]
    [InlineData("not json", Verdict.Error, "not JSON: RuntimeWarning: overflow")]
    [InlineData("empty line", Verdict.Error, "empty line")]
    [InlineData("list", Verdict.Error, "no JSON object")]
    [InlineData("half a line", Verdict.Error, "half a line ({\"seq\":)")]
    [InlineData("wrong seq", Verdict.Error, "seq 3 when 2 was asked")]
    [InlineData("repeated seq", Verdict.Error, "seq 1 when 2 was asked")]
    [InlineData("no seq", Verdict.Error, "without the seq")]
    [InlineData("not utf-8", Verdict.Error, "not UTF-8")]
    [InlineData("byte order mark", Verdict.Error, "byte order mark")]
    [InlineData("deep", Verdict.Error, "nests deeper than 64 levels: {")]
    [InlineData("long line", Verdict.Error, "more than 16777216 characters: xxxx")]
    [InlineData("many lines", Verdict.Error, "not JSON: xxxx")]
    public void Breakdown_is_the_verdict_of_its_case_alone(string mode, Verdict verdict, string message)
    {
        using HarnessBench bench = new(mode, HarnessBench.Ample);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Answers(caller, 4);
            long before = GC.GetAllocatedBytesForCurrentThread();
            CallOutcome broken = HarnessBench.Call(caller, 13);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 * Megabyte, "what a harness writes must not fill the memory");
            Assert.Null(broken.Answer);
            Assert.Equal(verdict, broken.Failure);
            Assert.Contains(message, broken.Message, StringComparison.Ordinal);
            Assert.Equal(mode is "exit" ? "about to end\n" : null, broken.Diagnostics);
            Answers(caller, 5);
            Assert.Equal(3, caller.Calls);
            Assert.Equal(0, caller.Timeouts);
        }

        Assert.Empty(bench.Survivors());
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("stubborn silence")]
    [InlineData("stops itself")]
    [InlineData("half a line, silence")]
    public void Silence_ends_at_the_time_limit(string mode)
    {
        using HarnessBench bench = new(mode, HarnessBench.Brief);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Answers(caller, 4);
            CallOutcome silent = HarnessBench.Call(caller, 13);
            Assert.Equal(Verdict.Timeout, silent.Failure);
            Assert.Contains("within 1.5 s", silent.Message, StringComparison.Ordinal);
            Assert.Equal(1, caller.Timeouts);
            Answers(caller, 5);
        }

        Assert.Empty(bench.Survivors());
    }

    // What follows an answer cannot be known when the answer comes; it is found before the next question, whenever it is written.
    [Theory]
    [InlineData("two answers", Verdict.Error, "")]
    [InlineData("chatter", Verdict.Error, "done")]
    [InlineData("answer, then many lines", Verdict.Error, "xxxx")]
    [InlineData("answers, then exits", Verdict.Crash, "exit status 0")]
    public void What_follows_an_answer_is_the_verdict_of_the_next_case(string mode, Verdict verdict, string message)
    {
        using HarnessBench bench = new(mode, HarnessBench.Ample);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Assert.Equal(new Answer.Value(26), HarnessBench.Call(caller, 13).Answer);
            CallOutcome next = HarnessBench.Call(caller, 4);
            Assert.Equal(verdict, next.Failure);
            Assert.Contains(message, next.Message, StringComparison.Ordinal);
            Answers(caller, 5);
            Answers(caller, 6);
        }

        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Closed_input_is_a_crash_of_the_case_that_cannot_be_sent()
    {
        using HarnessBench bench = new("closes input", HarnessBench.Ample);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Assert.Equal(new Answer.Value(26), HarnessBench.Call(caller, 13).Answer);
            CallOutcome next = HarnessBench.Call(caller, 4);
            Assert.Equal(Verdict.Crash, next.Failure);
            Assert.Contains("closed its standard input", next.Message, StringComparison.Ordinal);
            Answers(caller, 5);
        }

        Assert.Empty(bench.Survivors());
    }

    [Theory]
    [InlineData("child")]
    [InlineData("child in a session of its own")]
    public void Child_that_keeps_the_pipes_holds_nobody_up_and_dies_with_its_parent(string mode)
    {
        using HarnessBench bench = new(mode, HarnessBench.Ample);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Assert.Equal(new Answer.Value(26), HarnessBench.Call(caller, 13).Answer);
            Answers(caller, 4);
        }

        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Gigabyte_of_standard_error_is_drained_and_its_end_kept()
    {
        using HarnessBench bench = new("many errors", HarnessBench.Ample);
        _ = bench.Callee.Describe();
        using ICaller caller = bench.Callee.Open();
        Answers(caller, 4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CallOutcome outcome = HarnessBench.Call(caller, 13);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 * Megabyte, "standard error must not fill the memory");
        Assert.Equal(new Answer.Value(26), outcome.Answer);
        Assert.EndsWith("123456789\nlast words\n", outcome.Diagnostics, StringComparison.Ordinal);
        Assert.Equal(4096, outcome.Diagnostics!.Length);
        Assert.Null(HarnessBench.Call(caller, 5).Diagnostics);
    }

    [Fact]
    public void Answer_of_a_megabyte_before_the_question_is_read_blocks_nobody()
    {
        using HarnessBench bench = new("answers before reading", HarnessBench.Ample);
        _ = bench.Callee.Describe();
        double[,] large = new double[400, 400];
        using (ICaller caller = bench.Callee.Open())
        {
            for (int i = 0; i < 3; i++)
            {
                CallOutcome outcome = caller.Call("spectra/frobenius-norm", Bench.MatrixInput(large));
                Assert.Null(outcome.Message);
                Assert.Equal(1_000_003, Assert.IsType<Answer.Decimal>(outcome.Answer).Text.Length);
            }
        }

        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Harness_that_ignores_stop_is_killed_and_noted()
    {
        using HarnessBench bench = new("ignores stop", HarnessBench.Ample);
        bench.Callee.StopLimit = TimeSpan.FromSeconds(0.2);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Answers(caller, 4);
        }

        Assert.Empty(bench.Survivors());
        Assert.Contains("stop", Assert.Single(bench.Callee.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Harness_that_stops_when_asked_gives_no_note()
    {
        using HarnessBench bench = new("good", HarnessBench.Ample);
        bench.Callee.StopLimit = TimeSpan.FromSeconds(60);
        _ = bench.Callee.Describe();
        using (ICaller caller = bench.Callee.Open())
        {
            Answers(caller, 4);
        }

        Assert.Empty(bench.Callee.Notes);
        bench.Callee.Dispose();
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Budget_of_restarts_ends_and_says_so()
    {
        using HarnessBench bench = new("always exits", HarnessBench.Ample with { RestartBudget = 2 });
        _ = bench.Callee.Describe();
        using ICaller caller = bench.Callee.Open();
        Assert.Equal(
            [Verdict.Crash, Verdict.Crash, Verdict.Crash, Verdict.Skipped, Verdict.Skipped],
            Enumerable.Range(0, 5).Select(i => HarnessBench.Call(caller, i).Failure));
        CallOutcome left = HarnessBench.Call(caller, 1);
        Assert.Contains("not asked", left.Message, StringComparison.Ordinal);
        Assert.Contains("broke down 3 times", left.Message, StringComparison.Ordinal);
        Assert.Equal(3, caller.Calls);
    }

    [Fact]
    public void Another_description_after_a_restart_is_an_error()
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            using HarnessBench bench = new("changes", HarnessBench.Ample, file);
            _ = bench.Callee.Describe();
            using ICaller caller = bench.Callee.Open();
            Answers(caller, 4);
            Assert.Equal(Verdict.Crash, HarnessBench.Call(caller, 13).Failure);
            CallOutcome changed = HarnessBench.Call(caller, 5);
            Assert.Equal(Verdict.Error, changed.Failure);
            Assert.Contains("describes itself", changed.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Two_thousand_calls_get_their_own_answers()
    {
        using HarnessBench bench = new("good", HarnessBench.Ample);
        Assert.Equal("bad", bench.Callee.Describe().Name);
        using ICaller caller = bench.Callee.Open();
        for (int i = 0; i < 2000; i++)
        {
            Answers(caller, i + 0.25);
        }

        Assert.Equal(2000, caller.Calls);
    }

    private static void Answers(ICaller caller, double x)
    {
        CallOutcome outcome = HarnessBench.Call(caller, x);
        Assert.Null(outcome.Message);
        Assert.Equal(new Answer.Value(2 * x), outcome.Answer);
    }
}
