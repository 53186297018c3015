using LowRank.Verify.FastPath;
using LowRank.Verify.Gate;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Properties;

/// <summary>What the laws are about, as functions: a mutant is the honest subject with one of them wrapped.</summary>
internal sealed record Subject
{
    /// <summary>Digits that the laws ask for: what the double-level certificate gives without refinement.</summary>
    public const int Digits = 12;

    public static OracleCatalogue Catalogue { get; } = OracleCatalogue.LoadDefault();

    public static ReferenceEvaluator HonestReference { get; } =
        new(Catalogue, new RememberedSpectra(new SpectrumCertifier(Engines.Default)));

    public static FastPathImplementation HonestFastPath { get; } = new(new FastEvaluator(Engines.Default), Catalogue);

    public static Subject Honest { get; } = new()
    {
        Evaluate = (oracle, inputs, digits) => HonestReference.Evaluate(Catalogue.Get(oracle), inputs, digits).Result,
        Fast = HonestFastPath.Run,
        Arithmetic = new IntervalContext(96),
        Combine = (context, operation, x, y) => operation switch
        {
            '+' => context.Add(x, y),
            '-' => context.Subtract(x, y),
            '*' => context.Multiply(x, y),
            '/' => context.Divide(x, y) is { IsEnclosed: true } quotient ? quotient.Value : null,
            _ => context.Pow(x, y) is { IsEnclosed: true } power ? power.Value : null,
        },
        Apply = (context, function, x) => function switch
        {
            "exp" => context.Exp(x),
            "log" => context.Log(x) is { IsEnclosed: true } logarithm ? logarithm.Value : null,
            _ => context.Sqrt(x) is { IsEnclosed: true } root ? root.Value : null,
        },
        Print = (x, digits) => (x.LowerDecimal(digits), x.UpperDecimal(digits)),
        Read = Rational.Parse,
    };

    /// <summary>Oracle, inputs, digits → certified result; null outside the domain.</summary>
    public required Func<string, InputRecord, int, Shaped<CertifiedNumber>?> Evaluate { get; init; }

    /// <summary>Oracle, inputs → the fast path's answer.</summary>
    public required Func<string, InputRecord, Answer> Fast { get; init; }

    /// <summary>The interval arithmetic.</summary>
    public required IntervalContext Arithmetic { get; init; }

    /// <summary>x ∘ y for ∘ one of + − · / ^; null where it has no value.</summary>
    public required Func<IntervalContext, char, Interval, Interval, Interval?> Combine { get; init; }

    /// <summary>exp, log or sqrt; null where it has no value.</summary>
    public required Func<IntervalContext, string, Interval, Interval?> Apply { get; init; }

    /// <summary>Both ends as decimals.</summary>
    public required Func<Interval, int, (string Lower, string Upper)> Print { get; init; }

    /// <summary>A decimal or fraction as a number.</summary>
    public required Func<string, Rational> Read { get; init; }
}
