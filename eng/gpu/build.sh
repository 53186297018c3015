#!/usr/bin/env bash
# Packs what a machine with a graphics card needs: eng/gpu/build.sh [--no-build] FOLDER. The folder then holds the tool, the tests of the Torch
# engine, the benchmark, the .NET runtime, libmpfr, OpenBLAS, TorchSharp's shim, and run.sh; nothing has to be installed there. libtorch is
# taken from the torch that is there. --no-build packs what was built before.
set -euo pipefail
root="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd -P)"
. "$root/eng/prepare.sh"
build=yes
if [ "${1:-}" = --no-build ]; then
    build=no
    shift
fi
[ $# -eq 1 ] || { say "Usage: eng/gpu/build.sh [--no-build] FOLDER"; exit 2; }
require_dotnet
require_native_libraries
mkdir -p "$1"
out="$(cd -- "$1" && pwd -P)"

# pack PROJECT NAME: builds a project and copies its output, without the natives of other systems.
pack() {
    local output="$root/$1/bin/Release/net10.0"
    if [ "$build" = yes ]; then
        say "Building $1"
        dotnet build "$root/$1" -c Release -nologo -v q >"$out/build.log" 2>&1 </dev/null || { grep -E 'error' "$out/build.log" | sort -u | head -20 >&2; exit 3; }
    fi
    [ -d "$output" ] || { say "$1 was not built yet"; exit 3; }
    rm -rf "${out:?}/$2"
    mkdir "$out/$2"
    (cd "$output" && find . -path './runtimes/*' ! -path './runtimes/linux-x64*' -prune -o -type f -print | tar -cf - -T -) | tar -xf - -C "$out/$2"
}

pack src/LowRank.Verify.Cli tool
pack tests/Benchmarks bench
pack tests/LowRank.Verify.Torch.Tests kit
cp -r "$root/fixtures" "$out/kit/fixtures"
: >"$out/kit/LowRank.Verify.sln" # the tests look for their fixtures beside this file

# The runtime that the build machine runs on: host, resolver and framework.
installed="$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")"
framework="$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[^ ]*\) \[\(.*\)\]$/\2\/\1/p' | tail -1)"
rm -rf "$out/dotnet"
mkdir -p "$out/dotnet/shared/Microsoft.NETCore.App"
cp "$installed/dotnet" "$out/dotnet/"
cp -r "$installed/host" "$out/dotnet/"
cp -r "$framework" "$out/dotnet/shared/Microsoft.NETCore.App/"

mkdir -p "$out/native"
for name in libmpfr.so.6 libgmp.so.10 libopenblas.so.0 libgfortran.so.5 libquadmath.so.0; do
    file="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | sed -n "s/^[[:space:]]*$name (.*x86-64.*) => //p" | head -1)"
    [ -n "$file" ] || { say "$name was not found; install libmpfr6 and libopenblas0-pthread"; exit 3; }
    cp -L "$file" "$out/native/$name"
done
cp "$root/eng/gpu/run.sh" "$out/run.sh"
rm -f "$out/build.log"
say "$(du -sh "$out" | cut -f1) in $out; there: ./run.sh [--device cuda|cpu] [--sizes 1024,4096,8192] [--no-kit]"
