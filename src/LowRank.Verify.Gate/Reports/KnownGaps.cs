using System.Globalization;
using LowRank.Verify.Gate.Contract;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Gate.Reports;

/// <summary>
/// A file of known gaps: a list of entries with <c>id</c>, <c>reason</c>, and perhaps <c>issue</c> and <c>expires</c> (a date, the last
/// day on which the entry holds); YAML, or JSON, which is YAML too.
/// </summary>
/// <param name="Source">The file; null for none.</param>
/// <param name="Entries">Its entries, in order.</param>
public sealed record KnownGaps(string? Source, IReadOnlyList<KnownGap> Entries)
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly string[] Fields = ["id", "reason", "issue", "expires"];

    /// <summary>No known gaps.</summary>
    public static KnownGaps None { get; } = new(null, []);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="today">The day; entries that expired before it are errors.</param>
    /// <exception cref="InputException">It cannot be read, or an entry is wrong, repeated or expired; the message names file, line and
    /// entry.</exception>
    public static KnownGaps Read(string path, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the known gaps cannot be read: {e.Message}", e);
        }

        return Parse(text, path, today);
    }

    /// <summary>Reads text.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static KnownGaps Parse(string text, string source, DateOnly today)
    {
        YamlStream stream = [];
        try
        {
            using StringReader reader = new(text);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{source}:{e.Start.Line}: not valid YAML or JSON"), e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new InputException($"{source}: not valid YAML or JSON", e); // what the parser throws at some broken lists
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
        {
            return new KnownGaps(source, []);
        }

        if (stream.Documents.Count > 1 || stream.Documents[0].RootNode is not YamlSequenceNode list)
        {
            throw new InputException($"{source}: known gaps are one list of entries with {string.Join(", ", Fields)}");
        }

        List<KnownGap> entries = [];
        foreach (YamlNode node in list.Children)
        {
            KnownGap entry = Entry(node,
                string.Create(CultureInfo.InvariantCulture, $"{source}:{node.Start.Line}: entry {entries.Count + 1}"), today);
            if (entries.FirstOrDefault(other => other.Id == entry.Id) is { } same)
            {
                throw new InputException($"{entry.Where} has the id '{entry.Id}' of an earlier one ({same.Where})");
            }

            entries.Add(entry);
        }

        return new KnownGaps(source, entries);
    }

    /// <summary>The entry that covers a case; null when none does.</summary>
    public KnownGap? Of(RunCase found) => Entries.FirstOrDefault(entry => entry.Covers(found));

    /// <summary>
    /// Refuses entries that cover no case. Only a whole run can tell: not a shard, not a run that ended early; and where --oracle selected
    /// some oracles, entries that are clearly about others are left alone.
    /// </summary>
    /// <exception cref="InputException">An entry covers no case.</exception>
    public void Check(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!report.IsWhole || report.Smoke.Count > 0)
        {
            return;
        }

        foreach (KnownGap entry in Entries.Where(entry => IsExpected(entry, report.Header.Options.Oracles)
            && !report.Cases.Any(entry.Covers)))
        {
            throw new InputException(
                $"{entry.Where}: '{entry.Id}' matches no case, unit or oracle of the run; correct or remove the entry");
        }
    }

    private static bool IsExpected(KnownGap entry, string? selected)
    {
        string oracle = entry.Id.Split(':')[0];
        return selected is null || (oracle.IndexOfAny(['*', '?']) < 0 && OracleFilter.Matches(selected, oracle));
    }

    private static KnownGap Entry(YamlNode node, string where, DateOnly today)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw new InputException($"{where} is no mapping with {string.Join(", ", Fields)}");
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in mapping)
        {
            string name = (key as YamlScalarNode)?.Value ?? string.Empty;
            if (!Fields.Contains(name))
            {
                throw new InputException($"{where} has the unknown field '{name}'; an entry has {string.Join(", ", Fields)}");
            }

            string text = (value as YamlScalarNode)?.Value?.Trim() ?? throw new InputException($"{where}: '{name}' must be text");
            if (text is "~" or "null" && value is YamlScalarNode { Style: ScalarStyle.Plain })
            {
                text = string.Empty;
            }

            if (text.Length > 0)
            {
                values[name] = text;
            }
        }

        string id = values.GetValueOrDefault("id") ?? throw new InputException($"{where} has no id");
        string named = $"{where} ('{id}')";
        string reason = values.GetValueOrDefault("reason")
            ?? throw new InputException($"{named} has no reason; say why the failure is accepted");
        DateOnly? expires = null;
        if (values.TryGetValue("expires", out string? date))
        {
            expires = DateOnly.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                ? day
                : throw new InputException($"{named}: '{date}' is no date; write {DateFormat.ToLowerInvariant()}");
            if (expires < today)
            {
                throw new InputException($"{named} expired on {date}; mend the failure, or renew the entry");
            }
        }

        return new KnownGap(id, reason, values.GetValueOrDefault("issue"), expires, where);
    }
}

/// <summary>A failure that the keeper of an implementation knows of.</summary>
/// <param name="Id">Id of a case, a unit or an oracle; * stands for any text, ? for one character.</param>
/// <param name="Reason">Why it fails.</param>
/// <param name="Issue">Where it is tracked.</param>
/// <param name="Expires">The last day on which the entry holds.</param>
/// <param name="Where">File and entry, for messages.</param>
public sealed record KnownGap(string Id, string Reason, string? Issue, DateOnly? Expires, string Where)
{
    /// <summary>True when the entry speaks of a case.</summary>
    public bool Covers(RunCase found) => Matches(found.Oracle) || Matches(found.Unit) || Matches(found.Id);

    internal bool Matches(string id) => OracleFilter.Matches(Id, id);
}
