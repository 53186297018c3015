using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>What the numbers of an assessment rest on, in words.</summary>
internal static class Assumptions
{
    public static IReadOnlyList<string> Of(Network network, InputNorms inputs, AssessmentOptions options,
        StatementNetwork stated)
    {
        List<string> lines = [$"inputs: {inputs.Source}"];
        if (options.Labels is not null)
        {
            lines.Add("margins: of the network in real arithmetic, for weights and inputs exactly as stored; R_gamma is the fraction of "
                + "samples with margin at most gamma, and its upper end enters the bounds");
        }

        if (options.Margin is null)
        {
            lines.Add("margin: 1 where an oracle has one (--margin sets it)");
        }

        lines.Add("limits read off the network and the data are certified upper ends (norms to the last double, what a pass through the "
            + "network gives to about 13 digits); each interval encloses the value at those limits");
        lines.Add("norm and rank limits are read off this trained network; a bound over a class fixed in advance needs the post-hoc "
            + "correction (a union over a grid of limits) to hold for them");
        lines.AddRange(stated.Said);

        if (options.Reference is { } reference)
        {
            lines.Add($"reference: {reference.Path}, which must have been fixed before the data");
        }

        if (options.Activation is { } named)
        {
            lines.Add($"activations: {named}, as stated by --activation, since the file holds weights only");
        }

        if (network.Layers.OfType<FactoredLayer>().Any())
        {
            lines.Add("a factored layer is the exact product of its stored factors; its rank is at most its inner dimension");
        }

        if (!network.OutputActivation.Steps.All(step => step.MovesOnly))
        {
            string margins = options.Labels is null
                ? string.Empty
                : ", while the margins are of the scores after it, so that no statement takes them";
            lines.Add($"the final '{network.OutputActivation.Kind}' is not part of the statements: the values are of the network before "
                + $"it{margins}");
        }

        return lines;
    }

    /// <summary>What was given and enters none of the values; what is measured of the data may still depend on it.</summary>
    public static IEnumerable<string> Unused(AssessmentOptions options, IEnumerable<OracleAssessment.Value> values, DataAssessment? data)
    {
        HashSet<string> used = [.. values.SelectMany(value => Decision.Facts(value.Oracle))];
        if (options.Delta is not null && !used.Contains("delta"))
        {
            yield return "--delta was given and changes nothing: no value shown here depends on the probability of failure";
        }

        if (options.Margin is not null && !used.Overlaps(OfMargin))
        {
            yield return data?.Margins is null
                ? "--margin was given and changes nothing: no value shown here depends on the margin"
                : "--margin was given and changes the margin risk of the data only: no oracle's value shown here depends on the margin";
        }
    }

    /// <summary>Facts that are the margin or measured at it.</summary>
    private static readonly string[] OfMargin = ["margin", "margin_risk", "ramp_loss"];
}
