using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>doctor --json</c> prints.</summary>
[Description("The environment.")]
internal sealed record DoctorDocument(
    string Version,
    string Runtime,
    string System,
    string Architecture,
    [property: Range(1, int.MaxValue)] int Processors,
    string? Mpfr,
    [property: MinLength(1)] IReadOnlyList<DoctorEngine> Engines,
    DoctorChoice DefaultEngine,
    [property: Description("Version and providers of ONNX Runtime, or why --runtime cannot be used.")] string OnnxRuntime,
    [property: Description("libtorch, its device and threads; null where it cannot be used.")] string? Torch,
    [property: Description("Why libtorch cannot be used, and what to do.")] string? TorchMissing,
    [property: Range(1, int.MaxValue)] int Oracles);

/// <summary>An engine.</summary>
internal sealed record DoctorEngine(string Name, string Description, bool Default);

/// <summary>The engine that is taken where none is named.</summary>
internal sealed record DoctorChoice(string Name, string Why);
