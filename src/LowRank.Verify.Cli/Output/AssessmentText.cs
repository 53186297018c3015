using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>bounds</c>.</summary>
internal static class AssessmentText
{
    /// <summary>Digits of an enclosure in a table; --json and --digits give more.</summary>
    private const int TableDigits = 9;

    /// <summary>Items of an array that are shown.</summary>
    private const int MostItems = 4;

    public static void Write(Invocation invocation, AssessmentReport report, BoundsTextOptions options)
    {
        SummaryText.Write(invocation, report);
        if (options.IsSummary)
        {
            return;
        }

        invocation.Line();
        invocation.Line($"{report.File}");
        Chains(invocation, report);
        foreach (string line in report.Assumptions)
        {
            invocation.Line("  " + line);
        }

        foreach (string note in report.Notes)
        {
            invocation.Line("  note: " + note);
        }

        Layers(invocation, report);
        Data(invocation, report);
        Test(invocation, report.Test);
        RuntimeText.Write(invocation, report.Runtime, report.Data?.Margins);
        OracleAssessment.Value[] values = [.. report.Oracles.OfType<OracleAssessment.Value>()];
        BoundsTables.Write(invocation, report, values, options);
        Quantities(invocation, report, values);
        Refusals(invocation, report, options.IsWhy);
    }

    private static void Chains(Invocation invocation, AssessmentReport report)
    {
        if (report.Understanding is { Runs: true })
        {
            int chain = report.Oracles.OfType<OracleAssessment.NotApplicable>().Where(item => item.Obstacle == Obstacle.Network)
                .Select(item => item.Oracle.Id).Distinct().Count();
            invocation.Line($"  {chain} statements need a chain of layers; norms of the layers hold, and what follows from scores alone: "
                + "margins with --data and --labels, limits on the error with --test-data and --test-labels");
        }
    }

    public static string Name(Reading reading) => reading switch
    {
        Reading.AsStored => "as-stored",
        Reading.Truncated => "truncated",
        _ => "any",
    };

    private static void Layers(Invocation invocation, AssessmentReport report)
    {
        if (report.Layers.Count == 0)
        {
            return;
        }

        invocation.Line();
        invocation.Line("Layers");
        TextTable table = new("layer", "shape", "spectral norm", "Frobenius norm", "stable rank", "rank as stored", "storage rank")
        {
            Least = ["storage rank", "Frobenius norm", "stable rank", "rank as stored"],
        };
        foreach (LayerAssessment layer in report.Layers)
        {
            table.Row(
                layer.Name,
                $"{layer.Rows} x {layer.Columns}{(layer.Factors.Count > 1 ? $", {layer.Factors.Count} factors" : string.Empty)}",
                Text(layer.SpectralNorm),
                Text(layer.FrobeniusNorm),
                layer.StableRank is { } stable ? Text(stable) : "-",
                layer.Rank.ToString(),
                layer.StorageRank?.ToString() ?? "none");
        }

        table.WriteTo(invocation);
        Convolutions(invocation, report);
        if (TruncationNote(report) is { } note)
        {
            invocation.Line("  " + note);
        }
    }

    private static void Data(Invocation invocation, AssessmentReport report)
    {
        if (report.Data is not { } data)
        {
            return;
        }

        invocation.Line();
        invocation.Line("Data");
        if (data.Margins is { } margins)
        {
            string gamma = Exact(margins.Gamma);
            invocation.Line($"  margin risk      R_gamma = {Fraction(margins.Below, margins.Samples)} at gamma = {gamma}  "
                + $"({margins.Below} of {margins.Samples} samples with margin at most gamma)");
            invocation.Line($"  errors           {margins.Errors} of {margins.Samples} samples with margin at most 0");
            invocation.Line($"  margins          least {Text(margins.Least)}, median {Text(margins.Median)}");
            invocation.Line($"  largest gamma    {LargestGamma(margins)} for a loss of accuracy of at most "
                + $"{Exact(margins.AccuracyLoss)}; a gamma chosen on the sample needs a union bound");
        }

        TextTable table = new("before layer", "largest norm", "largest patch norm");
        for (int l = 0; l < data.ActivationNorms.Count; l++)
        {
            table.Row((l + 1).ToString(CultureInfo.InvariantCulture), Text(data.ActivationNorms[l]), Text(data.PatchNorms[l]));
        }

        if (data.ActivationNorms.Count > 0)
        {
            table.WriteTo(invocation);
        }

        invocation.Line($"  fast executor    {data.Fast.Executor}: largest distance from the certified scores "
            + $"{EnclosureFormat.Short(data.Fast.LargestDistance)}"
            + (data.Fast.Below is { } below ? $", {below} samples with margin at most gamma" : string.Empty));
    }

