namespace LowRank.Samples;

using static Wide;
using Oracle = Func<Inputs, object>;

/// <summary>
/// Networks whose layers have limited rank and spectral norm (Pinto, Rangamani, Poggio 2025). Item l − 1 of r and B belongs to layer l.
/// </summary>
internal static class Pinto
{
    public static IEnumerable<(string Id, Oracle Function)> Oracles =>
    [
        ("lemma-4", i => Radius(i) * Sqrt(i.List("h")[^1] * i.List("r").Min() / i["m"]) * Product(i.List("B"))),
        ("lemma-5", i => Diameter(i, i.Count("l"))),
        ("lemma-6", i => i.List("B")[i.Count("l") - 1] * Sqrt(i.List("r")[i.Count("l") - 1] * i.List("h")[i.Count("l")])),
        ("lemma-9", i => i["Lip"] * i["G_hat"]),
        ("lemma-10", i => i.Or("L_phi", 1) * Radius(i) * Sqrt(i.List("h")[1] * i.List("r")[0] / i["m"]) * i.List("B")[0]),
        ("theorem-7", i => Theorem7(i, (r, l) => 2 * Sqrt(2 * r.Take(l).Min()))),
        ("theorem-7-lemma5", i => Theorem7(i, (r, l) => 2 * Sqrt(2 * r.Take(l - 1).Min()))),
        ("theorem-7-tight", i => Theorem7(i, (_, _) => 2)),
        ("theorem-7-tight-relu", i => Theorem7(i, (_, _) => Sqrt(2))),
        ("simplified", i => Pow(i["C1"], Depth(i)) * Product(i.List("B")) * Radius(i) * Depth(i) * i.List("r")
            .Max() * Sqrt(Width(i) / i["m"])),
        ("simplified-explicit", i => SimplifiedExplicit(i)),
        ("trivial", i => Product(i.List("B")) * i["X_frobenius"] * Sqrt(i.List("h")[^1] / i["m"])),
        ("sudakov-fernique", i => SudakovFernique(i)),
        ("covering", i => 2 * Sqrt(2) * i["X_frobenius"] / i["m"] * Product(i.List("B"))
            * Sqrt(Parameters(i) * (1 + LogPlusOne(8 * Depth(i))))),
        ("theorem-1", i => i["empirical_loss"] + (Sqrt(2 * Math.PI) * i["G_hat"]) + Confidence(i)),
        ("theorem-2", i => i["empirical_loss"] + (Sqrt(i["Lip"] * Math.PI) * i["G_hat"]) + Confidence(i)),
        ("theorem-2-corrected", i => i["empirical_loss"] + (Sqrt(2 * Math.PI) * i["Lip"] * i["G_hat"]) + Confidence(i)),
    ];

    private static int Depth(Inputs i) => i.List("B").Length;

    private static Wide Radius(Inputs i) => i["X_frobenius"] / Sqrt(i["m"]);

    private static Wide Width(Inputs i) => i.List("h").Skip(1).Max();

    private static Wide Confidence(Inputs i) => 3 * Sqrt(Log(2 / i["delta"]) / (2 * i["m"]));

    private static Wide Diameter(Inputs i, int l) =>
        i["X_frobenius"] * Sqrt(2 * i.List("r").Take(l).Min()) * 2 * Product(i.List("B").Take(l));

    private static Wide Parameters(Inputs i)
    {
        (Wide[] r, Wide[] h) = (i.List("r"), i.List("h"));
        return Sum(r.Select((rank, l) => rank * (h[l] + h[l + 1])));
    }

    private static Wide Theorem7(Inputs i, Func<Wide[], int, Wide> diameter)
    {
        (Wide[] r, Wide[] h, int depth) = (i.List("r"), i.List("h"), Depth(i));
        Wide later = Sum(Enumerable.Range(2, depth - 1)
            .Select(l => Pow(i["C1"], depth - l) * i["C2"] * diameter(r, l) * Sqrt(r[l - 1] * h[l])));
        return i["X_frobenius"] / i["m"] * Product(i.List("B")) * ((Pow(i["C1"], depth - 1) * Sqrt(r[0] * h[1])) + later);
    }

    private static Wide SimplifiedExplicit(Inputs i)
    {
        (Wide rank, int depth) = (i.List("r").Max(), Depth(i));
        Wide powers = Sum(Enumerable.Range(0, depth - 1).Select(k => Pow(i["C1"], k)));
        return Radius(i) * Product(i.List("B")) * Sqrt(Width(i) / i["m"])
            * ((Pow(i["C1"], depth - 1) * Sqrt(rank)) + (2 * Sqrt(2) * i["C2"] * rank * powers));
    }

    private static Wide SudakovFernique(Inputs i)
    {
        (Wide[] r, Wide[] h) = (i.List("r"), i.List("h"));
        IEnumerable<Wide> widths = r.Select((rank, l) => l == 0
            ? Sqrt(rank * h[1])
            : Min(rank * (Sqrt(h[l + 1]) + Sqrt(h[l])), Sqrt(rank * h[l + 1] * h[l])));
        return i["X_frobenius"] / i["m"] * Product(i.List("B")) * Pow(Sum(widths.Select(width => Pow(width, (Wide)2 / 3))), 1.5);
    }
}
