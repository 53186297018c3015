using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Sources;

/// <summary>The network that was fixed before the data: of the same shape, layer by layer.</summary>
internal static class ReferenceNetwork
{
    /// <summary>Its layers as linear maps.</summary>
    /// <exception cref="InputException">It is no network, or a layer differs in kind or size; it is named.</exception>
    public static IReadOnlyList<LinearMap> Read(StoredFile reference, IReadOnlyList<LinearMap> layers,
        StatementNetwork stated)
    {
        Network network = reference.Network is { NotUnderstoodText: null, Layers.Count: > 0 } known ? known
            : throw new InputException(
                $"--reference {reference.Path}: {reference.Network?.NotUnderstoodText
                ?? "there is no network in this file, and the order of its weights is not known (--layers)"}.");
        if (network.Layers.OfType<ConvolutionLayer>().FirstOrDefault(layer => ConvolutionMap.Operator(layer) is null) is { } unknown)
        {
            throw new InputException($"--reference {reference.Path}: layer '{unknown.Name}' is not known as a linear map.");
        }

        StatementNetwork start = StatementNetwork.Of(network, isKnown: true, carries: stated.Carries);
        if (start.Bias is { } biased)
        {
            throw new InputException($"--reference {reference.Path}: {(stated.Carries ? biased
                : $"it has biases, and the network's layers have none")}.");
        }

        LinearMap[] maps = [.. start.Network.Layers.Select(LinearMap.Of)];
        if (maps.Length != layers.Count)
        {
            throw new InputException($"--reference {reference.Path}: it has {maps.Length} layers, the network {layers.Count}.");
        }

        for (int i = 0; i < maps.Length; i++)
        {
            if (Shape(maps[i]) != Shape(layers[i]))
            {
                throw new InputException(
                    $"--reference {reference.Path}: layer '{maps[i].Name}' is {Shape(maps[i])}, but layer '{layers[i].Name}' of the "
                    + $"network is {Shape(layers[i])}.");
            }
        }

        return maps;
    }

    private static string Shape(LinearMap map) =>
        $"{(map.Convolution is null ? "a matrix" : "a convolution")} of "
            + $"{string.Join(" times ", map.Factors.Select(factor => $"{factor.Matrix.Rows} x {factor.Matrix.Columns}"))}";
}
