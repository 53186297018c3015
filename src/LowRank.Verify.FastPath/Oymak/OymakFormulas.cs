using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Oymak;

/// <summary>Oymak, Fabian, Li, Soltanolkotabi 2019: all statements of the family by their ids.</summary>
internal static partial class OymakFormulas
{
    private static readonly Rational Half = new(1, 2);
    private static readonly Rational Two = new(2, 1);

    /// <summary>The formulas by id.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All =>
        Spectra.Concat(Steps).Concat(Widths).Concat(Bounds).Concat(Mixtures).Concat(Kernels).Concat(Networks).Concat(Splits)
        .Select(entry => KeyValuePair.Create("oymak2019/" + entry.Id, entry.Formula));

    private static WideReal Num(double value) => WideReal.Of(value);

    private static WideReal Root(WideReal x) => WideReal.Sqrt(x);

    private static WideReal Pow(WideReal x, int n) => WideReal.Pow(x, n);

    private static WideReal Least(WideReal x, WideReal y) => x < y ? x : y;

    private static WideReal Apart(Rational x, Rational y) => WideReal.Of(Rational.Abs(x - y));

    private static WideReal Norm(IEnumerable<WideReal> sizes) => Root(Total(sizes.Select(x => x * x)));

    private static WideReal Total(IEnumerable<WideReal> terms) => WideReal.Sum([.. terms]);

    private static WideReal Top(IEnumerable<WideReal> values) => values.Aggregate(WideReal.Zero, (top, x) => x > top ? x : top);

    private static (string Id, FastFormula Formula) Number(string id, Func<OymakReader, Func<WideReal>> read) => (id, (members, _) =>
    {
        OymakReader reader = new(members);
        Func<WideReal> value = read(reader);
        return reader.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(value());
    });

    private static (string Id, FastFormula Formula) Parts(string id,
        Func<OymakReader, Func<IEnumerable<(string Name, WideReal Value)>>> read) => (id, (members, _) =>
    {
        OymakReader reader = new(members);
        Func<IEnumerable<(string Name, WideReal Value)>> parts = read(reader);
        return reader.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Record(parts().Select(part => (part.Name, FastResult.Of(part.Value))));
    });
}
