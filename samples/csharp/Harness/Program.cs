// A whole harness for one oracle: lowrank gate -- dotnet samples/csharp/Harness/bin/Release/net10.0/Harness.dll
using System.Globalization;
using System.Text.Json.Nodes;

const string Start =
    """{"protocol":1,"implementation":{"name":"short sample","version":"1.0","language":"csharp"}"""
    + ""","precision":"float64","oracles":{"pinto2025/lemma-6":1},"conventions":{"log":"e"}}""";
while (Console.ReadLine() is { } line && JsonNode.Parse(line) is { } request && (string?)request["op"] is { } op && op != "stop")
{
    Console.WriteLine(op == "start" ? Start.Trim() : Answer(request["inputs"]!, (long)request["seq"]!).ToJsonString());
}

// B[l]·√(r[l]·h[l]); h counts from 0, the others from 1.
static JsonObject Answer(JsonNode inputs, long seq)
{
    int l = (int)Number(inputs["l"]);
    double value = Number(inputs["B"]![l - 1]) * Math.Sqrt(Number(inputs["r"]![l - 1]) * Number(inputs["h"]![l]));
    return double.IsNormal(value) ? new() { ["seq"] = seq, ["value"] = value }
        : new() { ["seq"] = seq, ["skipped"] = "beyond the range of doubles" };
}

// A JSON number, or a string that spells a rational: "1/3", "0.1", "1e-400".
static double Number(JsonNode? value) =>
    value!.ToString().Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Aggregate((x, y) => x / y);
