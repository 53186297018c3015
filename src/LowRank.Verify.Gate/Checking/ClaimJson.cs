using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Checking;

/// <summary>The record of one claim.</summary>
public static class ClaimJson
{
    /// <summary>The object of one claim of an oracle file.</summary>
    public static JsonObject Write(Oracle oracle, ClaimResult result)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["file"] = oracle.SourceFile,
            ["oracle"] = oracle.Id,
            ["claim"] = result.Claim,
            ["verdict"] = result.VerdictName,
            ["cases"] = result.Cases,
            ["point"] = result.Point is { } point ? Write(point) : null,
            ["message"] = result.Message,
        };
    }

    private static JsonObject Write(ClaimPoint point)
    {
        JsonObject json = new() { ["inputs"] = InputJson.Write(point.Inputs), ["enclosure"] = RecordJson.Write(point.Value) };
        if (point.RelatedInputs is { } related)
        {
            json["contradiction"] = point.Contradiction;
            json["related"] = new JsonObject
            {
                ["description"] = point.Relation,
                ["oracle"] = point.RelatedOracle,
                ["inputs"] = InputJson.Write(related),
                ["enclosure"] = RecordJson.Write(point.RelatedValue),
            };
        }

        return json;
    }
}
