using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>One case as the records of a run tell it. Inputs, enclosure and answers are parsed when they are asked for.</summary>
public sealed class RunCase
{
    private readonly Lazy<byte[]> text;
    private JsonObject? json;

    internal RunCase(RecordFields fields, byte[] text, Func<string, string> shared)
    {
        this.text = new Lazy<byte[]>(text);
        Id = fields.Text("id");
        Unit = shared(fields.Text("unit"));
        Oracle = shared(fields.Text("oracle"));
        Revision = fields.Integer("revision");
        Kind = Enum.GetValues<OracleKind>().Cast<OracleKind?>().FirstOrDefault(kind => OracleDescription.Word(kind!.Value) == fields.Text("kind"))
            ?? throw new InputException($"{fields.Where}: the kind '{fields.Text("kind")}' is unknown");
        Property = shared(fields.Text("property"));
        Verdict = VerdictNames.Parse(fields.Text("verdict")) ?? throw new InputException($"{fields.Where}: the verdict '{fields.Text("verdict")}' is unknown");
        Distance = fields.Number("distance");
        RelativeError = fields.Number("relativeError");
        Condition = fields.Number("condition");
        Message = fields.OptionalText("message");
        Diagnostics = fields.OptionalText("diagnostics");
        Shrinks = fields.Integer("shrinks");
        _ = fields.Object("inputs");
        string[] parts = Id.Split(':');
        Part = parts.Length == 4 ? shared(parts[1]) : throw new InputException($"{fields.Where}: the id '{Id}' is not <oracle>:<part>:<seed>:<size>");
    }

    // Of a case of a running gate the record is written only when somebody asks for more than its verdict.
    internal RunCase(GateRecord record, string unit)
    {
        text = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(NdjsonSink.Text(record, unit)));
        Id = record.Replay.ToString();
        Unit = unit;
        Oracle = record.Oracle;
        Revision = record.Revision;
        Kind = record.Kind;
        Property = record.Property;
        Verdict = record.Verdict;
        Distance = record.Distance;
        RelativeError = record.RelativeError;
        Condition = record.Condition;
        Message = record.Message;
        Diagnostics = record.Diagnostics;
        Shrinks = record.Shrinks;
        Part = record.Replay.Property;
    }

    /// <summary>Id of the case, unique in a run; also the token that replays it.</summary>
    public string Id { get; }

    /// <summary>Id of its unit.</summary>
    public string Unit { get; }

    /// <summary>Id of the oracle.</summary>
    public string Oracle { get; }

    /// <summary>The oracle's revision.</summary>
    public int Revision { get; }

    /// <summary>What the oracle's value is.</summary>
    public OracleKind Kind { get; }

    /// <summary>What was tested, in words.</summary>
    public string Property { get; }

    /// <summary>What was tested, as the id names it: value, property-2, sweep-3, vector-….</summary>
    public string Part { get; }

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }

    /// <summary>Signed distance from the exact value in tolerances.</summary>
    public double? Distance { get; }

    /// <summary>Distance from the exact value relative to its size.</summary>
    public double? RelativeError { get; }

    /// <summary>How ill-conditioned the case is.</summary>
    public double? Condition { get; }

    /// <summary>What is wrong, in words.</summary>
    public string? Message { get; }

    /// <summary>The end of standard error during a failing case.</summary>
    public string? Diagnostics { get; }

    /// <summary>Simplifications that led to the inputs.</summary>
    public int Shrinks { get; }

    /// <summary>The inputs.</summary>
    public JsonObject Inputs => (JsonObject)Json["inputs"]!;

    /// <summary>Encloses the exact value; null when the reference could not.</summary>
    public JsonNode? Enclosure => Json["enclosure"];

    /// <summary>What was answered; null when nothing was.</summary>
    public JsonNode? Answer => Json["answer"];

    /// <summary>The second call of a property test: description, oracle, inputs, enclosure, answer.</summary>
    public JsonObject? Related => Json["related"] as JsonObject;

    /// <summary>Bytes of the record: larger inputs make a longer one.</summary>
    internal int Length => text.Value.Length;

    /// <summary>True for a fixed case.</summary>
    internal bool IsVector => Part.StartsWith(ReplayToken.VectorPrefix, StringComparison.Ordinal);

    /// <summary>True for a point of a grid of p.</summary>
    internal bool IsSweep => Part.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal)
        && Part.AsSpan(ReplayToken.SweepPrefix.Length) is { Length: > 0 and < 6 } step && step.IndexOfAnyExceptInRange('0', '9') < 0;

    private JsonObject Json => json ??= (JsonObject)JsonNode.Parse(text.Value)!;
}
