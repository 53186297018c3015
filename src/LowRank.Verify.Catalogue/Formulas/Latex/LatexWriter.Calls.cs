namespace LowRank.Verify.Formulas.Latex;

/// <content>Functions.</content>
public static partial class LatexWriter
{
    private static Piece Call(Expression.Call call)
    {
        string[] a = [.. call.Arguments.Select(Write)];
        string first = a.Length > 0 ? a[0] : string.Empty, second = a.Length > 1 ? a[1] : string.Empty;
        string matrix = call.Arguments.Count > 0 && call.Arguments[0] is Expression.Binary ? Brackets(first) : first;
        return call.Name switch
        {
            "sqrt" => new($@"\sqrt{{{first}}}", AtomLevel),
            "exp" => new($"e^{{{first}}}", AtomLevel),
            "pow" => new($"{Base(call.Arguments[0])}^{{{second}}}", AtomLevel),
            "log" => new($@"\ln {Brackets(first)}", ProductLevel),
            "log10" => new($@"\log_{{10}} {Brackets(first)}", ProductLevel),
            "arccos" or "arcsin" or "cosh" or "sinh" => new($@"\{call.Name} {Brackets(first)}", ProductLevel),
            "sigmoid_correlation" => new($@"\mathbb{{E}}_{{{first}}}\left[ \sigma(u) \sigma(v) \right]", AtomLevel),
            "sin" or "cos" => new($@"\{call.Name} {Brackets(first)}", ProductLevel),
            "erf" => new($@"\operatorname{{erf}} {Brackets(first)}", ProductLevel),
            "normal_cdf" => new($@"\Phi {Brackets(first)}", ProductLevel),
            "entry" => new($"{first}_{{{second}, {a[2]}}}", AtomLevel),
            "information_norm" => new($@"\| \Pi_{{\mathcal{{I}}}} {second} \|", AtomLevel),
            "nuisance_norm" => new($@"\| \Pi_{{\mathcal{{N}}}} {second} \|", AtomLevel),
            "pseudo_inverse_norm" => new($@"\| {first}_{{\mathcal{{I}}}}^{{\dagger}} {second} \|", AtomLevel),
            "nuisance_image_norm" => new($@"\| {first}_{{\mathcal{{N}}}}^{{\mathsf T}} {second} \|", AtomLevel),
            "descent_residual" =>
                new($@"( I - {Base(call.Arguments[2])} {first} {first}^{{\mathsf T}} )^{{{a[3]}}} {second}", ProductLevel),
            "sign_mean" => new($@"\mathbb{{E}}_{{\xi}} \| {first}^{{\mathsf T}} \xi \|", AtomLevel),
            "abs" => new($@"\left| {first} \right|", AtomLevel),
            "floor" => new($@"\lfloor {first} \rfloor", AtomLevel),
            "ceil" => new($@"\lceil {first} \rceil", AtomLevel),
            "harmonic" => new($"H_{{{first}}}", AtomLevel),
            "kl_inverse" => new($@"\operatorname{{kl}}^{{-1}} {Brackets($@"{first} \,\middle|\, {second}")}", AtomLevel),
            "binomial_inverse" => new($@"\operatorname{{bin}}_{{{second}}}^{{-1}} {Brackets($@"{first} \,\middle|\, {a[2]}")}", AtomLevel),
            "hurwitz_zeta" => new($@"\zeta {Brackets($"{first}, {second}")}", AtomLevel),
            "spectral" => new($@"\| {first} \|", AtomLevel),
            "frobenius" => new($@"\| {first} \|_F", AtomLevel),
            "nuclear" => new($@"\| {first} \|_*", AtomLevel),
            "norm21_rows" => new($@"\| {matrix}^{{\mathsf T}} \|_{{2,1}}", AtomLevel),
            "norm21_columns" => new($@"\| {first} \|_{{2,1}}", AtomLevel),
            "kyfan" => new($@"\| {first} \|_{{({second})}}", AtomLevel),
            "schatten_sum" => new($@"\| {first} \|_{{\mathrm{{sc}},{second}}}^{{{second}}}", AtomLevel),
            "schatten_norm" => new($@"\| {first} \|_{{\mathrm{{sc}},{second}}}", AtomLevel),
            "norm_of_paths" => new($@"\| {first} \|_{{\mathrm{{path}},{second}}}", AtomLevel),
            "rank" => new($@"\operatorname{{rank}} {Brackets(first)}", AtomLevel),
            "singular_values" => new($@"\sigma {Brackets(first)}", AtomLevel),
            "transpose" => new($@"{matrix}^{{\mathsf T}}", AtomLevel),
            "score_margin" => new($@"{first}_{{{second}, {a[2]}}} - \max_{{j \ne {a[2]}}} {first}_{{{second}, j}}", SumLevel),
            "convolution" => new($@"\operatorname{{conv}} {Brackets(string.Join(", ", a))}", AtomLevel),
            "zero" => new("0", AtomLevel),
            "min" or "max" => new($@"\{call.Name} {Brackets(string.Join(", ", a))}", AtomLevel),
            _ when Functions.IsKnown(call.Name) =>
                new($@"\operatorname{{{call.Name.Replace("_", @"\_", StringComparison.Ordinal)}}} {Brackets(string.Join(", ", a))}",
                AtomLevel),
            _ => new($"{Name(call.Name)} {Brackets(string.Join(", ", a))}", AtomLevel),
        };
    }
}
