namespace LowRank.Verify.FastPath.Oymak;

/// <content>Complexities, optimization results and classification errors. Terms are collected over 1/√n.</content>
internal static partial class OymakFormulas
{
    private static IEnumerable<(string Id, FastFormula Formula)> Bounds =>
    [
        Number("lemma-6.16", r =>
        {
            WideReal loss = r.NonNegative("empirical_loss"), complexity = r.NonNegative("R_S"), failure = r.RootLogOfFailure(),
                n = r.Count("n");
            r.Require(loss <= WideReal.One, "empirical_loss must be at most 1.");
            return () => loss + (Root(Num(8)) * complexity) + (Root(Num(5) / n) * failure);
        }),
        Number("lemma-6.17", r => ReadClass(r, true) is var c
            ? () => c.Nu * c.Bound
                * (((c.Weights + (c.Activations * c.Outputs)) / c.RootN) + ((Square(c.Rows) + (c.Weights * c.Outputs)) / c.RootK)) : null!),
        Number("lemma-6.17-repaired", r => ReadClass(r, false) is var c
            ? () => c.Nu * ((((c.Bound * c.Weights) + (c.Activations * c.Outputs)) / c.RootN)
                + (c.Bound * ((Square(c.Rows) / Num(2)) + (c.Weights * c.Outputs)) / c.RootK)) : null!),
        Number("lemma-6.17-fixed-v", r =>
        {
            WideReal scale = r.Positive("nu") * r.Positive("B_phi"), weights = r.NonNegative("M_W"), rows = r.NonNegative("R"),
                n = Root(r.Count("n")), k = Root(r.Count("k"));
            return () => scale * ((weights / n) + (Square(rows) / (Num(2) * k)));
        }),
        Number("lemma-6.18", r =>
        {
            WideReal residual = r.NonNegative("f_minus_y"), scale = r.Positive("nu") * r.Positive("B_phi"), weights = r.NonNegative("M_W"),
                rows = r.NonNegative("R");
            WideReal n = Root(r.Count("n")), k = Root(r.Count("k")), failure = r.RootLogOfFailure();
            return () => ((Num(2) * residual) + (Root(Num(32)) * scale * weights) + (Root(Num(20)) * failure)) / n
                + (Root(Num(32)) * scale * Square(rows) / k);
        }),
        Number("training-errors", r => r.NonNegative("f_norm") is var f && r.Count("n") is var n ? () => Num(2) * f * f / n : null!),
        Parts("lemma-6.19", r =>
        {
            Run run = ReadDescent(r);
            WideReal delta = r.Fraction("accuracy"), value = r.NonNegative("B_alpha_Gamma"), residual = r.Positive("r0_norm");
            return () =>
            [
                ("displacement", (value + (delta * run.Gamma * residual)) / run.Alpha), ("row", run.Row * residual),
                ("residual", run.Residual + (delta * run.Alpha * residual / run.Scale)),
            ];
        }),
        Parts("lemma-6.20", r =>
        {
            Run run = ReadDescent(r);
            WideReal zeta = r.Positive("zeta"), value = r.NonNegative("B_alpha_Gamma"), residual = r.Positive("r0_norm");
            return () => [("displacement", Num(2) * value / run.Alpha), ("row", run.Row * residual),
                ("residual", run.Residual + (zeta * residual))];
        }),
        Parts("theorem-6.21-optimization", r =>
        {
            Run run = ReadDescent(r);
            WideReal zeta = r.UpTo("zeta", Two), distance = r.NonNegative("D"), residual = r.Positive("r0_norm"),
                largest = r.Positive("C_r") * Root(r.Count("n"));
            return () => [("displacement", Num(2) * distance), ("row", run.Row * largest),
                ("residual", run.Residual + (zeta * residual / Num(2)))];
        }),
        Number("theorem-6.21", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_r0"), scale = r.Positive("nu") * r.Positive("B_phi"), n = r.Count("n"),
                failure = r.RootLogOfFailure();
            WideReal largest = r.Positive("C_r"), gamma = r.Gamma(), zeta = r.UpTo("zeta", Two), distance = r.NonNegative("D");
            return () => (((Num(2) * nuisance) + (Num(12) * scale * distance) + (Num(5) * failure)) / Root(n))
                + (Num(2) * largest * (OymakReader.Decay(gamma) + zeta));
        }),
        Number("theorem-3.3", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_r0"), inverse = r.NonNegative("JI_pinv_r0"),
                scale = r.Positive("nu") * r.Positive("B_phi"), unit = ReadUnit(r), n = r.Count("n");
            WideReal failure = r.RootLogOfFailure(), largest = r.Positive("C_r"), gamma = r.Gamma(), zeta = r.UpTo("zeta", Half);
            return () => (((Num(2) * nuisance) + (Num(12) * ((scale * inverse) + (gamma * nuisance / unit))) + (Num(5) * failure))
                / Root(n))
                + (Num(2) * largest * (OymakReader.Decay(gamma) + zeta));
        }),
        Parts("theorem-6.22", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_y"), information = r.NonNegative("PiI_y"), gamma = r.Gamma(),
                zeta = r.UpTo("zeta", Half), n = r.Count("n"), classes = r.Count("K");
            WideReal bound = r.Positive("B_phi"), norm = r.Positive("X_norm"), cut = r.Positive("alpha_0"),
                value = r.NonNegative("B_alpha_Gamma"), k = r.Count("k");
            return () =>
            {
                WideReal perScale = Num(50) * bound * Root(Num((Num(2) * classes).Log())) / zeta;
                return
                [
                    ("residual", nuisance + (OymakReader.Decay(gamma) * information) + (Num(4) * zeta * Root(n))),
                    ("displacement", Num(2) * perScale * Root(classes) * (value + (gamma * zeta * Root(n))) / cut),
                    ("row", Num(4) * perScale * gamma * bound * classes * norm * Root(n / k) / Square(cut)),
                ];
            };
        }),
        Number("theorem-6.23", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_y"), information = r.NonNegative("PiI_y"), distance = r.NonNegative("D"),
                bound = r.Positive("B_phi"), classes = r.Count("K"), n = r.Count("n");
            WideReal gamma = r.Gamma(), unit = ReadUnit(r), zeta = r.UpTo("zeta", Half), failure = r.RootLogOfFailure();
            return () => (((Num(2) * (nuisance + (OymakReader.Decay(gamma) * information))) + (Num(12) * bound * Root(classes) * distance)
                + (Num(10) * failure)) / Root(n))
                + (Num(12) * zeta * (WideReal.One + (gamma / unit)));
        }),
        Number("theorem-3.2", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_y"), inverse = r.NonNegative("JI_pinv_y"), bound = r.Positive("B_phi"),
                classes = r.Count("K"), n = r.Count("n");
            WideReal gamma = r.Gamma(), unit = ReadUnit(r), zeta = r.UpTo("zeta", Half), failure = r.RootLogOfFailure();
            return () => (((Num(2) * nuisance) + (Num(12) * ((bound * Root(classes) * inverse) + (gamma * nuisance / unit)))
                + (Num(5) * failure)) / Root(n))
                + (Num(12) * zeta * (WideReal.One + (gamma / unit))) + (Num(2) * OymakReader.Decay(gamma));
        }),
        Number("theorem-3.2-simplified", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_y"), n = r.Count("n"), gamma = r.Gamma(), unit = ReadUnit(r),
                zeta = r.UpTo("zeta", Half), failure = r.RootLogOfFailure();
            return () => (((Num(2) * nuisance) + (Num(5) * failure)) / Root(n)) + (Num(36) * gamma / unit) + (Num(12) * zeta)
                + (Num(2) * OymakReader.Decay(gamma));
        }),
        Number("theorem-3.2-full-rank", r =>
        {
            WideReal classes = r.Count("K"), n = r.Count("n"), form = r.NonNegative("y_Sigma_y"), failure = r.RootLogOfFailure();
            return () => (Root(classes * form) + failure) / Root(n);
        }),
        Number("simplified-2.2", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_y"), variance = r.Positive("B_phi") * r.Gamma() / r.Positive("alpha"), n = r.Count("n"),
                zeta = r.UpTo("zeta", Half);
            WideReal failure = r.RootLogOfFailure(), gamma = r.Gamma();
            return () => (((Num(2) * nuisance) + (Num(12) * variance * (WideReal.One + zeta)) + (Num(5) * failure)) / Root(n))
                + (Num(12) * zeta) + (Num(2) * OymakReader.Decay(gamma));
        }),
        Number("simplified-2.3", r =>
        {
            WideReal nuisance = r.NonNegative("PiN_r0"), gamma = r.Gamma(), largest = r.Positive("C_r"),
                variance = r.Positive("B_phi") * gamma / r.Positive("alpha"), n = r.Count("n");
            WideReal zeta = r.UpTo("zeta", Two), failure = r.RootLogOfFailure();
            return () => (((Num(2) * nuisance) + (Num(12) * variance * largest) + (Num(5) * failure)) / Root(n))
                + (Num(2) * largest * (OymakReader.Decay(gamma) + zeta));
        }),
    ];

    // ā (n‖X‖²)^{1/4}, the cutoff in units of ν B or B √K.
    private static WideReal ReadUnit(OymakReader r) => r.Fraction("abar") * Root(r.Positive("X_norm") * Root(r.Count("n")));

    private static WeightClass ReadClass(OymakReader r, bool needsUnitBound)
    {
        WeightClass c = new(r.Positive("nu"), r.Positive("B_phi"), r.NonNegative("M_W"), r.NonNegative("M_V"), r.NonNegative("E"),
            r.NonNegative("R"), Root(r.Count("n")), Root(r.Count("k")));
        r.Require(!needsUnitBound || c.Outputs.IsZero || c.Bound >= WideReal.One, "B_phi must be at least 1 unless M_V is 0.");
        return c;
    }

    private static Run ReadDescent(OymakReader r)
    {
        WideReal scale = Scale(r), gamma = r.Gamma(), alpha = r.Positive("alpha");
        WideReal residual = (OymakReader.Decay(gamma) * r.NonNegative("PiI_r0")) + r.NonNegative("PiN_r0");
        return new Run(scale, gamma, alpha, Num(2) * scale * gamma / (Root(r.Count("k")) * Square(alpha)), residual);
    }

    private sealed record WeightClass(
        WideReal Nu, WideReal Bound, WideReal Weights, WideReal Outputs, WideReal Activations, WideReal Rows, WideReal RootN,
            WideReal RootK);

    private sealed record Run(WideReal Scale, WideReal Gamma, WideReal Alpha, WideReal Row, WideReal Residual);
}
