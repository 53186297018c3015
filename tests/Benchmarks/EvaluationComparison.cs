using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Benchmarks;

/// <summary>One evaluation of a scalar oracle to 30 digits, after warming up. Target: a median under 1 ms.</summary>
internal static class EvaluationComparison
{
    private const int Digits = 30;
    private const int Rounds = 2000;

    private static readonly (string Oracle, string Inputs)[] Cases =
    [
        ("pinto2025/theorem-7", """{"m":16,"X_frobenius":4,"h":[8,12,5],"r":[2,2],"B":[1,1],"C1":1,"C2":1}"""),
        ("classical/golowich2018-theorem-1", """{"M_F":["3/2",2,"1/3"],"d":3,"n":1000,"sum_sq_norms":500}"""),
        ("oymak2019/kernel/relu", """{"rho":"1/3"}"""),
    ];

    public static void Print(TextWriter writer)
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator reference = new(catalogue, new SpectrumCertifier(Engines.Default));
        writer.WriteLine($"certified evaluation to {Digits} digits (medians of {Rounds}; target < 1 ms)");
        foreach ((string id, string json) in Cases)
        {
            Oracle oracle = catalogue.Get(id);
            Inputs.InputRecord inputs = InputJson.Read(json, id);
            List<double> seconds = [];
            int digits = Digits;
            for (int round = 0; round < Rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                digits = Math.Min(digits, reference.Evaluate(oracle, inputs, Digits).Digits);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{id,-34} {Interleaved.Median(seconds) * 1e3,8:F3} ms, {digits} digits"));
        }
    }
}
