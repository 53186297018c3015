#!/usr/bin/env bash
# ONNX Runtime 1.31.1, CPU: a float16 network x·W1, Relu, ·W2, unoptimised.
# Guess: each node's result is a float16 tensor, so it is rounded to float16, at least with ORT_DISABLE_ALL.
# What happens: the casts that the CPU provider puts around each node cancel at every level; all is computed in float32 and only the last result is
# rounded. The graph's declared types of the values between do not say what they hold.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/onnxruntime/project.sh" <<'X'
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
Console.WriteLine("ONNX Runtime " + OrtEnv.Instance().GetVersionString());
const int N = 64, M = 16, Samples = 50;
Random random = new(1);
Half[] Draw(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => (Half)(size * ((2 * random.NextDouble()) - 1)))];
Half[] w1 = Draw(N * N, 0.2), w2 = Draw(N * M, 0.2), x = Draw(Samples * N, 2);
byte[] Stored(string name, Half[] w, long rows, long columns) => Graph.Tensor(name, Graph.Float16, [rows, columns], MemoryMarshal.Cast<Half, short>(w).ToArray());
byte[] model = Graph.Model(Graph.Float16, [Samples, N],
    [Graph.Node("MatMul", ["x", "a"], "h"), Graph.Node("Relu", ["h"], "r"), Graph.Node("MatMul", ["r", "b"], "y")], [Stored("a", w1, N, N), Stored("b", w2, N, M)]);
bool ok = true;
foreach (GraphOptimizationLevel level in new[] { GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_ALL })
{
    Float16[] result = Graph.Run(model, MemoryMarshal.Cast<Half, Float16>(x).ToArray(), [Samples, N], level);
    int each = 0, once = 0;
    for (int s = 0; s < Samples; s++)
        for (int k = 0; k < M; k++)
        {
            double rounded = 0, kept = 0;
            for (int j = 0; j < N; j++)
            {
                double h = 0;
                for (int i = 0; i < N; i++) h += (double)x[(s * N) + i] * (double)w1[(i * N) + j];
                rounded += Math.Max((double)(Half)h, 0) * (double)w2[(j * M) + k];
                kept += Math.Max(h, 0) * (double)w2[(j * M) + k];
            }
            Half got = BitConverter.UInt16BitsToHalf(result[(s * M) + k].value);
            each += got == (Half)rounded ? 1 : 0;
            once += got == (Half)kept ? 1 : 0;
        }
    int all = Samples * M;
    Console.WriteLine($"{level}: {once} of {all} outputs are those rounded once at the end, {each} those rounded after every node");
    ok &= once > 0.97 * all && each < 0.9 * all;
}
return ok ? 0 : 1;
X
