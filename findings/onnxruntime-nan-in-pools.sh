#!/usr/bin/env bash
# ONNX Runtime 1.31.1, CPU: NaN, as a network that diverged has it, under operators that take a maximum.
# Guess: Max and Relu keep it; MaxPool, which works with maximum instructions, loses it.
# What happens: in MaxPool and GlobalMaxPool it depends on the place: NaN in the last place of a window is kept, in the first it is lost, the result is the
# largest number and nothing shows. Max and Relu keep it.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/onnxruntime/project.sh" <<'X'
using Microsoft.ML.OnnxRuntime;
Console.WriteLine("ONNX Runtime " + OrtEnv.Instance().GetVersionString());
byte[] constant = Graph.Tensor("c", Graph.Float, [], new[] { 1f });
bool ok = true;
foreach ((string name, byte[] node, bool first, bool last) in new[]
{
    ("GlobalMaxPool", Graph.Node("GlobalMaxPool", ["x"], "y"), false, true),
    ("MaxPool 2x2", Graph.Node("MaxPool", ["x"], "y", ("kernel_shape", [2, 2]), ("strides", [2, 2])), false, true),
    ("Max", Graph.Node("Max", ["x", "c"], "y"), true, true),
    ("Relu", Graph.Node("Relu", ["x"], "y"), true, true),
})
{
    bool Keeps(int at)
    {
        float[] x = Enumerable.Repeat(0.5f, 64).ToArray();
        x[at] = float.NaN;
        return Graph.Run(Graph.Model(Graph.Float, [1, 1, 8, 8], [node], name == "Max" ? [constant] : []), x, [1, 1, 8, 8]).Any(float.IsNaN);
    }
    (bool atFirst, bool atLast) = (Keeps(0), Keeps(63));
    Console.WriteLine($"{name}: NaN in the first place {(atFirst ? "kept" : "lost")}, in the last {(atLast ? "kept" : "lost")}");
    ok &= (atFirst, atLast) == (first, last);
}
return ok ? 0 : 1;
X
