"""Times one piece of work and prints the seconds: compare.py <mpmath|numpy-mlp|numpy-square|torch-mlp|torch-square> <size>."""
import sys
import time

import numpy as np


def layers(what):
    rng = np.random.default_rng(1)
    shapes = [(512, 784), (512, 512), (10, 512)] if what == "mlp" else [(2048, 2048)]
    return [rng.standard_normal(shape) / np.sqrt(shape[1]) for shape in shapes]


def main():
    library, _, what = sys.argv[1].partition("-")
    if library == "mpmath":
        import mpmath
        mpmath.mp.dps = 30
        n = int(sys.argv[2])
        a = mpmath.matrix(np.random.default_rng(n).standard_normal((n, n)).tolist())
        start = time.perf_counter()
        mpmath.svd_r(a, compute_uv=False)
    else:
        grid = np.linspace(0.05, 2, 41)
        matrices = layers(what)
        if library == "torch":
            import torch
            matrices = [torch.from_numpy(a) for a in matrices]
            torch.linalg.svdvals(matrices[-1][:8, :8])
            start = time.perf_counter()
            for a in matrices:
                s = torch.linalg.svdvals(a)
                [float((s ** p).sum()) for p in grid]
        else:
            start = time.perf_counter()
            for a in matrices:
                s = np.linalg.svd(a, compute_uv=False)
                [(s ** p).sum() for p in grid]
    print(time.perf_counter() - start)


main()
