using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>doctor</c>: which libraries are in use, which engine and why, and what is missing.</summary>
internal static class DoctorCommand
{
    private const string EngineVariable = "LOWRANK_ENGINE";

    public static Command Create(Invocation invocation)
    {
        Option<bool> json = OptionValues.Json();
        Command command = new("doctor", "Says which MPFR, which engine and which runtime are in use, and what is missing.") { json };
        command.SetAction(parsed => Run(invocation, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Invocation invocation, bool json)
    {
        bool hasMpfr = NativeLibraries.IsAvailable(NativeLibraries.Mpfr);
        string? mpfr = hasMpfr ? BigFloat.LibraryVersion : null;
        IReadOnlyList<IEngine> engines = Engines.Available;
        IEngine standard = Engines.Default;
        string why = Why(engines, standard);
        string version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "unknown";
        (string? torch, string missing) = Torch();
        int oracles = invocation.Rooms.Catalogue.Oracles.Count;
        if (json)
        {
            DoctorDocument document = new(
                version,
                RuntimeInformation.FrameworkDescription,
                RuntimeInformation.OSDescription,
                RuntimeInformation.ProcessArchitecture.ToString(),
                Environment.ProcessorCount,
                mpfr,
                [.. engines.Select(engine => new DoctorEngine(engine.Name, engine.Description, engine.Name == standard.Name))],
                new DoctorChoice(standard.Name, why),
                OnnxRuntimeLibrary.Describe(),
                torch,
                torch is null ? missing : null,
                oracles);
            invocation.Page(DocumentContext.Page(document, types => types.DoctorDocument));
        }
        else
        {
            invocation.Line($"lowrank        {version}");
            invocation.Line($"runtime        {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors");
            invocation.Line($"MPFR           {(hasMpfr ? mpfr : $"missing: {NativeLibraries.Missing(NativeLibraries.Mpfr)}")}");
            foreach (IEngine engine in engines)
            {
                invocation.Line($"engine         {engine.Name}: {engine.Description}");
            }

            invocation.Line(torch is null ? $"torch          missing, which matters only where it is asked for: {missing}"
                : $"torch          {torch}");
            if (engines.All(engine => engine.Name != "openblas"))
            {
                invocation.Line($"OpenBLAS       missing, which costs speed only: {NativeLibraries.Missing(NativeLibraries.OpenBlas)}");
            }

            invocation.Line($"default        {standard.Name}: {why}");
            invocation.Line($"ONNX Runtime   for --runtime: {OnnxRuntimeLibrary.Describe()}");
            invocation.Line($"catalogue      {oracles} oracles");
        }

        if (!hasMpfr)
        {
            invocation.Flush();
            throw new MissingLibraryException(NativeLibraries.Missing(NativeLibraries.Mpfr));
        }

        return ExitStatus.Success;
    }

    // libtorch, its device and threads, or what is missing.
    private static (string? Description, string Missing) Torch()
    {
        try
        {
            return (Engines.Get("torch").Description, string.Empty);
        }
        catch (MissingLibraryException e)
        {
            return (null, e.Message);
        }
    }

    private static string Why(IReadOnlyList<IEngine> engines, IEngine standard) =>
        standard.Name == "torch" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EngineVariable)) ? "chosen by the device"
        : !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EngineVariable)) ? $"chosen by {EngineVariable}"
        : engines.Count == 1 ? "the only engine here"
        : $"the fastest of {string.Join(", ", engines.Select(engine => engine.Name))}";
}
