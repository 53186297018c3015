using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Reports;

/// <summary>Shrunk failures as candidates for fixed cases, in the format of the vectors.</summary>
public static class CandidateVectors
{
    private const int MostDigits = 17;
    private const int SlugBytes = 5;
    private const string Flag = "known-bug";

    /// <summary>The lines of a file with the candidates of a run after the ones that are there.</summary>
    /// <param name="findings">The run.</param>
    /// <param name="existing">Lines of the file.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="InputException">An existing line is no vector.</exception>
    public static IReadOnlyList<string> Lines(RunFindings findings, IReadOnlyList<string> existing, string source)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(existing);
        HashSet<string> ids = new(existing.Select((line, i) => VectorFile.Parse(line, VectorFile.Where(source, i + 1)).Id),
            StringComparer.Ordinal);
        List<string> lines = [.. existing];
        foreach (RunCase found in findings.Failures.SelectMany(group => group.Cases.Where((c, i) => i == 0 || c.Shrinks > 0))
            .Where(c => !c.IsVector))
        {
            if (Of(found, findings.Report.Header) is { } vector && ids.Add(vector.Id))
            {
                lines.Add(VectorFile.Write(vector));
            }
        }

        return lines;
    }

    // A case whose value the reference could not enclose is no vector.
    private static TestVector? Of(RunCase found, RunHeader header)
    {
        if (Expected(found.Enclosure) is not { } expect)
        {
            return null;
        }

        string hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{found.Oracle} {found.Revision} {found.Inputs.ToJsonString()}")).AsSpan(0, SlugBytes));
        using JsonDocument inputs = JsonDocument.Parse(found.Inputs.ToJsonString());
        string what = found.Message is { } message ? $"{found.Verdict.Name()}: {message}" : found.Verdict.Name();
        return new TestVector(
            $"{found.Oracle.Replace('/', '-').Replace('.', '-')}-candidate-{hash}",
            found.Oracle,
            found.Revision,
            [Flag],
            InputJson.Read(inputs.RootElement, $"case {found.Id}"),
            expect,
            expect.Digits(MostDigits),
            $"{header.Implementation.Name} {header.Implementation.Version} fails here ({found.Property}; {what}).");
    }

    private static ExpectedValue? Expected(JsonNode? enclosure) => Shape(enclosure) is { } shape ? new ExpectedValue(shape) : null;

    private static Shaped<ExpectedNumber>? Shape(JsonNode? enclosure) => enclosure switch
    {
        JsonArray list => list.Select(Shape).ToArray() is var items
            && items.All(item => item is not null) ? new Shaped<ExpectedNumber>.Sequence(items!) : null,
        JsonObject { Count: 2 } ends when ends["lower"] is JsonValue lower && ends["upper"] is JsonValue upper =>
            Number((string?)lower, (string?)upper),
        JsonObject parts => parts.Select(part => (part.Key, Value: Shape(part.Value))).ToArray() is var named
            && named.All(part => part.Value is not null)
            ? new Shaped<ExpectedNumber>.Named(named.ToDictionary(part => part.Key, part => part.Value!, StringComparer.Ordinal))
            : null,
        _ => null,
    };

    private static Shaped<ExpectedNumber>.Scalar? Number(string? lower, string? upper)
    {
        try
        {
            return lower is null || upper is null ? null : new Shaped<ExpectedNumber>.Scalar(new ExpectedNumber(lower, upper));
        }
        catch (FormatException)
        {
            return null; // an end beyond what decimals are read back to
        }
    }
}
