using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>jacobian</c>.</summary>
internal static class JacobianText
{
    public static void Write(Invocation invocation, JacobianReport report)
    {
        int weights = report.Weights.Sum(weight => weight.Count);
        invocation.Line($"{report.File}");
        invocation.Line($"  Jacobian         {report.Samples * report.Classes} x {weights}: {report.Classes} scores of {report.Samples} "
            + $"samples, class by class, by {weights} weights");
        foreach ((string name, int count) in report.Weights)
        {
            invocation.Line($"    {name}: {count}");
        }

        invocation.Line(report.Error is { } error
            ? $"  error            the exact Jacobian, for weights and inputs as stored, lies within {EnclosureFormat.Short(error)} of "
                + $"the computed one (Frobenius norm); every enclosure is of the exact one"
            : "  error            not bounded: the enclosures are of the Jacobian as computed");
        foreach (string note in report.Notes)
        {
            invocation.Line("  note: " + note);
        }

        if (report.Method is { } method)
        {
            invocation.Line($"  not held         {method}");
        }

        invocation.Line($"  digits           {JacobianEnclosure.Reached(report)}");
        invocation.Line($"  Frobenius norm   {Text(report.FrobeniusNorm, report)}");
        invocation.Line();
        invocation.Line($"Singular values (the largest {report.SingularValues.Count} of {report.Count})");
        for (int i = 0; i < report.SingularValues.Count; i++)
        {
            invocation.Line($"  sigma[{i + 1}] {Text(report.SingularValues[i], report)}");
        }

        RuntimeText.Write(invocation, report.Runtime, margins: null);
        invocation.Line();
        if (report.Undecided is { } reason)
        {
            invocation.Line($"Information and nuisance space: {reason}");
            Chosen(invocation, report);
            return;
        }

        invocation.Line($"Information space: the left singular vectors of the {report.Rank} singular values of at least "
            + $"{EnclosureFormat.Number(report.Cutoff!.Value.ToDouble())}; nuisance space: all that is orthogonal to it");
        Chosen(invocation, report);
        if (report.Labels is not { } labels || report.Residual is not { } residual)
        {
            return;
        }

        string gamma = EnclosureFormat.Number(report.Gamma.ToDouble());
        TextTable table = new("of", "norm", "Pi_I, scaled", "Pi_N, scaled", "J_I^+, scaled", "effective singular value",
            $"early stopping B (Gamma {gamma})", "distance D");
        foreach ((string name, SpaceSplit<Interval> alignment) in new[] { ("labels y", labels), ("residual f - y", residual) })
        {
            Rational cutoff = report.Cutoff.Value;
            table.Row(
                name,
                Text(alignment.Norm, report),
                Optional(alignment.ScaledInformation(), report),
                Optional(alignment.ScaledNuisance(), report),
                Optional(alignment.ScaledInverse(), report),
                Optional(alignment.EffectiveSingularValue(), report),
                Text(alignment.EarlyStoppingValue(cutoff, report.Gamma), report),
                Text(alignment.EarlyStoppingDistance(cutoff, report.Gamma), report));
        }

        table.WriteTo(invocation);
        invocation.Line("  scaled: divided by the norm, as the published tables print it; J_I^+: the pseudo-inverse of J cut to the "
            + "information space");
        invocation.Line("  for y, and for the residual r = f - y in its place: effective singular value ||Pi_I y||/||J_I^+ y||;");
        invocation.Line("  B = sqrt(alpha^2 ||J_I^+ y||^2 + (Gamma/alpha)^2 ||J^T Pi_N y||^2) and D = B/alpha, alpha the cutoff");
    }

    private static void Chosen(Invocation invocation, JacobianReport report)
    {
        if (report.IsCutoffChosen)
        {
            int last = report.SingularValues.Count;
            string place = last < report.Count ? $"between singular values {last} and {last + 1}"
                : $"below the last singular value, {last}";
            invocation.Line($"  the cutoff was chosen here, {place}, because --cutoff was not given: it moves with --top");
        }
    }

    private static string Text(Interval enclosure, JacobianReport report) => EnclosureFormat.Text(enclosure, report.Digits);

    private static string Optional(Interval? enclosure, JacobianReport report) => enclosure is null ? "-" : Text(enclosure, report);
}
