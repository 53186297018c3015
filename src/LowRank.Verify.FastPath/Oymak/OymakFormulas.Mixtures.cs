namespace LowRank.Verify.FastPath.Oymak;

/// <content>Gaussian mixtures and the noisy linear model.</content>
internal static partial class OymakFormulas
{
    private static IEnumerable<(string Id, FastFormula Formula)> Mixtures =>
    [
        Parts("theorem-a1", r =>
        {
            WideReal n = r.Count("n"), classes = r.Count("K"), clusters = classes * r.Count("C"), least = r.Positive("lambda_min"),
                norm = r.Positive("Sigma_norm");
            r.Require(least <= norm, "lambda_min must be at most Sigma_norm.");
            return () => [("lower", n * least / (Num(2) * clusters)), ("upper", Num(2) * n * norm / clusters), ("rank", classes * clusters),
                ("failure", ClusterFailure(n, clusters))];
        }),
        Parts("lemma-a2", r =>
        {
            WideReal sigma = r.NonNegative("sigma"), bound = r.Positive("B_phi"), n = r.Count("n"), norm = r.Positive("X_norm"),
                d = r.Count("d");
            return () =>
            {
                // With s = σ √(ln n) ‖X‖ and t = σ √(n/d + 1): B² (s² + t² + s‖X‖ + t‖X‖).
                WideReal s = sigma * Root(Num(n.Log())) * norm, t = sigma * Root((n / d) + WideReal.One);
                return [("distance", Square(bound) * ((s * (s + norm)) + (t * (t + norm)))), ("failure", NoiseFailure(n, d))];
            };
        }),
        Number("lemma-a2-projectors", r =>
        {
            Arithmetic.Rational distance = r.Signed("distance"), least = r.Signed("lambda_r");
            r.Require(distance.Sign >= 0 && distance < least, "distance must be at least 0 and less than lambda_r.");
            return () => WideReal.Of(distance) / WideReal.Of(least - distance);
        }),
        Parts("theorem-a3", MixtureError),
        Parts("theorem-3.5", r =>
        {
            WideReal gamma = r.Gamma(), classes = r.Count("K"), clusters = classes * r.Count("C"), n = r.Count("n"),
                least = r.Positive("lambda_min");
            return () =>
            [
                ("error", gamma * Root(classes * clusters / (n * least))),
                ("width", Pow(gamma * classes * clusters / least, 4)),
                ("steps", Num(2) * gamma * classes * clusters / least),
            ];
        }),
        Parts("linear-model", r =>
        {
            Arithmetic.Rational n = r.Signed("n"), rank = r.Signed("r");
            _ = r.Count("n") * r.Count("r");
            WideReal x = r.NonNegative("sigma_x") * r.NonNegative("w_norm"), y = r.NonNegative("sigma_y"),
                misfit = Square(r.NonNegative("misfit")) / Num(2);
            r.Require(rank <= n, "r must be at most n.");
            return () =>
            {
                WideReal noise = (Square(x) + Square(y)) / Num(2);
                return [("total", misfit + noise), ("information", misfit + (WideReal.Of(rank / n) * noise)),
                    ("nuisance", WideReal.Of((n - rank) / n) * noise)];
            };
        }),
    ];

    private static Func<IEnumerable<(string, WideReal)>> MixtureError(OymakReader r)
    {
        WideReal sigma = r.NonNegative("sigma"), n = r.Count("n"), bound = r.Positive("B_phi"), classes = r.Count("K"),
            clusters = classes * r.Count("C"), least = r.Positive("lambda_min");
        WideReal gamma = r.Gamma(), zeta = r.UpTo("zeta", Half), failure = r.RootLogOfFailure(), delta = r.Fraction("delta"),
            d = r.Count("d"), eta = r.Positive("eta"), nu = r.Positive("nu");
        return () =>
        {
            WideReal nuisance = bound * Root(sigma * Root(Num(n.Log())) * clusters / least);
            WideReal variance = gamma * bound * Root(classes * clusters / least);
            return
            [
                ("error", nuisance + ((variance + (Num(5) * failure)) / Root(n)) + (Num(12) * zeta) + (Num(2) * OymakReader.Decay(gamma))),
                ("width", Num(n.Log()) * Pow(gamma * Square(bound) * classes * clusters / (zeta * least), 4)),
                ("steps", Num(2) * gamma * classes * clusters / (eta * Square(nu) * n * least)),
                ("failure", NoiseFailure(n, d) + ClusterFailure(n, clusters) + Pow(Num(2) * classes, -100) + delta),
            ];
        };
    }

    private static WideReal ClusterFailure(WideReal n, WideReal clusters) => clusters * OymakReader.Decay(n / (Num(8) * clusters));

    private static WideReal NoiseFailure(WideReal n, WideReal d) => Num(2) * n * OymakReader.Decay(d / Num(2));
}
