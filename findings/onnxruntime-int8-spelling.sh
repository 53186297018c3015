#!/usr/bin/env bash
# ONNX Runtime 1.31.1, CPU, default level: one linear map with int8 weights, spelled in five ways that mean the same.
# Guess: MatMul is rewritten (activations rounded to int8), Gemm is not; weights kept as float behind QuantizeLinear and DequantizeLinear are folded back
# to float and not rewritten.
# What happens: MatMul and Gemm are rewritten and move by about half a percent, and so are the float weights behind the pair. Gemm with transB = 1 (what
# torch exports), a Transpose between, and two products that share one DequantizeLinear are not. So the same network gives other scores by its exporter.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/onnxruntime/project.sh" <<'X'
using Microsoft.ML.OnnxRuntime;
Console.WriteLine("ONNX Runtime " + OrtEnv.Instance().GetVersionString());
const int N = 64, Samples = 100;
Random random = new(1);
sbyte[] q = new sbyte[N * N], t = new sbyte[N * N];
float[] w = new float[N * N], x = [.. Enumerable.Range(0, Samples * N).Select(_ => (float)((2 * random.NextDouble()) - 1))];
for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
    {
        q[(i * N) + j] = t[(j * N) + i] = (sbyte)random.Next(-127, 128);
        w[(i * N) + j] = 0.01f * q[(i * N) + j];
    }
byte[] scale = Graph.Tensor("s", Graph.Float, [], new[] { 0.01f }), straight = Graph.Tensor("q", Graph.Int8, [N, N], q), turned = Graph.Tensor("q", Graph.Int8, [N, N], t);
byte[] dequantise = Graph.Node("DequantizeLinear", ["q", "s"], "w");
bool Is(string name, bool rewritten, byte[][] nodes, params byte[][] tensors)
{
    byte[] model = Graph.Model(Graph.Float, [Samples, N], nodes, tensors);
    double d = Graph.Distance(Graph.Run(model, x, [Samples, N]), Graph.Run(model, x, [Samples, N], GraphOptimizationLevel.ORT_DISABLE_ALL));
    Console.WriteLine($"{name}: default differs from unoptimised by {d:g3} of the largest output");
    return rewritten ? d is > 1e-3 and < 0.05 : d < 1e-5;
}
bool ok = Is("MatMul(x, DQ(q))", true, [dequantise, Graph.Node("MatMul", ["x", "w"], "y")], straight, scale);
ok &= Is("Gemm(x, DQ(q))", true, [dequantise, Graph.Node("Gemm", ["x", "w"], "y")], straight, scale);
ok &= Is("MatMul(x, DQ(Q(float weights)))", true, [Graph.Node("QuantizeLinear", ["f", "s"], "q"), dequantise, Graph.Node("MatMul", ["x", "w"], "y")], Graph.Tensor("f", Graph.Float, [N, N], w), scale);
ok &= Is("Gemm(x, DQ(q), transB = 1)", false, [dequantise, Graph.Node("Gemm", ["x", "w"], "y", ("transB", [1]))], turned, scale);
ok &= Is("MatMul(x, Transpose(DQ(q)))", false, [dequantise, Graph.Node("Transpose", ["w"], "v", ("perm", [1, 0])), Graph.Node("MatMul", ["x", "v"], "y")], turned, scale);
ok &= Is("MatMul(MatMul(x, w), w), one w = DQ(q)", false, [dequantise, Graph.Node("MatMul", ["x", "w"], "h"), Graph.Node("MatMul", ["h", "w"], "y")], straight, scale);
return ok ? 0 : 1;
X
