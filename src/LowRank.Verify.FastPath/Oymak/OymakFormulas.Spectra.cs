using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Oymak;

/// <content>Early stopping, the meta theorem and its lemmas on spectra.</content>
internal static partial class OymakFormulas
{
    private static IEnumerable<(string Id, FastFormula Formula)> Spectra =>
    [
        Number("early-stopping-value", r => Read(r) is var s && r.Gamma() is var gamma ? () => s.EarlyStoppingValue(gamma) : null!),
        Number("early-stopping-distance", r => Read(r) is var s
            && r.Gamma() is var gamma ? () => s.EarlyStoppingValue(gamma) / s.Alpha : null!),
        Number("meta-theorem-radius", r => Read(r) is var s && r.Gamma() is var gamma && r.Fraction("delta") is var delta
            ? () => Num(2) * s.Displacement(gamma, delta) : null!),
        Parts("meta-theorem-conditions", MetaTheoremConditions),
        Parts("meta-theorem", MetaTheorem),
        Parts("lemma-6.2", r => Read(r) is var s && r.Gamma() is var gamma
            ? () => [("lower", s.Alpha * s.Information / s.Largest), ("value", s.EarlyStoppingValue(gamma)),
                ("parts", Norm([s.Information, gamma * s.Nuisance])), ("whole", gamma * s.Whole)]
            : null!),
        Parts("lemma-6.2-distance", r => Read(r) is var s && r.Gamma() is var gamma
            ? () => [("left", s.EarlyStoppingValue(gamma) / s.Alpha), ("right", s.PseudoInverse + (gamma * s.Nuisance / s.Alpha))]
            : null!),
        Parts("effective-singular-value", r =>
        {
            Stopped s = Read(r);
            r.Require(!s.Information.IsZero, "the residual must have an information part.");
            return () => [("least", s.Kept.Aggregate(s.Largest, Least)), ("value", s.Information / s.PseudoInverse),
                ("largest", s.Largest)];
        }),
        Parts("lemma-6.5", r => ReadRun(r) is var (s, eta, tau)
            ? () => [("left", Square(s.Moved(eta, tau))), ("right", Square(s.MovedAtMost(eta * WideReal.Of(tau))))]
            : null!),
        Parts("lemma-6.6", r => ReadRun(r) is var (s, eta, tau) ? () => Residuals(s, eta, tau) : null!),
        Parts("lemma-6.6-displacement", r => ReadRun(r) is var (s, eta, tau)
            ? () => [("left", s.Moved(eta, tau)), ("right", s.MovedAtMost(eta * WideReal.Of(tau)))]
            : null!),
    ];

    private static IEnumerable<(string, WideReal)> Residuals(Stopped s, WideReal eta, double tau)
    {
        WideReal decay = OymakReader.Remaining(eta * Square(s.Alpha), tau), information = s.Information, nuisance = s.Nuisance;
        return
        [
            ("residual", Norm(s.Places.Select(p => OymakReader.Remaining(eta * Square(p.Value), tau) * p.Size))),
            ("orthogonal", Norm([decay * information, nuisance])),
            ("power", (decay * information) + nuisance),
            ("exponential", (OymakReader.Decay(eta * Square(s.Alpha) * WideReal.Of(tau)) * information) + nuisance),
        ];
    }

    private static Func<IEnumerable<(string, WideReal)>> MetaTheoremConditions(OymakReader r)
    {
        WideReal alpha = r.Positive("alpha"), gamma = r.Gamma(), delta = r.Fraction("delta"), beta = r.Positive("beta"),
            eta = r.Positive("eta");
        r.Require(alpha <= beta, "alpha must be at most beta.");
        return () =>
        [
            ("eps0", alpha * Least(delta, Root(delta * alpha / (gamma * beta))) / Num(5)),
            ("eps", delta * alpha * Square(alpha / beta) / (Num(5) * gamma)),
            ("step", Pow(beta, -2)),
            ("steps", gamma / (eta * Square(alpha))),
        ];
    }

    private static Func<IEnumerable<(string, WideReal)>> MetaTheorem(OymakReader r)
    {
        Stopped s = Read(r);
        WideReal gamma = r.Gamma(), delta = r.Fraction("delta"), beta = r.Positive("beta");
        r.Require(s.Largest <= beta, "beta must be at least every singular value.");
        return () =>
        [
            ("residual_deviation", Num(3) * delta * s.Alpha * s.Whole / (Num(5) * beta)),
            ("parameter_deviation", delta * gamma * s.Whole / s.Alpha),
            ("displacement", s.Displacement(gamma, delta)),
            ("residual", (OymakReader.Decay(gamma) * s.Information) + s.Nuisance + (delta * s.Alpha * s.Whole / beta)),
        ];
    }

    private static Stopped Read(OymakReader r)
    {
        Stopped s = new(r.Spectrum(), r.Positive("alpha"));
        r.Require(s.Alpha <= s.Largest, "alpha must be at most the largest singular value.");
        return s;
    }

    private static (Stopped Spectrum, WideReal Eta, double Tau) ReadRun(OymakReader r)
    {
        Stopped s = Read(r);
        WideReal eta = r.Positive("eta");
        r.Require(eta * Square(s.Largest) <= WideReal.Of(1 + 1e-14), "eta must be at most 1 over the square of every singular value.");
        return (s, eta, r.Steps());
    }

    private static WideReal Square(WideReal x) => x * x;

    /// <summary>A residual split at a cutoff: places with a singular value of at least alpha carry information.</summary>
    private sealed record Stopped((WideReal Value, WideReal Size)[] Places, WideReal Alpha)
    {
        public WideReal Largest => Top(Places.Select(p => p.Value));

        public IEnumerable<WideReal> Kept => Places.Where(IsInformation).Select(p => p.Value);

        public WideReal Information => Norm(Places.Where(IsInformation).Select(p => p.Size));

        public WideReal Nuisance => Norm(Places.Where(p => !IsInformation(p)).Select(p => p.Size));

        public WideReal Whole => Norm(Places.Select(p => p.Size));

        public WideReal PseudoInverse => Norm(Places.Where(IsInformation).Select(p => p.Size / p.Value));

        public WideReal EarlyStoppingValue(WideReal gamma) =>
            Norm(Places.Select(p => IsInformation(p) ? Alpha * p.Size / p.Value : gamma * p.Value * p.Size / Alpha));

        public WideReal Displacement(WideReal gamma, WideReal delta) => PseudoInverse + (gamma * (Nuisance + (delta * Whole)) / Alpha);

        public WideReal Moved(WideReal eta, double tau) => Norm(Places
            .Where(p => !p.Value.IsZero)
            .Select(p => OymakReader.Gained(eta * p.Value * p.Value, tau) * p.Size / p.Value));

        public WideReal MovedAtMost(WideReal time) =>
            Norm(Places.Select(p => IsInformation(p) ? p.Size / p.Value : time * p.Value * p.Size));

        private bool IsInformation((WideReal Value, WideReal Size) place) => place.Value >= Alpha;
    }
}
