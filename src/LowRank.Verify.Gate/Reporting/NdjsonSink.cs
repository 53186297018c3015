using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>
/// Writes a run as it goes on, one JSON object per line: the run, then of each unit its cases and a line that closes it, then the end.
/// What a killed run leaves behind is read again up to its last closed unit.
/// </summary>
/// <param name="write">Takes whole lines.</param>
public sealed class NdjsonSink(Action<string> write) : IGateSink
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when the run continues an earlier one, whose first line stands already.</summary>
    public bool IsContinued { get; init; }

    /// <inheritdoc/>
    public void Begin(GateRunHeader header)
    {
        if (!IsContinued)
        {
            Line(GateJson.Write(header));
        }
    }

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => Line(GateJson.Write(failure));

    /// <inheritdoc/>
    public void Unit(string unit, IReadOnlyList<GateRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        foreach (GateRecord record in records)
        {
            write(Text(record, unit));
        }

        Line(new JsonObject { ["record"] = "unit", ["id"] = unit, ["cases"] = records.Count });
    }

    /// <inheritdoc/>
    public void End(int calls, TimeSpan elapsed) =>
        Line(new JsonObject { ["record"] = "end", ["calls"] = calls, ["seconds"] = Seconds(elapsed) });

    internal static double Seconds(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);

    /// <summary>The line of a case.</summary>
    internal static string Text(GateRecord record, string unit)
    {
        JsonObject json = GateJson.Write(record);
        json["unit"] = unit;
        return json.ToJsonString(Format);
    }

    private void Line(JsonObject json) => write(json.ToJsonString(Format));
}
