#!/usr/bin/env bash
# Runs on the machine with the graphics card what build.sh packed: ./run.sh [--device cuda] [--sizes 1024,4096,8192] [--no-kit].
# libtorch 2.10 is LOWRANK_LIBTORCH, or the torch of the python3 on the PATH. Prints the device, the kit's outcome, and the ratios:
# certificate and 30 digits over the device's own decomposition, and both on the processor over both there.
set -uo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)"
device=auto sizes=1024,4096,8192 kit=yes
while [ $# -gt 0 ]; do
    case "$1" in
        --device) device="${2:?--device needs a name}"; shift 2 ;;
        --sizes) sizes="${2:?--sizes needs numbers}"; shift 2 ;;
        --no-kit) kit=no; shift ;;
        *) echo "run.sh: '$1' is not understood" >&2; exit 2 ;;
    esac
done

export LD_LIBRARY_PATH="$here/native${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LOWRANK_DEVICE="$device" OMP_WAIT_POLICY=PASSIVE DOTNET_ROOT="$here/dotnet" DOTNET_MULTILEVEL_LOOKUP=0
export CUBLAS_EMULATE_DOUBLE_PRECISION=0 NVIDIA_TF32_OVERRIDE=0
if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -qm1 '^flags.* avx512f .*avx512vl\|^flags.* avx512f.*avx512bw.*avx512vl' /proc/cpuinfo 2>/dev/null; then
    export OPENBLAS_CORETYPE=SKYLAKEX
fi

failed=0
LOWRANK_ENGINE=torch "$here/dotnet/dotnet" "$here/tool/lowrank.dll" doctor || exit $?
if [ "$kit" = yes ]; then
    "$here/dotnet/dotnet" "$here/kit/LowRank.Verify.Torch.Tests.dll" || failed=1
fi
"$here/dotnet/dotnet" "$here/bench/LowRank.Verify.Benchmarks.dll" --torch --device "$device" --sizes "$sizes" || failed=1
exit "$failed"
