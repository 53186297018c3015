#!/usr/bin/env bash
# Razorvine.Pickle 1.5.0 reads Python's pickles; here the pickle inside torch's files (src/LowRank.Verify.Networks/Files/TorchPickle.cs).
# Guess: a dictionary class that is registered for collections.OrderedDict is handed its items in the order of the pickle, which is
# what makes it ordered. The opcode SETITEMS hands them over from the last to the first (in batches of up to 1,000, as Python writes
# them), so a class that remembers the order of its insertions holds them in reverse, and nothing says so.
# Hence TorchStates orders members by their storages, which torch numbers as it meets them.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >probe.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Razorvine.Pickle" Version="1.5.0" /></ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'CODE'
using System.Collections;
using Razorvine.Pickle;

Unpickler.registerConstructor("collections", "OrderedDict", new Maker());
// python3: pickle.dumps(collections.OrderedDict(a=1, b=2, c=3), protocol=2)
byte[] pickle = Convert.FromHexString("800263636F6C6C656374696F6E730A4F726465726564446963740A7100295271012858"
    + "010000006171024B0158010000006271034B0258010000006371044B03752E");
Ordered found = (Ordered)new Unpickler().loads(pickle);
Console.WriteLine($"Razorvine.Pickle 1.5.0: items of a, b, c arrive as {string.Join(", ", found.Seen)}");
return string.Concat(found.Seen) == "cba" ? 0 : 1;

class Ordered : Hashtable
{
    public List<object> Seen { get; } = [];
    public override object? this[object key] { get => base[key]; set { Seen.Add(key); base[key] = value; } }
    public override void Add(object key, object? value) { Seen.Add(key); base.Add(key, value); }
}

class Maker : IObjectConstructor { public object construct(object[] args) => new Ordered(); }
CODE
dotnet run -c Release --property:NuGetAudit=false
