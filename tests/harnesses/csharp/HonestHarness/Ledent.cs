namespace LowRank.Samples;

using static Wide;
using Oracle = Func<Inputs, object>;

/// <summary>Rank-sparse networks measured by Schatten quasi-norms (Ledent, Alves, Lei 2025).</summary>
internal static class Ledent
{
    private static readonly string[] Forms = ["code", "doc", "repaired", "l2"];

    public static IEnumerable<(string Id, Oracle Function)> Oracles =>
    [
        .. Forms.Select(form => ("theorem-3.6/" + form,
            (Oracle)(i => Rate(i, form, (n, _) => i["B"] / n.Gamma * Product(n.Rho) * Product(n.Norms))))),
        .. Forms.Select(form => ("theorem-3.7/" + form, (Oracle)(i => Rate(i, form, (n, l) =>
            i.List("activation_norm")[l] / n.Gamma * Product(n.Rho.Skip(l)) * Product(n.Norms.Skip(l)))))),
        ("fully-connected-explicit", i => FullyConnectedExplicit(i)),
        ("post-hoc", i => PostHoc(i)),
        ("layer-entropy", i => LayerEntropy(i)),
        ("linear-map", i => LinearMap(i)),
        ("deep-linear", i => DeepLinear(i)),
    ];

    private static Wide Rate(Inputs i, string form, Func<RankSparseNetwork, int, Wide> basis)
    {
        RankSparseNetwork n = new(i);
        Wide squares = Sum(Enumerable.Range(0, n.Depth).Select(l =>
        {
            (Wide outputs, Wide inputs, Wide p) = (n.W[l].Rows, n.W[l].Columns, n.P[l]);
            bool last = l == n.Depth - 1;
            Wide dimension = form switch
            {
                "code" => n.Positions[l],
                "doc" => last ? One : outputs * n.Positions[l],
                "repaired" => last ? Min(outputs, inputs) : outputs * n.Positions[l] * Min(outputs, inputs),
                _ => outputs * n.Positions[l] * Min(outputs, inputs),
            };
            return Pow(basis(n, l), 2 * p / (p + 2)) * Pow(n.Ratio(l), 2 / (p + 2)) * Pow(outputs + inputs, 2 / (p + 2))
                * Pow(dimension, p / (p + 2));
        }));
        return Sqrt(n.Depth / i["N"]) * Sqrt(squares);
    }

    // 8/N + 192 √Λ √(L/N) R.
    private static Wide ClosedForm(Inputs i, RankSparseNetwork n, Wide gamma, Wide largest, Wide[] p, Wide[] ratios)
    {
        Wide squares = Sum(Enumerable.Range(0, n.Depth).Select(l =>
        {
            (Wide m, Wide d) = (n.W[l].Rows, n.W[l].Columns);
            return Pow(gamma, 2 * p[l] / (p[l] + 2)) * Pow(ratios[l], 2 / (p[l] + 2)) * Pow(m + d, 2 / (p[l] + 2))
                * Pow(m * Min(m, d), p[l] / (p[l] + 2));
        }));
        Wide logarithm = Max(1, LogPlusOne(16 * n.Depth * i["N"] * gamma * largest));
        return i["R_gamma"] + (8 / i["N"]) + (192 * Sqrt(logarithm) * Sqrt(n.Depth / i["N"]) * Sqrt(squares));
    }

    private static Wide FullyConnectedExplicit(Inputs i)
    {
        RankSparseNetwork n = new(i);
        Wide[] stilde = i.ListOr("stilde", () => [.. Enumerable.Range(0, n.Depth).Select(n.DefaultLimit)]);
        Wide[] ratios = [.. Enumerable.Range(0, n.Depth).Select(n.Ratio)];
        return ClosedForm(i, n, n.Lipschitz(i["B"], n.Gamma), stilde.Zip(n.Norms, (s, norm) => s / norm).Max(), n.P, ratios)
            + (3 * Sqrt(Log(2 / i["delta"]) / (2 * i["N"])));
    }

    private static Wide PostHoc(Inputs i)
    {
        RankSparseNetwork n = new(i);
        Wide s0 = i.Or("s0", 1), steps = i.Or("K", 40), level = Min(n.Gamma, 1) / 2, growth = 1 + ((Wide)1 / n.Depth);
        Wide[] q = [.. n.P.Select(p => 2 * (Wide)Math.Ceiling((p * steps / 2).Value) / steps)];
        Wide[] t = [.. q.Select((exponent, l) => (Spectra.SchattenSum(n.Differences[l], exponent) / Pow(n.Norms[l], exponent)) + 1)];
        Wide choices = Log(1 / level) + Sum(t.Select((limit, l) =>
        {
            Wide distance = Log(n.Norms[l] / s0), step = (Max(distance, -distance) / Log(growth)) + 1;
            return Log(3 * Pow(step + 1, 2)) + Log(limit * (limit + 1)) + Log(steps + 1);
        }));
        Wide largest = Enumerable.Range(0, n.Depth).Select(l => 1 + (n.ReferenceNorm(l) / n.Norms[l])).Max();
        return ClosedForm(i, n, n.Lipschitz(i["B"], level) * Pow(growth, n.Depth), largest, q, t)
            + (3 * Sqrt((Log(2 / i["delta"]) + choices) / (2 * i["N"])));
    }

    private static Wide LayerEntropy(Inputs i)
    {
        (Wide m, Wide d, Wide r, Wide p, Wide y) = (i["m"], i["d"], i["r"], i["p"], i["y"]);
        Wide ratio = i.Or("stilde", i["s"]) / i["s"], parameters = (m + d) * LogPlusOne(16 * ratio * y);
        Wide full = m * d * LogPlusOne(4 * ratio * y);
        if (p.IsZero)
        {
            return Min(full, r * (m + d) * LogPlusOne(8 * ratio * y));
        }

        Wide noTail = Min(Min(m, d), r * Pow(4 * y, p)) * parameters;
        Wide allTail = 16 * m * r * Pow(ratio, 2 - p) * y * y;
        Wide constant = Pow(p / 2, 2 / (p + 2)) + Pow(2 / p, p / (p + 2));
        Wide second = constant * Pow(r * parameters, 2 / (p + 2)) * Pow(64 * m * Min(m, d), p / (p + 2)) * Pow(y, 2 * p / (p + 2));
        Wide least = Min(Min(full, noTail), Min(allTail, second));
        return p < 2
            ? Min(least, 2 / (2 - p) * Pow((2 - p) / p, p / 2) * r * Pow(parameters, 1 - (p / 2)) * Pow(64 * m, p / 2) * Pow(y, p))
            : least;
    }

    private static Wide TailDimension(Inputs i) => i.Or("D", i["m"] * Min(i["m"], i["d"]));

    private static Wide LinearMap(Inputs i)
    {
        Wide p = i["p"];
        return Sqrt(Pow(i["B"] * i["s"], 2 * p / (p + 2)) * Pow(i["r"] * (i["m"] + i["d"]), 2 / (p + 2))
            * Pow(TailDimension(i), p / (p + 2)) / i["N"]);
    }

    private static Wide DeepLinear(Inputs i)
    {
        Wide depth = i.List("frobenius_norm").Length;
        Wide r = Sum(i.List("frobenius_norm").Select(norm => norm * norm)) / depth / Pow(i["s"], 2 / depth);
        return Sqrt(Pow(r * (i["m"] + i["d"]), depth / (depth + 1)) * Pow(i["B"] * i["s"], 2 / (depth + 1))
            * Pow(TailDimension(i), 1 / (depth + 1)) / i["N"]);
    }
}