    private static void Test(Invocation invocation, MarginAssessment? test)
    {
        if (test is not null)
        {
            invocation.Line();
            invocation.Line("Test data");
            invocation.Line($"  errors           {test.Errors} of {test.Samples} samples with margin at most 0");
            invocation.Line($"  margins          least {Text(test.Least)}, median {Text(test.Median)}");
        }
    }

    /// <summary>n/m as a decimal bracket.</summary>
    public static string Fraction(Spectra.Ranks.IntegerBracket count, int samples)
    {
        if (count.IsDecided)
        {
            return Exact(new Rational(count.Lower, samples));
        }

        IntervalContext context = new(64);
        return $"[{context.Of(new Rational(count.Lower, samples)).LowerDecimal(TableDigits)}, "
            + $"{context.Of(new Rational(count.Upper, samples)).UpperDecimal(TableDigits)}]";
    }

    /// <summary>The largest gamma as text.</summary>
    public static string LargestGamma(MarginAssessment margins) =>
        margins.LargestGamma is not { } gamma ? "none positive" : double.IsInfinity(gamma) ? "unlimited" : EnclosureFormat.Number(gamma);

    private static string Exact(Rational value) => Rational.Of(value.ToDouble()) == value
        || Rational.Parse(EnclosureFormat.Number(value.ToDouble())) == value
        ? EnclosureFormat.Number(value.ToDouble())
        : value.ToString();

    private static void Convolutions(Invocation invocation, AssessmentReport report)
    {
        if (report.Layers.All(layer => layer.Convolution is null))
        {
            return;
        }

        invocation.Line("  norms in the table are those of the reshaped kernels; as linear maps on their grids the convolutions have");
        TextTable table = new("layer", "kernel", "input", "output", "stride", "padding", "operator norm", "by")
        {
            Least = ["by", "padding", "stride", "kernel", "output", "input"],
        };
        foreach (LayerAssessment layer in report.Layers)
        {
            if (layer.Convolution is { } convolution)
            {
                ConvolutionOperator map = convolution.Operator;
                table.Row(
                    layer.Name,
                    Grid(map.KernelShape) + (map.Dilations.Any(d => d > 1) ? $" dilated {Grid(map.Dilations)}" : string.Empty)
                        + (map.Groups > 1 ? $", {map.Groups} groups" : string.Empty),
                    $"{map.InputChannels} x {Grid(map.InputShape)}",
                    $"{map.OutputChannels} x {Grid(map.OutputShape)}",
                    Grid(map.Strides),
                    map.PadsBegin.SequenceEqual(map.PadsEnd) ? Grid(map.PadsBegin) : $"{Grid(map.PadsBegin)} and {Grid(map.PadsEnd)}",
                    Text(convolution.OperatorNorm),
                    convolution.Route);
            }
        }

        table.WriteTo(invocation);
    }

    private static string Grid(IReadOnlyList<int> sizes) => string.Join('x', sizes);

    /// <summary>What the truncated reading costs and for which inputs; null where the cost is not known.</summary>
    public static string? TruncationNote(AssessmentReport report) =>
        report.OutputChange is not { } change || report.Layers.Count == 0 ? null
        : change.IsZero ? "truncated = as stored: no layer is cut at its storage rank, so the output does not change"
        : $"truncated: cutting every layer to its storage rank changes the output by at most "
            + $"{change.ToDecimal(4, Rounding.Up)}{Condition(report)}; charge it to the margin";

