using System.Runtime.InteropServices;

namespace LowRank.Verify.Cli;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a cancellation, so that a command can write what it has; the second ends the process as
/// always. The exit status of an interrupted command is that of a process that the signal has ended.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int Interrupt = 2, Termination = 15, StatusOfSignals = 128;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt, termination;
    private int signal;

    /// <summary>Listens from now on.</summary>
    public Interruption()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Interrupt));
        termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Termination));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The name of the signal; null before there was one.</summary>
    public string? Signal => Volatile.Read(ref signal) switch
    {
        0 => null,
        Interrupt => "SIGINT",
        _ => "SIGTERM",
    };

    /// <summary>128 + the number of the signal, as a shell reports it.</summary>
    public int ExitStatus => StatusOfSignals + Volatile.Read(ref signal);

    /// <summary>Signals end the process at once again.</summary>
    public void Dispose()
    {
        interrupt.Dispose();
        termination.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context, int number)
    {
        if (Interlocked.CompareExchange(ref signal, number, 0) == 0)
        {
            context.Cancel = true;
            source.Cancel();
        }
    }
}
