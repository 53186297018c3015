using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Conditions;

/// <summary>Why a statement is not evaluated on a network, by kind.</summary>
public enum Obstacle
{
    /// <summary>An input is a choice of whoever proves, or of another statement's objects: neither network nor data determine it.</summary>
    Inputs,

    /// <summary>The statement holds for other networks or data.</summary>
    Hypotheses,

    /// <summary>The network of the file is not understood as one.</summary>
    Network,

    /// <summary>Something that may be given was not.</summary>
    Missing,

    /// <summary>The inputs lie outside the domain of the statement, or nothing is certified of them.</summary>
    Domain,
}

/// <summary>Decides before any decomposition whether a statement applies.</summary>
internal static class Decision
{
    /// <summary>
    /// The view of the network that the statement is about: a linear network's statements see every stored matrix as a layer, quantities of
    /// single matrices see the matrices as they are stored.
    /// </summary>
    public static NetworkView View(Oracle oracle, NetworkView view) => oracle.Hypotheses.Activation.Contains("linear") ? view.Unfolded
        : Needs(oracle, FactNeeds.EachLayer) ? view.AsStored : view;

    /// <summary>The facts that its inputs come from.</summary>
    public static IEnumerable<string> Facts(Oracle oracle) =>
        oracle.Given.Where(member => member.From is not null && !IsChosen(oracle, member)).SelectMany(member => member.From!.Facts)
            .Concat(oracle.Takes.SelectMany(taken => taken.Times?.Facts ?? [])).Distinct(StringComparer.Ordinal);

    /// <summary>True where a fact of that kind enters.</summary>
    public static bool Needs(Oracle oracle, FactNeeds needs) => Facts(oracle).Any(fact => (FactVocabulary.Find(fact)!.Needs & needs) != 0);

    /// <summary>True where margins of the network on the data enter.</summary>
    public static bool TakesMargins(Oracle oracle) => Needs(oracle, FactNeeds.Margins);

    /// <summary>Why the statement is not evaluated, or null. Statements that it takes are not looked at.</summary>
    public static (Obstacle Obstacle, string Reason)? Against(Oracle oracle, NetworkView whole)
    {
        NetworkView view = View(oracle, whole);
        if (oracle.Given.FirstOrDefault(member => !member.IsOptional && member.From is null
            && !IsChosen(oracle, member)) is { } undetermined)
        {
            return (Obstacle.Inputs, $"its input '{undetermined.Name}' does not follow from a network file");
        }

        // Hypotheses on activations are about the network as it is, unfolded or not.
        NetworkShape shape = view.Shape with { Between = whole.Network.Activations };
        bool isOfSingleMatrices = Needs(oracle, FactNeeds.EachLayer) && view.Maps.Count > 0;
        bool isOfScores = view.Understanding is { Runs: true } && Facts(oracle).All(FactReader.NeedsNoChain);
        if (view.Obstacle is { } obstacle && !isOfSingleMatrices && !isOfScores && !Needs(oracle, FactNeeds.TestSet)
            && (oracle.Hypotheses.Network != NetworkClass.None || Facts(oracle).Any()))
        {
            return (Obstacle.Network, obstacle);
        }

        if ((view.Obstacle is not null && isOfScores ? HypothesisCheck.ReasonAgainstScores(oracle.Hypotheses, shape)
            : HypothesisCheck.ReasonAgainst(oracle.Hypotheses, shape)) is { } reason)
        {
            bool isMissing = reason.StartsWith("needs ", StringComparison.Ordinal);
            return (isMissing ? Obstacle.Missing
                : reason == view.Bias || reason == view.Obstacle ? Obstacle.Network : Obstacle.Hypotheses, reason);
        }

        foreach (Member member in oracle.Given.Where(member => member.From is not null && !IsChosen(oracle, member)))
        {
            if (member.From!.Facts.Select(fact => FactReader.ReasonAgainst(fact, view))
                .FirstOrDefault(text => text is not null) is { } missing)
            {
                bool isMissing = missing.StartsWith("needs ", StringComparison.Ordinal);
                return (isMissing ? Obstacle.Missing : Obstacle.Hypotheses, isMissing
                    || missing.StartsWith("is ", StringComparison.Ordinal) ? $"its input '{member.Name}' {missing}" : missing);
            }
        }

        return null;
    }

    /// <summary>True for an input that is taken from other statements or left to be chosen.</summary>
    public static bool IsChosen(Oracle oracle, Member member) =>
        oracle.Takes.Any(taken => taken.Member == member.Name) || oracle.Free.Any(free => free.Key == member.Name);
}
