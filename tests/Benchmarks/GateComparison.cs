using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Running;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// Cases per second of the gate: against the built-in fast path in this process (target for scalar oracles: 5,000), and against the
/// Python sample beside that harness's own bare loop over the same questions, with one job and with two.
/// </summary>
internal static class GateComparison
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] ScalarFamilies = ["pinto2025/*", "oymak2019/*", "classical/*"];

    public static void Print(TextWriter writer)
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator reference = new(catalogue, new SpectrumCertifier(Engines.Default));
        FastPathImplementation fast = new(new FastEvaluator(Engines.Default), catalogue);
        GateOptions many = new() { ValueCases = 300, PropertyCases = 60 };
        writer.WriteLine("gate against the fast path in this process");
        foreach (string family in ScalarFamilies)
        {
            GateOptions options = many with { Oracles = family };
            _ = new GateRun(catalogue, reference, fast, options with { ValueCases = 10, PropertyCases = 3 }).Execute();
            RunReport report = new GateRun(catalogue, reference, fast, options).Execute();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{family,-14} {report.Cases.Count,6} cases in {report.End!.Seconds,6:F2} s: "
                    + $"{report.Cases.Count / report.End.Seconds,6:F0} cases/s"));
        }

        if (Sample() is { } sample)
        {
            PrintHarness(writer, catalogue, reference, sample);
        }
        else
        {
            writer.WriteLine("gate against the Python sample: not measured outside the repository");
        }
    }

    private static void PrintHarness(TextWriter writer, OracleCatalogue catalogue, ReferenceEvaluator reference, string sample)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");
        try
        {
            GateOptions options = new() { Oracles = "pinto2025/*" };
            HarnessCommand recorded = new("sh", ["-c", $"tee {folder.FullName}/$$.ndjson | {Python} {sample}"]);
            _ = new GateRun(catalogue, reference, recorded, options).Execute();
            writer.WriteLine("gate against the Python sample, pinto2025/*");
            foreach (int jobs in new[] { 1, 2 })
            {
                RunReport report = new GateRun(catalogue, reference, new HarnessCommand(Python, [sample]), options with { Jobs = jobs })
                    .Execute();
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{jobs} job(s)       {report.Cases.Count,6} cases, {report.End!.Calls,6} calls in {report.End.Seconds,6:F2} s: "
                        + $"{report.Cases.Count / report.End.Seconds,6:F0} cases/s, "
                        + $"{report.End.Calls / report.End.Seconds,6:F0} calls/s; "
                        + $"{report.CallTime!.Value.TotalSeconds:F2} s of it in calls"));
            }

            string[] questions = Directory.GetFiles(folder.FullName, "*.ndjson");
            long start = Stopwatch.GetTimestamp();
            foreach (string file in questions)
            {
                using Process loop = Process.Start("sh", ["-c", $"{Python} {sample} < {file} > /dev/null"]);
                loop.WaitForExit();
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            int lines = questions.Sum(file => File.ReadLines(file).Count(line => line.Contains("\"run\"", StringComparison.Ordinal)));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"its bare loop   {lines,6} calls in {seconds,6:F2} s: {lines / seconds,6:F0} calls/s, "
                    + $"{questions.Length} processes started"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // tests/Benchmarks/bin/Release/net10.0 → the repository's root.
    private static string? Sample()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "harnesses", "python", "harness.py");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
