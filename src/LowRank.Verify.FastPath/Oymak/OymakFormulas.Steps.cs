using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Oymak;

/// <content>Lemmas on single steps, and on the Jacobian of the network.</content>
internal static partial class OymakFormulas
{
    private static IEnumerable<(string Id, FastFormula Formula)> Steps =>
    [
        Parts("lemma-6.3", StepWithTwoJacobians),
        Parts("lemma-6.4", r =>
        {
            Rational[] a = r.SignedList("A"), b = r.SignedList("B", a.Length);
            r.Require(a.Concat(b).All(x => x.Sign >= 0), "the items of A and B must be at least 0.");
            return () =>
            {
                // |√a − √b| = |a − b|/(√a + √b).
                WideReal left = Top(a.Zip(b,
                    (x, y) => Apart(x, y) is { IsZero: false } gap ? gap / (Root(WideReal.Of(x)) + Root(WideReal.Of(y))) : WideReal.Zero));
                WideReal root = Root(Top(a.Zip(b, Apart)));
                return [("left", left), ("sharper", root), ("right", Num(2) * root)];
            };
        }),
        Number("lemma-6.7", r =>
        {
            WideReal eta = r.Positive("eta"), eps0 = r.NonNegative("eps0"), eps = r.NonNegative("eps"), beta = r.Positive("beta");
            WideReal residual = r.NonNegative("r_norm"), difference = r.NonNegative("e_norm");
            r.Require(eta * Square(beta) <= WideReal.Of(1 + 1e-14), "eta must be at most 1/beta^2.");
            return () => difference + (eta * (Square(eps) * difference)) + (eta * residual * (Square(eps0) + (eps * beta)));
        }),
        Parts("lemma-6.8", Recursion),
        Parts("lemma-6.10", r => r.Positive("B_phi") * Root(r.Count("K")) * r.NonNegative("V_inf") * r.Positive("X_norm") is var row
            && Root(r.Count("k")) is var k
            ? () => [("norm", k * row), ("row", row), ("lipschitz", row)] : null!),
        Parts("lemma-6.10-scaled", r => r.Positive("nu") * r.Positive("B_phi") * r.Positive("X_norm") is var beta
            && Root(r.Count("k")) is var k
            ? () => [("norm", beta), ("lipschitz", beta / k)] : null!),
        Parts("lemma-6.13", r =>
        {
            WideReal classes = r.Count("K"), k = r.Count("k"), n = r.Count("n"), deviation = r.Positive("deviation");
            WideReal kernel = Square(r.Positive("B_phi") * r.Positive("X_norm")) * classes, nu = r.Positive("nu");
            r.Require(n >= classes, "n must be at least K.");
            return () => [("deviation", Num(30) * kernel * Square(nu) * Root(k * Num(n.Log()))),
                ("width", Num(1000 * n.Log()) * Square(kernel / deviation))];
        }),
        Parts("theorem-b1", r =>
        {
            WideReal scale = r.Positive("B_phi") * r.Positive("X_norm"), classes = Root(r.Count("K")), units = Root(r.Count("k"));
            WideReal v = r.NonNegative("V_inf"), dv = r.NonNegative("V_distance"), w = r.NonNegative("W_frobenius"),
                row = r.NonNegative("W_row"), dw = r.NonNegative("W_distance");
            r.Require(row <= w, "W_row must be at most W_frobenius.");
            return () =>
            [
                ("norm", scale * (w + (classes * units * v))),
                ("row", scale * classes * v),
                ("entry", scale * row),
                ("lipschitz", scale * ((classes * units * dv) + (dw * (WideReal.One + (classes * v))))),
            ];
        }),
    ];

    // For each coordinate |1 − η a b| by the exact product.
    private static Func<IEnumerable<(string, WideReal)>> StepWithTwoJacobians(OymakReader r)
    {
        Rational[] a = r.SignedList("A"), b = r.SignedList("B", a.Length), x = r.SignedList("r", a.Length);
        Rational eta = r.Signed("eta");
        r.Require(eta.Sign > 0, "eta must be positive.");
        r.Require(a.Concat(b).All(d => eta * d * d <= Rational.One), "eta must be at most 1 over the square of every item.");
        return () =>
        {
            WideReal left = Norm(x.Select((item, i) => WideReal.Of(Rational.Abs(Rational.One - (eta * a[i] * b[i])))
                * WideReal.Of(Rational.Abs(item))));
            WideReal norm = Norm(x.Select(item => WideReal.Of(Rational.Abs(item))));
            WideReal growth = WideReal.One + (WideReal.Of(eta) * Square(Top(a.Zip(b, Apart))));
            return [("left", left), ("sharper", Root(growth) * norm), ("right", growth * norm)];
        };
    }

    private static Func<IEnumerable<(string, WideReal)>> Recursion(OymakReader r)
    {
        WideReal eta = r.Positive("eta"), alpha = r.Positive("alpha"), gamma = r.Gamma(), eps = r.NonNegative("eps"),
            theta = r.NonNegative("Theta");
        WideReal falling = r.NonNegative("rho_plus"), staying = r.NonNegative("rho_minus");
        double tau = r.Steps();
        WideReal rate = eta * Square(alpha);
        r.Require(tau is >= 1 and <= 1000, "tau must be in [1, 1000].");
        r.Require(rate <= WideReal.Of(1 + 1e-14), "eta must be at most 1/alpha^2.");
        r.Require(Num(2) * gamma * Square(eps) <= Square(alpha) * WideReal.Of(1 + 1e-14), "alpha must be at least sqrt(2 Gamma) eps.");
        r.Require(WideReal.Of(tau) * rate <= gamma * WideReal.Of(1 + 1e-14), "tau must be at most Gamma/(eta alpha^2).");
        return () =>
        {
            WideReal error = WideReal.Zero, growth = eta * Square(eps);
            for (int t = 0; t < (int)tau; t++)
            {
                WideReal residual = (OymakReader.Remaining(rate, t) * falling) + staying;
                error = error + (growth * error) + (eta * theta * residual);
            }

            return [("left", error), ("right", Num(2) * theta * ((gamma * staying) + falling) / Square(alpha))];
        };
    }
}
