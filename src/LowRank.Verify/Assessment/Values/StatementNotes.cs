using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Values;

/// <summary>What must be said with a value: read off the statement's file.</summary>
internal static class StatementNotes
{
    public static IEnumerable<string> Of(Oracle oracle, NetworkView view, IEnumerable<TakenLimit> taken)
    {
        foreach (TakenLimit limit in taken)
        {
            string origin = limit.IsScaled ? "from the least bound here" : "the least bound of it here";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{limit.Member} = {limit.Value.ToDouble():g6}, {origin}, from {limit.By.Id}");
        }

        string[] facts = [.. Decision.Facts(oracle)];
        if (oracle.Kind == OracleKind.Bound && facts.Contains("delta"))
        {
            Rational confidence = Rational.One - view.Delta;
            string inWords = confidence.Denominator.IsOne ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $" ({confidence.ToDouble():g6})");
            string limits = Decision.TakesMargins(oracle) ? ", and limits the probability that a fresh sample is misclassified"
                : string.Empty;
            string sample = Decision.Needs(oracle, FactNeeds.TestSet) ? "test samples" : "sample";
            yield return $"holds with probability at least 1 - delta = {confidence}{inWords} over the draw of the {sample}{limits}";
        }

        foreach (string note in oracle.Given.Select(member => Decision.IsChosen(oracle, member) ? null
            : member.From?.Note).OfType<string>().Distinct())
        {
            yield return note;
        }

        if (Decision.Needs(oracle, FactNeeds.Reference) && view.Reference is null)
        {
            yield return "the reference fixed before the data is 0 in every layer (--reference gives another)";
        }

        if (Decision.Needs(oracle, FactNeeds.Jacobian))
        {
            yield return $"of the Jacobian by all weights on the first samples, as computed in double precision; "
                + $"'{ToolCommand.Line("jacobian")}' certifies the exact one on all of them";
        }

        if (oracle.Hypotheses.Outputs == "each" && view.Shape.Layers[^1].Outputs is not 1 and var outputs)
        {
            yield return $"stated for one output: it holds for each of the {outputs} output coordinates alone";
        }
    }
}
