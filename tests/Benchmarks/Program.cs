using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// <c>--compare</c> prints the side-by-side tables of the design's targets; anything else goes to BenchmarkDotNet (<c>--filter '*'</c>).
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["--compare", .. string[] options])
        {
            return Comparison.Run(options);
        }

        if (arguments is ["--torch", .. string[] where])
        {
            return DeviceComparison.Run(where);
        }

        if (arguments is ["--jacobian", string way])
        {
            return JacobianComparison.RunOne(way);
        }

        // A short run in this process takes about ten seconds a benchmark; its error bars are wide.
        ManualConfig configuration = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, configuration);
        return 0;
    }
}
