#!/usr/bin/env bash
# DiffEngine 20.9.0: when does it keep a diff tool closed?
# Guess: CI=true, which every build server sets, is enough, and so is GITHUB_ACTIONS=true.
# What happens: neither is looked at. The variables of single servers are (GITHUB_ACTION without an S, GITLAB_CI, TF_BUILD, JENKINS_URL, …), and so is
# DOTNET_RUNNING_IN_CONTAINER. A server that sets CI alone gets its diff tool started: ask for CI oneself before DiffRunner.Launch.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="DiffEngine" Version="20.9.0" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
Console.WriteLine(DiffEngine.BuildServerDetector.Detected ? "silent" : "shows");
X
dotnet build -c Release -nologo -v q >build.log 2>&1 || { cat build.log; exit 2; }
ask() { env -u CI -u GITHUB_ACTION -u GITHUB_ACTIONS -u GITLAB_CI -u DOTNET_RUNNING_IN_CONTAINER "$1" dotnet bin/Release/net10.0/probe.dll; }
status=0
echo "DiffEngine 20.9.0"
while read -r variable expected; do
    seen="$(ask "$variable")"
    echo "$variable: $seen"
    [ "$seen" = "$expected" ] || status=1
done <<'X'
CI=true shows
GITHUB_ACTIONS=true shows
GITHUB_ACTION=run1 silent
GITLAB_CI=true silent
X
exit "$status"
