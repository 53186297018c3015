using System.Text;
using System.Text.Json.Nodes;
using LowRank.Samples;

// Usage: Harness [--precision float64|float32]
string precision = args is ["--precision", var named] ? named : "float64";
if (precision is not ("float64" or "float32") || args.Length is not (0 or 2))
{
    Console.Error.WriteLine("usage: Harness [--precision float64|float32]");
    return 2;
}

Wide.Single = precision == "float32";
(double low, double high) = Wide.Single ? (1.2e-38, 3.4e38) : (1e-300, 1e300);
Dictionary<string, Func<Inputs, object>> oracles = [];
foreach ((string family, IEnumerable<(string Id, Func<Inputs, object> Function)> members) in
    new[] { ("spectra", Spectra.Oracles), ("pinto2025", Pinto.Oracles), ("ledent2025", Ledent.Oracles) })
{
    foreach ((string id, Func<Inputs, object> function) in members)
    {
        oracles[$"{family}/{id}"] = function;
    }
}

using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
using StreamReader input = new(Console.OpenStandardInput(), new UTF8Encoding(false));
while (input.ReadLine() is { } line)
{
    JsonObject request = JsonNode.Parse(line)!.AsObject();
    switch ((string)request["op"]!)
    {
        case "start" when (int)request["protocol"]! == 1:
            output.WriteLine(Describe().ToJsonString());
            break;
        case "start":
            Console.Error.WriteLine($"protocol {request["protocol"]} is not understood, 1 is");
            return 1;
        case "run":
            JsonObject reply = Answer((string)request["oracle"]!, request["inputs"]!.AsObject());
            reply["seq"] = (long)request["seq"]!;
            output.WriteLine(reply.ToJsonString());
            break;
        default:
            return 0;
    }
}

return 0;

JsonObject Describe() => new()
{
    ["protocol"] = 1,
    ["implementation"] = new JsonObject { ["name"] = "C# sample", ["version"] = "1.0", ["language"] = "csharp" },
    ["precision"] = precision,
    ["oracles"] = new JsonObject(oracles.Keys.Select(id => KeyValuePair.Create(id, (JsonNode?)1))),
    ["conventions"] = new JsonObject { ["log"] = "e" },
};

JsonObject Answer(string oracle, JsonObject inputs)
{
    try
    {
        JsonNode result = Write(oracles[oracle](new Inputs(inputs)));
        return result is JsonObject o && o.ContainsKey("log10") ? o : new JsonObject { ["value"] = result };
    }
    catch (ArithmeticException outside)
    {
        return new JsonObject { ["skipped"] = outside.Message };
    }
    catch (Exception error)
    {
        return new JsonObject { ["error"] = $"{error.GetType().Name}: {error.Message}" };
    }
}

JsonNode Write(object result) => result switch
{
    Wide[] list => new JsonArray([.. list.Select(item => Write(item))]),
    Dictionary<string, object> parts => new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)Write(part.Value)))),
    Wide x when x.IsZero || (Math.Abs(x.Value) >= low && Math.Abs(x.Value) <= high) => x.Value,
    Wide x => new JsonObject { ["log10"] = x.Log10 },
    _ => throw new InvalidOperationException("a result of unknown shape"),
};
