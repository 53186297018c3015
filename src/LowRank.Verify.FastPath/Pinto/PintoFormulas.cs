namespace LowRank.Verify.FastPath.Pinto;

/// <summary>The formulas of the family pinto2025.</summary>
internal static class PintoFormulas
{
    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("pinto2025/lemma-4", PintoBounds.Lemma4),
        new("pinto2025/lemma-5", PintoBounds.Lemma5),
        new("pinto2025/lemma-6", PintoBounds.Lemma6),
        new("pinto2025/lemma-9", PintoGeneralization.Lemma9),
        new("pinto2025/lemma-10", PintoBounds.Lemma10),
        new("pinto2025/theorem-1", PintoGeneralization.Theorem1),
        new("pinto2025/theorem-2", PintoGeneralization.Theorem2),
        new("pinto2025/theorem-2-corrected", PintoGeneralization.Theorem2Corrected),
        new("pinto2025/margin-form", PintoGeneralization.MarginForm),
        new("pinto2025/theorem-8", PintoGeneralization.Theorem8),
        new("pinto2025/theorem-11", PintoGeneralization.Theorem11),
        new("pinto2025/theorem-12", PintoGeneralization.Theorem12),
        new("pinto2025/theorem-12-corrected", PintoGeneralization.Theorem12Corrected),
        new("pinto2025/theorem-7", PintoBounds.Theorem7),
        new("pinto2025/theorem-7/from-weights", PintoWeights.Theorem7),
        new("pinto2025/theorem-7-lemma5", PintoBounds.Theorem7Lemma5),
        new("pinto2025/theorem-7-tight", PintoBounds.Theorem7Tight),
        new("pinto2025/theorem-7-tight-relu", PintoBounds.Theorem7TightRelu),
        new("pinto2025/recursion", PintoBounds.Recursion),
        new("pinto2025/simplified", PintoBounds.Simplified),
        new("pinto2025/simplified-explicit", PintoBounds.SimplifiedExplicit),
        new("pinto2025/tripuraneni", PintoAlternatives.Tripuraneni),
        new("pinto2025/trivial", PintoAlternatives.Trivial),
        new("pinto2025/sudakov-fernique", PintoAlternatives.SudakovFernique),
        new("pinto2025/covering", PintoAlternatives.Covering),
        new("pinto2025/covering-bounded-loss", PintoAlternatives.CoveringBoundedLoss),
        new("pinto2025/table-1/ours", PintoTable.Ours),
        new("pinto2025/table-1/ours-on-class", PintoTable.OursOnClass),
        new("pinto2025/table-1/golowich2018", PintoTable.Golowich),
        new("pinto2025/table-1/golowich2018-on-class", PintoTable.GolowichOnClass),
        new("pinto2025/table-1/neyshabur2018", PintoTable.Neyshabur),
        new("pinto2025/table-1/neyshabur2018-on-class", PintoTable.CubeOfDepthOnClass),
        new("pinto2025/table-1/bartlett2017", PintoTable.Bartlett),
        new("pinto2025/table-1/bartlett2017-on-class", PintoTable.CubeOfDepthOnClass),
    ];
}
