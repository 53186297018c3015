#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): what x.sum(0) means.
# Guess: x.sum(0) sums over dimension 0, as x.sum(0) of PyTorch does and as x.sum(1) does here.
# Happened: the literal 0 converts to the enumeration ScalarType, whose first member is Byte, and that overload needs no optional argument:
# x.sum(0) is the sum of all entries converted to an unsigned 8-bit integer, while x.sum(1) and x.sum(0L) sum over a dimension.
# [[200, 100], [0.5, 0]] gives 44 (300 modulo 256) instead of [200.5, 100]. Write x.sum(0L) or x.sum([0]).
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat >finding.csproj <<'P'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>false</SelfContained>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" Version="[0.107.0]" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="[2.10.0]" GeneratePathProperty="true" ExcludeAssets="native" />
  </ItemGroup>
  <ItemGroup>
    <AssemblyAttribute Include="System.Reflection.AssemblyMetadataAttribute"><_Parameter1>libtorch</_Parameter1><_Parameter2>$(Pkglibtorch-cpu-linux-x64)/runtimes/linux-x64/native</_Parameter2></AssemblyAttribute>
  </ItemGroup>
</Project>
P
cat >Program.cs <<'P'
using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

string libtorch = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyMetadataAttribute>()!.Value!;
foreach (string name in new[] { "libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so" })
{
    NativeLibrary.Load(Path.Combine(libtorch, name));
}

NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
using var x = tensor(new double[,] { { 200, 100 }, { 0.5, 0 } });
var literal = x.sum(0);
var one = x.sum(1);
var wide = x.sum(0L);
Console.WriteLine($"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version}, libtorch {__version__}");
Console.WriteLine($"x.sum(0): {literal.dtype}, {literal.dim()} dimensions; x.sum(1): {one.dtype}, {one.dim()}; x.sum(0L): {wide.dtype}, {wide.dim()}");
return literal.dtype == ScalarType.Byte && literal.dim() == 0 && literal.item<byte>() == 44 && one.dim() == 1 && wide.dim() == 1 ? 0 : 1;
P
dotnet build -c Release -v q >build.log 2>&1 || { cat build.log; exit 2; }
shim="bin/Release/net10.0/linux-x64/libLibTorchSharp.so"
# Where the C++ library is older than GCC 13's, the shim's need of GLIBCXX_3.4.32, for a name that nothing uses, is made weak.
/usr/bin/python3 - "$shim" <<'P'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
offset, = struct.unpack_from("<Q", data, 0x28)
size, count, _ = struct.unpack_from("<HHH", data, 0x3A)
headers = [struct.unpack_from("<IIQQQQIIQQ", data, offset + i * size) for i in range(count)]
for header in headers:
    if header[1] == 0x6FFFFFFE:
        names, need = headers[header[6]][4], header[4]
        for _ in range(header[7]):
            _, versions, _, first, step = struct.unpack_from("<HHIII", data, need)
            entry = need + first
            for _ in range(versions):
                _, flags, _, name, following = struct.unpack_from("<IHHII", data, entry)
                if data[names + name:].startswith(b"GLIBCXX_3.4.32\0"):
                    struct.pack_into("<H", data, entry + 4, flags | 2)
                entry += following
            need += step
open(sys.argv[1], "wb").write(data)
P
dotnet bin/Release/net10.0/linux-x64/finding.dll
