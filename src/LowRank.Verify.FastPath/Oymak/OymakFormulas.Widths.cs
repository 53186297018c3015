namespace LowRank.Verify.FastPath.Oymak;

/// <content>Widths that the theorems ask for.</content>
internal static partial class OymakFormulas
{
    private const double RandomWidth = 12e7;

    private static IEnumerable<(string Id, FastFormula Formula)> Widths =>
    [
        Number("width-lemma-6.19", r =>
        {
            WideReal scale = Scale(r), gamma = r.Gamma(), value = r.Positive("B_alpha_Gamma"), delta = r.Fraction("delta"),
                residual = r.Positive("r0_norm"), alpha = r.Positive("alpha");
            return () => Square(Num(20) * Pow(scale / alpha, 3) * gamma / alpha * ((value / delta) + (gamma * residual)));
        }),
        Number("width-lemma-6.20", r =>
        {
            WideReal alpha = r.Positive("alpha"), zeta = r.Positive("zeta"), scale = Scale(r), gamma = r.Gamma(),
                residual = r.Positive("r0_norm"), value = r.Positive("B_alpha_Gamma");
            return () => Square(Num(40) * gamma * Pow(scale / alpha, 3) / alpha * ((alpha * value / (zeta * scale)) + (gamma * residual)));
        }),
        Number("width-theorem-6.21", r => r.Positive("C_r") * Square(r.Gamma())
            / (r.Positive("nu") * r.Positive("B_phi") * r.UpTo("zeta", Two)) is var root && r.Fraction("abar") is var abar
            ? () => Square(Num(160) * root) / Pow(abar, 8) : null!),
        Number("width-theorem-3.3", r => r.Positive("C_r") * Square(r.Gamma()) / (r.Positive("nu") * r.UpTo("zeta", Half)) is var root
            && r.Fraction("abar") is var abar
            ? () => Square(root / Pow(abar, 4)) : null!),
        Number("width-theorem-6.22", r => ReadRandom(r) is var w ? () => w.Constant * w.Samples * Pow(w.Norm, 6) : null!),
        Number("width-theorem-6.23", r => ReadRandom(r) is var w ? () => w.Constant * Square(w.Samples) * Pow(w.Norm, 4) : null!),
        Number("width-theorem-6.23/normalised", r =>
        {
            WideReal ratio = r.Gamma() / (r.Fraction("c") * r.UpTo("zeta", Half)), n = r.Count("n"), abar = r.Fraction("abar");
            return () => Num(RandomWidth * n.Log()) * Pow(ratio / Square(abar), 4);
        }),
        Number("width-simplified-2.2", r =>
        {
            WideReal ratio = r.Gamma() / (r.Fraction("c") * r.UpTo("zeta", Half)), n = r.Count("n"), norm = r.Positive("X_norm"),
                cut = r.Positive("B_phi") / r.Positive("alpha");
            return () => Num(RandomWidth * n.Log()) * Pow(ratio * norm * Square(cut), 4) / Square(n);
        }),
        Number("width-simplified-2.3", r =>
        {
            WideReal root = r.Positive("C_r") * Square(r.Gamma()) / r.UpTo("zeta", Two), bound = r.Positive("B_phi"), n = r.Count("n"),
                norm = r.Positive("X_norm"), alpha = r.Positive("alpha");
            return () => Square(Num(160) * root * Pow(bound, 3) * Square(norm / Square(alpha)) / n);
        }),
    ];

    private static WideReal Scale(OymakReader r) => r.Positive("nu") * r.Positive("B_phi") * r.Positive("X_norm");

    private static (WideReal Constant, WideReal Samples, WideReal Norm) ReadRandom(OymakReader r)
    {
        WideReal ratio = r.Gamma() * r.Count("K") * Square(r.Positive("B_phi"))
            / (r.Fraction("c") * r.UpTo("zeta", Half) * Square(r.Positive("alpha_0")));
        WideReal n = r.Count("n");
        return (Num(RandomWidth * n.Log()) * Pow(ratio, 4), n, r.Positive("X_norm"));
    }
}
