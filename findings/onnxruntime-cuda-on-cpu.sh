#!/usr/bin/env bash
# ONNX Runtime 1.31.1 for .NET with the package for the processor: what asking for CUDA gives.
# Guess: AppendExecutionProvider_CUDA throws OnnxRuntimeException that says CUDA is not in this build.
# What happens: EntryPointNotFoundException, since the native function is absent; catching OnnxRuntimeException does not catch it. The form by name does
# throw OnnxRuntimeException, and calls DML, QNN, CoreML and others "currently supported", of which this build has none. Ask GetAvailableProviders first.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/onnxruntime/project.sh" <<'X'
using Microsoft.ML.OnnxRuntime;
Console.WriteLine("ONNX Runtime " + OrtEnv.Instance().GetVersionString());
string[] available = OrtEnv.Instance().GetAvailableProviders();
Console.WriteLine("available: " + string.Join(", ", available));
Exception Of(Action<SessionOptions> ask)
{
    try
    {
        using SessionOptions options = new();
        ask(options);
        return new InvalidOperationException("nothing was thrown");
    }
    catch (Exception e)
    {
        Console.WriteLine($"{e.GetType().Name}: {e.Message}");
        return e;
    }
}
return Of(o => o.AppendExecutionProvider_CUDA(0)) is EntryPointNotFoundException
    && Of(o => o.AppendExecutionProvider("CUDA")) is OnnxRuntimeException { Message: var text } && text.Contains("supported values") && text.Contains("CoreML")
    && available is ["CPUExecutionProvider"] ? 0 : 1;
X
