#!/usr/bin/env bash
# xunit.v3 4.0.2 on Microsoft.Testing.Platform: the switches for reports.
# Guess: as in 3.2.2, --report-ctrf and --report-junit write a report each.
# What happens: they are called --report-xunit-ctrf and --report-xunit-junit now (--report-xunit-trx kept its name). An old name ends the test host before
# the first test, and `dotnet test` says "Zero tests ran", "error: 1", "failed: 0" and exit code 5: the switch that is to blame is not named.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="xunit.v3" Version="4.0.2" /></ItemGroup>
</Project>
X
echo '{ "test": { "runner": "Microsoft.Testing.Platform" } }' > global.json
cat > One.cs <<'X'
public class One
{
    [Xunit.Fact]
    public void Passes() => Xunit.Assert.True(true);
}
X
dotnet build -c Release -nologo -v q >build.log 2>&1 || { cat build.log; exit 2; }
echo "xunit.v3 4.0.2, SDK $(dotnet --version)"
status=0
for switch in --report-ctrf --report-junit --report-xunit-ctrf --report-xunit-junit --report-xunit-trx; do
    code=0
    dotnet test --project probe.csproj -c Release --no-build --no-progress --no-ansi "$switch" --results-directory "$folder/results" >run.log 2>&1 || code=$?
    echo "$switch: exit $code, $(grep -E '^ *total:' run.log | tr -d ' ')"
    case "$switch" in
        --report-xunit-*) [ "$code" -eq 0 ] || status=1 ;;
        *) if [ "$code" -eq 0 ] || grep -q -- "$switch" run.log; then status=1; fi ;;
    esac
done
exit "$status"
