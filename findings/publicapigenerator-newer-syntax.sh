#!/usr/bin/env bash
# PublicApiGenerator 11.5.4: how it prints what C# 9 and later added.
# Guess: records come with their synthesized members, which drown the rest; tuples and params read as they were written.
# What happens: the other way round. Of a record nothing synthesized is printed but IEquatable, while tuple names come as an attribute
# TupleElementNames of three lines around ValueTuple, and `params IEnumerable<T>` as an attribute ParamCollection. required, init, nullable types and
# default values are as written.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="PublicApiGenerator" Version="11.5.4" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using PublicApiGenerator;

Console.WriteLine(typeof(Shape).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));

public sealed record Point(double X, string? Name = null)
{
    public required int Colour { get; init; }
}

public static class Shape
{
    public static (int Rows, int Columns) Of(params IEnumerable<int> sizes) => (sizes.Count(), 1);
}
X
dotnet build -c Release -nologo -v q >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Release/net10.0/probe.dll | tee api.txt
has() { grep -q -- "$1" api.txt; }
if has 'PrintMembers\|EqualityContract\|Deconstruct\|<Clone>'; then exit 1; fi
has 'public required int Colour { get; init; }' && has 'string? Name = null' && has 'TupleElementNames' && has 'ParamCollection'
