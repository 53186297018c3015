#!/usr/bin/env bash
# OxyPlot.Core 2.2.0 writes plots as SVG without native code.
# Guess: two drawings can stand in one page. They cannot as they are: each numbers its clip paths from clipPath1, so in a page that
# holds both the second is cut to the frame of the first; every marker is an element of its own (1,000 dots take more than 100 kB);
# and there is no title, description or role for those who do not see the drawing.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >probe.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="OxyPlot.Core" Version="2.2.0" /></ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'CODE'
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Series;

string Draw(int width)
{
    ScatterSeries dots = new() { MarkerType = MarkerType.Circle, MarkerSize = 2 };
    dots.Points.AddRange(Enumerable.Range(1, 1000).Select(i => new ScatterPoint(i, i % 7)));
    PlotModel model = new();
    model.Series.Add(dots);
    return SvgExporter.ExportToString(model, width, 200, isDocument: false);
}

string a = Draw(200), b = Draw(400);
string[] Ids(string svg) => [.. Regex.Matches(svg, "clipPath id=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];
int shared = Ids(a).Intersect(Ids(b)).Count(), ellipses = Regex.Count(a, "<ellipse");
bool isSilent = !Regex.IsMatch(a, "<title|<desc|role=|aria-");
Console.WriteLine($"OxyPlot {typeof(PlotModel).Assembly.GetName().Version}: {shared} ids in both, {ellipses} elements for 1000 dots, {a.Length} characters, {(isSilent ? "no words" : "words")}");
return shared > 0 && ellipses >= 1000 && a.Length > 100_000 && isSilent ? 0 : 1;
CODE
dotnet run -c Release --property:NuGetAudit=false
