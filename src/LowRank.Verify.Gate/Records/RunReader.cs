using System.Text.Json;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>
/// Takes the lines of a run one by one. A run that was killed is read up to its last complete unit; anything else that is not as it
/// should be is an error with its place.
/// </summary>
/// <param name="source">How the records are named in messages.</param>
internal sealed class RunReader(string source)
{
    private readonly List<RunCase> cases = [];
    private readonly List<RunUnit> units = [];
    private readonly List<SmokeFailure> smoke = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal), done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private HashSet<string> planned = [];
    private RunHeader? header;
    private string? open;
    private int openCases, line;
    private long openStart;
    private RunEnd? end;

    // Complaint of the second of two units that are open; none where the run was interrupted in both, and ends there.
    private string? interleaved;

    /// <summary>Takes a line.</summary>
    /// <param name="text">The line without its end.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="next">Where the next one begins.</param>
    /// <param name="mayBeCut">True when writing may have been broken off in this line: what is no JSON is left out then.</param>
    /// <exception cref="InputException">The line is wrong, or does not belong here.</exception>
    public void Add(ReadOnlyMemory<byte> text, long start, long next, bool mayBeCut)
    {
        line++;
        string where = $"{source}:{line}";
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            if (mayBeCut && header is not null)
            {
                return;
            }

            throw new InputException(header is null ? $"{where}: not the records of a run of the gate"
                : $"{where}: not valid JSON at byte {(e.BytePositionInLine ?? 0) + 1}", e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InputException($"{where}: a record is one JSON object");
            }

            string kind = RecordReader.Kind(document.RootElement, where);
            if ((header is null) != (kind == "run"))
            {
                throw new InputException(header is null ? $"{where}: the first record must be the run's, not '{kind}'"
                    : $"{where}: a second run begins here; a file holds one run");
            }

            Add(RecordReader.Read(document.RootElement, where), where, start, next);
        }
    }

    /// <summary>What was read.</summary>
    /// <exception cref="InputException">Nothing was.</exception>
    public RunReport Finish()
    {
        RunHeader run = header ?? throw new InputException($"{source}: there are no records of a run in it");
        if (openCases > 0)
        {
            cases.RemoveRange(cases.Count - openCases, openCases);
        }

        return RunReport.InOrder(source, run, cases, units, smoke, end, openCases);
    }

    private void Add(RunRecord record, string where, long start, long next)
    {
        if (end is not null)
        {
            throw new InputException($"{where}: the run has ended above, but there is another record");
        }

        if (interleaved is { } complaint && record is not RunCase)
        {
            throw new InputException(complaint);
        }

        switch (record)
        {
            case RunHeader run:
                header = run;
                planned = [.. run.Units];
                break;
            case RunCase found:
                Case(found with { Unit = Shared(found.Unit), Oracle = Shared(found.Oracle), Property = Shared(found.Property) }, start,
                    where);
                break;
            case RunUnit unit:
                Unit(unit, where, start, next);
                break;
            case SmokeFailure failure:
                smoke.Add(failure);
                break;
            case RunEnd over:
                end = open is null ? over : throw new InputException($"{where}: the run ends inside the unit {open}");
                break;
            default:
                throw new InputException($"{where}: a record of no known kind");
        }
    }

    private void Case(RunCase found, long start, string where)
    {
        if (open is not null && open != found.Unit)
        {
            interleaved ??= $"{where}: a case of the unit {found.Unit} inside the unit {open}";
            open = found.Unit;
        }

        if (!planned.Contains(found.Unit) || done.Contains(found.Unit))
        {
            throw new InputException(
                $"{where}: a case of the unit {found.Unit}, which "
                + $"{(done.Contains(found.Unit) ? "is complete above" : "the run does not have")}");
        }

        if (!ids.Add(found.Id))
        {
            throw new InputException($"{where}: the case {found.Id} is there twice");
        }

        if (open is null)
        {
            (open, openStart) = (found.Unit, start);
        }

        openCases++;
        cases.Add(found);
    }

    private void Unit(RunUnit unit, string where, long start, long next)
    {
        string id = Shared(unit.Id);
        if (!planned.Contains(id))
        {
            throw new InputException($"{where}: the unit {id} is none that the run has");
        }

        if (open is not null && open != id)
        {
            throw new InputException($"{where}: the unit {id} is closed inside the unit {open}");
        }

        if (unit.Cases != openCases)
        {
            throw new InputException($"{where}: the unit {id} should have {unit.Cases} cases, but {openCases} are there");
        }

        if (!done.Add(id))
        {
            throw new InputException($"{where}: the unit {id} is there twice");
        }

        units.Add(unit with { Start = open is null ? start : openStart, End = next });
        (open, openCases) = (null, 0);
    }

    // Thousands of cases name the same few units, oracles and properties.
    private string Shared(string text) => names.TryGetValue(text, out string? known) ? known : names[text] = text;
}
