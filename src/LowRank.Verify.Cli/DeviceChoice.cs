using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Torch;

namespace LowRank.Verify.Cli;

/// <summary>
/// Where the numbers are computed. <c>cpu</c> (without a word the default): the processor's own engine, or libtorch on the processor where
/// LOWRANK_ENGINE=torch says so; <c>cuda</c>, <c>cuda:1</c>: libtorch there, or an error; <c>auto</c>: libtorch on the first CUDA device
/// where there is one. libtorch and its assembly are loaded only when they are asked for.
/// </summary>
internal static class DeviceChoice
{
    public const string Option = "--device";

    private const string Torch = "torch";
    private const string Automatic = "auto";
    private const string Processor = "cpu";
    private const string DeviceVariable = "LOWRANK_DEVICE";
    private const string EngineVariable = "LOWRANK_ENGINE";

    /// <summary>Offers libtorch's engine to this process, and makes it the default where the device asks for it.</summary>
    /// <exception cref="InputException">The name is none, or contradicts LOWRANK_ENGINE.</exception>
    public static void Apply(string? option)
    {
        string? variable = Environment.GetEnvironmentVariable(DeviceVariable) is { Length: > 0 } text ? text : null;
        string device = option ?? variable ?? Processor;
        string? engine = Environment.GetEnvironmentVariable(EngineVariable) is { Length: > 0 } named ? named : null;
        Engines.Offer(Torch, () => TorchEngine.Open(device));
        Engines.Choose(null);
        if (device == Processor)
        {
            return;
        }

        string typed = option is null ? $"{DeviceVariable}={device}" : $"{Option} {device}";
        if (!IsName(device))
        {
            throw new InputException($"{typed}: no such device; write cpu, cuda, cuda:1 (the second one) or auto.");
        }

        if (device != Automatic && engine is not (null or Torch))
        {
            throw new InputException($"{typed} needs the engine torch, and {EngineVariable} says {engine}: leave one of them out.");
        }

        if (engine is null && (device != Automatic || HasCuda()))
        {
            Engines.Choose(Torch);
        }
    }

    private static bool IsName(string device) => TorchDevice.IsName(device);

    // Nothing that is missing matters to 'auto'.
    private static bool HasCuda()
    {
        try
        {
            return Engines.Get(Torch) is TorchEngine { Device.IsCuda: true };
        }
        catch (MissingLibraryException)
        {
            return false;
        }
    }
}
