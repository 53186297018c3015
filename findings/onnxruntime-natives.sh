#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 in a project without a runtime identifier, built by SDK 10 on Linux.
# Guess: the build copies the native library of the machine it runs on.
# What happens: it copies those of every platform, Windows' import libraries, Android's archive and the zipped framework for iOS among them: about
# 240 MB beside a program of some kB. With RuntimeIdentifier=linux-x64 it is one library of 29 MB.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >p.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="1.31.1" /></ItemGroup>
</Project>
X
echo 'System.Console.WriteLine(1);' >P.cs
dotnet build -c Release -nologo -v q >build.log 2>&1 </dev/null || { tail -20 build.log; exit 2; }
cd bin/Release/net10.0/runtimes
echo "Microsoft.ML.OnnxRuntime 1.31.1, SDK $(dotnet --version): natives of $(ls | tr '\n' ' '), $(du -sm . | cut -f1) MB"
[ -e android/native/onnxruntime.aar ] && [ -e ios ] && [ -e win-x64 ] && [ -e linux-x64 ]
