using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Harness;

namespace LowRank.Verify.Gate.Tests;

/// <summary>One misbehaviour of Harnesses/bad.py, under a mark on its command line by which its processes are found.</summary>
internal sealed class HarnessBench : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string mark = Guid.NewGuid().ToString("N");

    public HarnessBench(string mode, GateOptions options, string? argument = null)
    {
        Callee = new HarnessCallee(Command(mode, argument), options);
    }

    // Long enough for a busy machine where an answer is expected.
    public static GateOptions Ample { get; } = new() { TimeLimit = TimeSpan.FromSeconds(60), StartLimit = TimeSpan.FromSeconds(60) };

    // Short enough to wait for where none is.
    public static GateOptions Brief { get; } = Ample with { TimeLimit = TimeSpan.FromSeconds(1.5) };

    public HarnessCallee Callee { get; }

    public static InputRecord X(double x) => InputRecord.Of(("x", InputValue.Number.Of(x)));

    public static CallOutcome Call(ICaller caller, double x) => caller.Call("spectra/frobenius-norm", X(x));

    public HarnessCommand Command(string mode, string? argument = null) =>
        new("/usr/bin/python3",
            ["-I", "-S", Path.Combine(AppContext.BaseDirectory, "harnesses", "bad.py"), mode, mark,
            .. argument is null ? Array.Empty<string>() : [argument]]);

    // Waits until no process of this harness is left, and gives those that stay.
    public IReadOnlyList<string> Survivors()
    {
        long start = Environment.TickCount64;
        while (true)
        {
            List<string> left = [.. Directory.EnumerateDirectories("/proc").Where(IsOurs)];
            if (left.Count == 0 || Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                return left;
            }

            Thread.Sleep(5);
        }
    }

    public void Dispose() => Callee.Dispose();

    private bool IsOurs(string folder)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0])
                && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
