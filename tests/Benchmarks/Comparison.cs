using System.Globalization;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Benchmarks;

/// <summary>The side-by-side tables: each row compares two things measured in one process, round by round.</summary>
internal static class Comparison
{
    /// <summary>
    /// Runs the comparisons named (certificate, refinement, python, sweep, evaluation, gate, start-up, jacobian, batch), or all.
    /// </summary>
    public static int Run(IReadOnlyList<string> names)
    {
        (string Name, Action<TextWriter> Print)[] comparisons =
        [
            ("certificate", CertificateComparison.Print),
            ("refinement", RefinementComparison.Print),
            ("python", PythonComparison.Print),
            ("sweep", SweepComparison.Print),
            ("evaluation", EvaluationComparison.Print),
            ("gate", GateComparison.Print),
            ("start-up", StartUpComparison.Print),
            ("jacobian", JacobianComparison.Print),
            ("batch", BatchComparison.Print),
        ];
        string[] unknown = [.. names.Where(name => !comparisons.Any(c => c.Name == name))];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"Unknown comparison '{unknown[0]}'; known: {string.Join(", ", comparisons.Select(c => c.Name))}.");
            return 2;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Engines.Default.Description}, {Environment.ProcessorCount} processors"));
        foreach ((string name, Action<TextWriter> print) in comparisons)
        {
            if (names.Count == 0 || names.Contains(name))
            {
                Console.WriteLine();
                print(Console.Out);
            }
        }

        return 0;
    }
}