    private static string Condition(AssessmentReport report) => report.Inputs is { } inputs
        ? $" for inputs of norm at most {BigFloat.Of(inputs.MaximumNorm, 64, Rounding.Up).ToDecimal(6, Rounding.Up)}"
        : string.Empty;

    /// <summary>Functions of the network's own objects: of each layer in a column of its own, of the whole in a list.</summary>
    private static void Quantities(Invocation invocation, AssessmentReport report, OracleAssessment.Value[] values)
    {
        OracleAssessment.Value[] all = [.. values.Where(value => value.Oracle.Kind is OracleKind.Quantity or OracleKind.Identity)];
        if (all.Length == 0)
        {
            return;
        }

        invocation.Line();
        invocation.Line("Quantities (functions of the matrices and of the Jacobian, not bounds)");
        foreach (IGrouping<string, OracleAssessment.Value> ofOracle in all.GroupBy(value => value.Oracle.Id))
        {
            IEnumerable<string> texts = ofOracle.Select(value =>
                (value.Layer is { } layer ? layer + " " : string.Empty) + Short(value.Reference.Result));
            invocation.Line($"  {ofOracle.Key}: {string.Join("; ", texts)}");
        }

        foreach (IGrouping<string, string> note in all.SelectMany(value => value.Notes.Select(text => (value.Oracle.Id, Text: text)))
            .Distinct().GroupBy(item => item.Text, item => item.Id))
        {
            invocation.Line($"  {string.Join(", ", note)}: {note.Key}");
        }
    }

    public static string Short(Shaped<CertifiedNumber>? result) => result switch
    {
        Shaped<CertifiedNumber>.Scalar scalar => Text(scalar.Value.Enclosure),
        Shaped<CertifiedNumber>.Sequence list =>
            $"[{string.Join(", ", list.Items.Take(MostItems).Select(Short))}"
                + $"{(list.Items.Count > MostItems ? $", ... {list.Items.Count} in all" : string.Empty)}]",
        Shaped<CertifiedNumber>.Named named => string.Join(", ", named.Parts.Select(part => $"{part.Key} {Short(part.Value)}")),
        _ => "undecided",
    };

    private static void Refusals(Invocation invocation, AssessmentReport report, bool isFull)
    {
        OracleAssessment.NotApplicable[] refused = [.. report.Oracles.OfType<OracleAssessment.NotApplicable>()];
        if (refused.Length == 0)
        {
            return;
        }

        invocation.Line();
        invocation.Line($"Not evaluated{(isFull ? string.Empty : " (--why lists them all)")}");
        if (!isFull)
        {
            foreach (IGrouping<Obstacle, OracleAssessment.NotApplicable> group in refused.GroupBy(item => item.Obstacle)
                .OrderBy(group => group.Key))
            {
                int count = group.Select(item => item.Oracle.Id).Distinct().Count();
                invocation.Line($"  {count} {Meaning(group.Key, report.Understanding)}");
            }

            foreach (OracleAssessment.NotApplicable own in refused.Where(item => report.Own.Contains(item.Oracle)))
            {
                invocation.Line($"  {own.Oracle.Id}, of {own.Oracle.SourceFile}: {own.Reason}");
            }

            return;
        }

        foreach (IGrouping<string, string> group in refused
            .Select(item => (item.Reason, Id: item.Reading == Reading.Any ? item.Oracle.Id : $"{item.Oracle.Id} ({Name(item.Reading)})"))
                .GroupBy(item => item.Reason, item => item.Id))
        {
            invocation.Line($"  {string.Join(", ", group)}");
            invocation.Line($"      {group.Key}");
        }
    }

    private static string Meaning(Obstacle obstacle, Understanding? understanding) => obstacle switch
    {
        Obstacle.Network when understanding is { Runs: true } => "need a chain of layers",
        Obstacle.Inputs => "take a number that neither the network nor the data determine",
        Obstacle.Hypotheses => "hold for other networks or data",
        Obstacle.Network => "need a network that is understood as one without biases",
        Obstacle.Missing => "need data, labels or a reference that was not given",
        _ => "have no value on these inputs",
    };

    private static string Text(Interval enclosure) => EnclosureFormat.Text(enclosure, TableDigits - 3);
}
