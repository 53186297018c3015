using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>The activation that the user names for a file that holds weights only.</summary>
internal static class StatedActivation
{
    private const string Assumed = "assumed";

    /// <summary>The network with every assumed activation replaced by the one named.</summary>
    /// <exception cref="InputException">The name is not known, or the file says its activations itself.</exception>
    public static Network Apply(Network network, string name, string file)
    {
        if (name != "relu")
        {
            throw new InputException($"--activation {name}: the activations that can be named are: relu.");
        }

        if (network.Activations.Count > 0 && !network.Activations.Any(activation => activation.Steps.Any(step => step.Kind == Assumed)))
        {
            throw new InputException($"--activation {name}: {file} says its activations itself; leave --activation out.");
        }

        return network with { Activations =
            [.. network.Activations.Select(activation => new Activation([.. activation.Steps.Select(Replace)]))] };
    }

    private static ActivationStep Replace(ActivationStep step) => step.Kind == Assumed ? step.AsRelu() : step;
}
