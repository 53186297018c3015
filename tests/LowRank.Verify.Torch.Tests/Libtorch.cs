using System.Runtime.CompilerServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Torch.Tests;

/// <summary>Whether libtorch is here. Where it is, its engine is the default of this process, so that the whole kit runs on it.</summary>
internal static class Libtorch
{
    /// <summary>Why tests are skipped, or null.</summary>
    public static string? Missing { get; private set; }

    /// <summary>The engine; skips the calling test where there is none.</summary>
    public static TorchEngine Engine
    {
        get
        {
            Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);
            return (TorchEngine)Engines.Get(TorchEngine.EngineName);
        }
    }

    [ModuleInitializer]
    internal static void Open()
    {
        Engines.Offer(TorchEngine.EngineName, () => TorchEngine.Open());
        try
        {
            _ = Engines.Get(TorchEngine.EngineName);
            Environment.SetEnvironmentVariable("LOWRANK_ENGINE", TorchEngine.EngineName);
        }
        catch (MissingLibraryException e)
        {
            Missing = e.Message;
        }
    }
}
