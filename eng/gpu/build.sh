#!/usr/bin/env bash
# Packs what a machine with a graphics card needs: eng/gpu/build.sh FOLDER. The folder then holds the published tool, the tests of the Torch
# engine, the benchmark, libmpfr, OpenBLAS and TorchSharp's shim, and run.sh. The .NET runtime is inside; libtorch is taken from the torch there.
set -euo pipefail
root="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd -P)"
. "$root/eng/prepare.sh"
[ $# -eq 1 ] || { say "Usage: eng/gpu/build.sh FOLDER"; exit 2; }
require_dotnet
require_native_libraries
mkdir -p "$1"
out="$(cd -- "$1" && pwd -P)"

publish() {
    say "Publishing $2"
    dotnet publish "$root/$1" -c Release -r linux-x64 --self-contained true -o "$out/$2" -nologo -v q -p:SatelliteResourceLanguages=en >"$out/publish.log" 2>&1 </dev/null ||
        { grep -E 'error' "$out/publish.log" | sort -u | head -20 >&2; exit 3; }
}

publish src/LowRank.Verify.Cli/LowRank.Verify.Cli.csproj tool
publish tests/Benchmarks/Benchmarks.csproj bench
publish tests/LowRank.Verify.Torch.Tests/LowRank.Verify.Torch.Tests.csproj kit
cp -r "$root/fixtures" "$out/kit/fixtures"
: >"$out/kit/LowRank.Verify.sln" # the tests look for their fixtures beside this file

mkdir -p "$out/native"
for name in libmpfr.so.6 libgmp.so.10 libopenblas.so.0 libgfortran.so.5 libquadmath.so.0; do
    file="$(ldconfig -p | sed -n "s/^\s*$name (.*x86-64.*) => //p" | head -1)"
    [ -n "$file" ] || { say "$name was not found; install libmpfr6 and libopenblas0-pthread"; exit 3; }
    cp -L "$file" "$out/native/$name"
done
cp "$root/eng/gpu/run.sh" "$out/run.sh"
rm -f "$out/publish.log"
say "$(du -sh "$out" | cut -f1) in $out; there: ./run.sh [--device cuda|cpu] [--sizes 1024,4096,8192]"
