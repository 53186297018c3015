using System.Runtime.InteropServices;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.LinearAlgebra;

/// <summary>Modes set through the C library on a thread of the test's own.</summary>
public sealed partial class FloatingPointModeTests
{
    private const int EnvironmentSize = 32;
    private const int ControlOffset = 28; // MXCSR in x86-64's fenv_t
    private const int FlushAndDenormalsAreZero = 0x8040;

    [Theory]
    [InlineData(0x400)] // towards −∞
    [InlineData(0x800)] // towards +∞
    [InlineData(0xC00)] // towards 0
    public void Directed_rounding_is_refused(int direction) => OnItsOwnThread(() =>
    {
        Assert.Equal(0, SetRounding(direction));
        Assert.Throws<EngineRefusedException>(FloatingPointMode.Require);
        Assert.Equal(0, SetRounding(0));
        FloatingPointMode.Require();
    });

    [Fact]
    public void Flushed_subnormals_are_refused_before_a_rank_is_wrong() => OnItsOwnThread(() =>
    {
        Matrix a = new(2, 2, [1, 0, 0, double.Epsilon]);
        Assert.Equal(2, new SpectrumCertifier(Engines.Default).Certify(a).Rank.Lower);
        byte[] environment = new byte[EnvironmentSize], before = new byte[EnvironmentSize];
        Assert.Equal(0, GetEnvironment(before));
        before.CopyTo(environment, 0);
        BitConverter.TryWriteBytes(environment.AsSpan(ControlOffset),
            BitConverter.ToInt32(before, ControlOffset) | FlushAndDenormalsAreZero);
        Assert.Equal(0, SetEnvironment(environment));
        try
        {
            Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(Engines.Default).Certify(a));
        }
        finally
        {
            Assert.Equal(0, SetEnvironment(before));
        }
    });

    private static void OnItsOwnThread(Action action)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Skip("the modes are set by the layout of x86-64 Linux");
        }

        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [LibraryImport("libm.so.6", EntryPoint = "fesetround")]
    private static partial int SetRounding(int direction);

    [LibraryImport("libm.so.6", EntryPoint = "fegetenv")]
    private static partial int GetEnvironment([Out] byte[] environment);

    [LibraryImport("libm.so.6", EntryPoint = "fesetenv")]
    private static partial int SetEnvironment([In] byte[] environment);
}
