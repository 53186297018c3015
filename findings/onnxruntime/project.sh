# Sourced by the scripts beside this folder: makes a project on ONNX Runtime 1.31.1 in a temporary folder, with Program.cs from standard input, and runs it.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$(dirname -- "${BASH_SOURCE[0]}")/Graph.cs" "$work"
cat >"$work/Program.cs"
cat >"$work/p.csproj" <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>false</SelfContained>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="1.31.1" /></ItemGroup>
</Project>
X
cd "$work"
dotnet build p.csproj -c Release -nologo -v q -o out >build.log 2>&1 </dev/null || { tail -20 build.log; exit 2; }
dotnet out/p.dll
