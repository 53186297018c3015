"""J J^T of V softplus(W x) by torch's autograd on the CPU, block by block: jacobian_autograd.py n K k d. One JSON line.

Peak memory is that of the process. torch 1.13 brings vmap and jacrev in functorch, later versions in torch.func. The numbers are
drawn as in the other measurements, but by torch's own generator: the traces agree roughly, not to digits.
"""
import json
import resource
import sys
import time

import torch

try:
    from torch.func import jacrev, vmap
except ImportError:
    from functorch import jacrev, vmap


def main():
    n, K, k, d = map(int, sys.argv[1:5])
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    centres = torch.nn.functional.normalize(torch.randn(30, d), dim=1)
    X = centres[torch.randint(30, (n,))] + 0.1 / d**0.5 * torch.randn(n, d)
    W = torch.randn(k, d)
    V = (torch.randint(2, (K, k)) * 2.0 - 1) / (k * K) ** 0.5

    def output(weights, x):
        return V @ torch.nn.functional.softplus(weights @ x)

    def rows(inputs):
        return vmap(jacrev(output), (None, 0))(W, inputs).reshape(-1, k * d)  # sample-major within a block

    def product(inputs, block=500):
        count = inputs.shape[0]
        gram = torch.empty(count * K, count * K)
        for a in range(0, count, block):
            left = rows(inputs[a:a + block])
            for b in range(a, count, block):
                right = left if a == b else rows(inputs[b:b + block])
                part = left @ right.T
                gram[a * K:a * K + len(left), b * K:b * K + len(right)] = part
                gram[b * K:b * K + len(right), a * K:a * K + len(left)] = part.T
        return gram

    product(X[:20])
    start = time.perf_counter()
    gram = product(X)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0, "trace": gram.trace().item()}))


main()
