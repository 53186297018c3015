using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Conditions;

/// <summary>What keeps every statement about networks from a file.</summary>
internal static class NetworkObstacles
{
    /// <summary>Why the file is no network of layers with known maps whose inputs are the data, the first reason, or null.</summary>
    public static string? Against(Network network) => Reasons(network).FirstOrDefault();

    private static IEnumerable<string> Reasons(Network network)
    {
        if (network.NotUnderstoodText is { } text)
        {
            yield return text;
        }

        if (network.Layers.Count == 0)
        {
            yield return "the file has no layers";
        }

        if (network.Layers.OfType<ConvolutionLayer>().Select(ConvolutionMap.ReasonAgainst)
            .FirstOrDefault(reason => reason is not null) is { } unknown)
        {
            yield return unknown;
        }

        if (!network.InputActivation.Steps.All(step => step.MovesOnly))
        {
            yield return $"'{network.InputActivation.Kind}' stands before the first layer, so the norms of its inputs are not those of "
                + $"the data";
        }
    }
}
