using System.Globalization;

namespace LowRank.Verify.Benchmarks;

/// <summary>The most memory that an action holds at once, beyond what the process held before, from the kernel's high-water mark.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes; 0 where the system does not tell.</summary>
    public static double Of(Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5"); // resets the mark to what is resident now
        double before = Field("VmRSS:");
        action();
        return Math.Max(0, Field("VmHWM:") - before);
    }

    private static double Field(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
    }
}
