#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): sums of tensors in several threads.
# Guess: a + b of tensors that are kept alive is safe in several threads, whatever the garbage collector does.
# Happened: a + b is a.add(b, 1), and the 1 becomes an object with a finalizer that nothing holds during the native call (Tensor.add passes
# its handle and never mentions it again): the collector frees the number while libtorch reads it. With collections going on beside it the sum
# soon fails inside libtorch ("Exception raised from toDouble at c10/core/Scalar.h"), or is no sum. a - b and a * b pass no number and are
# right every time. Keep the number: a static Scalar one = 1.0; a.add(b, one).
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
using var scope = NewDisposeScope();
Tensor a = ones(64, dtype: float64), b = ones(64, dtype: float64);
TorchSharp.Scalar kept = 1.0;
Console.WriteLine($"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version}, libtorch {__version__}");
int plain = Failures(() => a + b, 60), differences = Failures(() => a - b.neg(), 10), held = Failures(() => a.add(b, kept), 10);
Console.WriteLine($"failed or wrong: a + b: {plain}; a - (-b): {differences}; a.add(b, kept): {held}");
GC.KeepAlive(kept);
return plain > 0 && differences == 0 && held == 0 ? 0 : 1;

// Adds in two threads while a third one collects, until something is wrong or the seconds are over.
static int Failures(Func<Tensor> sum, int seconds)
{
    int wrong = 0;
    bool stop = false;
    DateTime end = DateTime.UtcNow.AddSeconds(seconds);
    Thread collector = new(() =>
    {
        while (!Volatile.Read(ref stop))
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
    });
    collector.Start();
    Parallel.For(0, 2, _ =>
    {
        while (Volatile.Read(ref wrong) == 0 && DateTime.UtcNow < end)
        {
            using var inner = NewDisposeScope();
            try
            {
                if (sum().cpu().data<double>()[5] != 2)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
            catch (ExternalException)
            {
                Interlocked.Increment(ref wrong);
            }
        }
    });
    Volatile.Write(ref stop, true);
    collector.Join();
    return wrong;
}
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
