using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>Inputs of oracles as JSON.</summary>
public static class InputJson
{
    /// <summary>Reads a record from JSON text.</summary>
    public static InputRecord Read(string json, string source) => throw new NotImplementedException();

    /// <summary>Reads a record from a JSON object.</summary>
    public static InputRecord Read(JsonElement element, string source) => throw new NotImplementedException();

    /// <summary>Writes a record.</summary>
    public static JsonObject Write(InputRecord record) => throw new NotImplementedException();
}
