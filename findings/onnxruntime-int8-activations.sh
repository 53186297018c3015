#!/usr/bin/env bash
# ONNX Runtime 1.31.1, CPU, a network with int8 weights (DequantizeLinear before MatMul) and float activations.
# Guess: an optimisation level changes speed and last bits only.
# What happens: from "extended" on, and by default, the pair becomes one MatMulNBits that rounds the activations to int8 too: every output moves by
# about half a percent of the largest. "basic" and "disable" keep the float product, and so does session.qdq_matmulnbits_accuracy_level = 0.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/onnxruntime/project.sh" <<'X'
using Microsoft.ML.OnnxRuntime;
Console.WriteLine("ONNX Runtime " + OrtEnv.Instance().GetVersionString());
const int N = 64, M = 32, Samples = 100;
Random random = new(1);
sbyte[] q = new sbyte[N * M];
for (int i = 0; i < q.Length; i++) q[i] = (sbyte)random.Next(-127, 128);
float[] x = [.. Enumerable.Range(0, Samples * N).Select(_ => (float)((2 * random.NextDouble()) - 1))];
byte[] model = Graph.Model(Graph.Float, [Samples, N],
    [Graph.Node("DequantizeLinear", ["q", "s"], "w"), Graph.Node("MatMul", ["x", "w"], "y")],
    [Graph.Tensor("q", Graph.Int8, [N, M], q), Graph.Tensor("s", Graph.Float, [], new[] { 0.01f })]);
float[] off = Graph.Run(model, x, [Samples, N], GraphOptimizationLevel.ORT_DISABLE_ALL);
double Of(GraphOptimizationLevel? level, Action<SessionOptions>? more = null)
{
    double d = Graph.Distance(Graph.Run(model, x, [Samples, N], level, more), off);
    Console.WriteLine($"{level?.ToString() ?? "default"}{(more is null ? "" : ", accuracy level 0")}: differs from ORT_DISABLE_ALL by {d:g3} of the largest output");
    return d;
}
bool same = Of(GraphOptimizationLevel.ORT_ENABLE_BASIC) < 1e-5 & Of(null, o => o.AddSessionConfigEntry("session.qdq_matmulnbits_accuracy_level", "0")) < 1e-5;
bool moved = Of(GraphOptimizationLevel.ORT_ENABLE_EXTENDED) is > 1e-3 and < 0.05 & Of(null) is > 1e-3 and < 0.05;
return same && moved ? 0 : 1;
X
