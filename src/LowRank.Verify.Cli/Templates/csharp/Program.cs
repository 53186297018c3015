// A harness for `lowrank gate`: put your functions into Oracles.
//
//     dotnet build -c Release
//     {{lowrank}} gate -- dotnet bin/Release/net10.0/Harness.dll
//
// `{{lowrank}} describe` lists the oracles, `{{lowrank}} describe <id>` shows the formula and the inputs of one.
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

// Standard output belongs to the protocol: whatever else is printed goes to standard error.
using StreamWriter answers = new(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
Console.SetOut(Console.Error);
while (Console.ReadLine() is { } line)
{
    JsonObject request = JsonNode.Parse(line)!.AsObject();
    switch ((string)request["op"]!)
    {
        case "start":
            if ((int)request["protocol"]! != 1)
            {
                Console.Error.WriteLine($"protocol {request["protocol"]} is not understood, 1 is");
                return 1;
            }

            answers.WriteLine(Harness.Start().ToJsonString());
            break;
        case "run":
            JsonObject reply = Harness.Answer((string)request["oracle"]!, request["inputs"]!.AsObject());
            reply["seq"] = (long)request["seq"]!;
            answers.WriteLine(reply.ToJsonString());
            break;
        default:
            return 0;
    }
}

return 0;

/// <summary>Thrown where a case is not treated: it is skipped, with the reason. Any other exception is an error.</summary>
internal sealed class Skip(string reason) : Exception(reason);

/// <summary>What is gated.</summary>
internal static class Harness
{
    // What you compute in: float64, float32, bfloat16 or float16.
    private const string Precision = "float64";

    // Oracle: revision and function of the inputs. Only what stands here is asked.
    private static readonly Dictionary<string, (int Revision, Func<JsonObject, JsonNode> Function)> Oracles = new()
    {
        ["spectra/frobenius-norm"] = (1, inputs => FrobeniusNorm(Reading.Matrix(inputs["A"]!))),
        ["spectra/spectral-norm"] = (1, inputs => throw new Skip("not implemented: spectral norm")), // TODO
    };

    public static JsonObject Start() => new()
    {
        ["protocol"] = 1,
        ["implementation"] = new JsonObject { ["name"] = "my implementation", ["version"] = "0.1", ["language"] = "csharp" },
        ["precision"] = Precision,
        ["oracles"] = new JsonObject(Oracles.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value.Revision))),
        ["conventions"] = new JsonObject { ["log"] = "e" },
    };

    // A number, an array or an object of parts; beyond the range of doubles answer {"log10": x} in its place.
    public static JsonObject Answer(string oracle, JsonObject inputs)
    {
        try
        {
            JsonNode result = Exact(Oracles[oracle].Function(inputs));
            return result is JsonObject o && o.ContainsKey("log10") ? o : new JsonObject { ["value"] = result };
        }
        catch (Skip reason)
        {
            return new JsonObject { ["skipped"] = reason.Message };
        }
        catch (Exception error)
        {
            return new JsonObject { ["error"] = $"{error.GetType().Name}: {error.Message}" };
        }
    }

    // JSON has no NaN and no infinity, and the shortest text of a float is not that float as a double.
    private static JsonNode Exact(JsonNode? result) => result switch
    {
        JsonArray list => new JsonArray([.. list.Select(Exact)]),
        JsonObject parts => new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)Exact(part.Value)))),
        JsonValue value when value.TryGetValue(out float single) => Double(single),
        JsonValue value when value.TryGetValue(out double number) => Double(number),
        { } other => other.DeepClone(),
        null => throw new InvalidOperationException("a number was expected, not null"),
    };

    private static JsonNode Double(double number) => double.IsFinite(number) ? number
        : double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";

    private static double FrobeniusNorm(double[,] a)
    {
        double largest = a.Cast<double>().Max(Math.Abs);
        return largest == 0 ? 0 : largest * Math.Sqrt(a.Cast<double>().Sum(x => x / largest * (x / largest)));
    }
}

/// <summary>Inputs as numbers.</summary>
internal static class Reading
{
    /// <summary>A JSON number is one double, a string ("1/3", "0.1", "1e-400") the exact rational that it spells, rounded.</summary>
    public static double Number(JsonNode value)
    {
        if (value.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            return (double)value;
        }

        string[] parts = ((string)value!).Split('/');
        return parts.Length == 1
            ? double.Parse(parts[0], CultureInfo.InvariantCulture)
            : (double)BigInteger.Parse(parts[0], CultureInfo.InvariantCulture)
                / (double)BigInteger.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    /// <summary>{"shape", "dtype", "data"}, data in base64, little-endian, row by row.</summary>
    public static double[,] Matrix(JsonNode value)
    {
        (int rows, int columns) = ((int)value["shape"]![0]!, (int)value["shape"]![1]!);
        byte[] raw = Convert.FromBase64String((string)value["data"]!);
        string dtype = (string)value["dtype"]!;
        int size = raw.Length / (rows * columns);
        double[,] a = new double[rows, columns];
        for (int k = 0; k < rows * columns; k++)
        {
            ReadOnlySpan<byte> entry = raw.AsSpan(k * size, size);
            a[k / columns, k % columns] = dtype switch
            {
                "float64" => BinaryPrimitives.ReadDoubleLittleEndian(entry),
                "float32" => BinaryPrimitives.ReadSingleLittleEndian(entry),
                "float16" => (double)BinaryPrimitives.ReadHalfLittleEndian(entry),
                "bfloat16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(entry) << 16),
                "int8" => (sbyte)raw[k] * (double)value["scale"]!,
                _ => throw new NotSupportedException(dtype),
            };
        }

        return a;
    }
}
