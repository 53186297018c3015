using System.Text.Json;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The protocol with one process, which is started at once: start, any number of cases, stop.</summary>
/// <param name="command">The command that starts it.</param>
/// <param name="options">Limits.</param>
/// <param name="interruption">Ends every wait for an answer.</param>
internal sealed class HarnessSession(HarnessCommand command, GateOptions options, CancellationToken interruption) : IDisposable
{
    // From the end of a harness's output to its exit status, before it is killed.
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(1);

    private readonly HarnessProcess process = new(command, options.AnswerLimit, ExitGrace, interruption);
    private long seq;

    /// <summary>What the harness says of itself; null until it has.</summary>
    public ImplementationDescription? Description { get; private set; }

    /// <summary>True while requests and answers match, so that the process can be used on.</summary>
    public bool IsInStep { get; private set; } = true;

    /// <summary>The end of standard error since it was taken last; null when nothing.</summary>
    public string? TakeDiagnostics() => process.TakeDiagnostics();

    /// <summary>Asks the harness what it is. Null when it said so properly.</summary>
    /// <param name="silence">Time in which a harness may show that it talks unasked.</param>
    public CallOutcome? Start(TimeSpan silence)
    {
        CallOutcome? failure = process.Unasked(silence) switch
        {
            null => Describe(),
            Reply.Line line =>
                CallOutcome.Broken(Verdict.Error,
                $"wrote a line before it was asked to start: {HarnessProcess.Excerpt(line.Text.Span)}; standard output belongs to the "
                + $"protocol, other text goes to standard error"),
            Reply.Silent { Half: { } half } =>
                CallOutcome.Broken(Verdict.Error,
                $"wrote before it was asked to start: {half}; standard output belongs to the protocol, other text goes to standard error"),
            { } reply => reply.Breakdown("before it was asked to start", silence, options.AnswerLimit),
        };
        IsInStep = failure is null;
        return failure;
    }

    /// <summary>
    /// One case, with the members that are real numbers; after a breakdown without <see cref="IsInStep"/> the process is of no more use.
    /// </summary>
    public CallOutcome Run(string oracle, InputRecord inputs, IReadOnlySet<string>? reals = null)
    {
        if (process.Unasked(TimeSpan.Zero) is { } unasked)
        {
            IsInStep = false;
            return unasked switch
            {
                Reply.Line line =>
                    CallOutcome.Broken(Verdict.Error,
                    $"wrote a line that it was not asked for, after its answer to the case before: "
                    + $"{HarnessProcess.Excerpt(line.Text.Span)}"),
                Reply.Silent { Half: { } half } =>
                    CallOutcome.Broken(Verdict.Error,
                    $"wrote something that it was not asked for, after its answer to the case before: {half}"),
                _ => unasked.Breakdown("after its answer to the case before", TimeSpan.Zero, options.AnswerLimit),
            };
        }

        ReadOnlyMemory<byte> request = RunRequest.Of(++seq, oracle, inputs, reals).Line();
        if (options.ValidateMessages)
        {
            ProtocolSchemas.CheckOurs("run", request);
        }

        Reply reply = process.Exchange(request, options.TimeLimit);
        if (reply is not Reply.Line answer)
        {
            IsInStep = false;
            return reply.Breakdown("before it answered this case", options.TimeLimit, options.AnswerLimit);
        }

        using JsonDocument? document = ProtocolLine.Read(answer.Text, out string? problem);
        problem ??= WrongSeq(document!.RootElement, answer.Text.Span);
        if (problem is not null)
        {
            IsInStep = false;
            return CallOutcome.Broken(Verdict.Error, problem);
        }

        return options.ValidateMessages && ProtocolSchemas.Violation("answer", answer.Text) is { } violation
            ? CallOutcome.Broken(Verdict.Error, $"answered something that its schema forbids: {violation}")
            : CallOutcome.Answered(AnswerReader.Read(document!.RootElement));
    }

    /// <summary>Asks the harness to end by itself; false when it does not within the limit.</summary>
    public bool Stop(TimeSpan limit) => process.Stop(new StopRequest().Line(), limit);

    /// <summary>Kills the process with all that it has started.</summary>
    public void Dispose() => process.Dispose();

    private CallOutcome? Describe()
    {
        ReadOnlyMemory<byte> request = new StartRequest().Line();
        if (options.ValidateMessages)
        {
            ProtocolSchemas.CheckOurs("start", request);
            ProtocolSchemas.CheckOurs("stop", new StopRequest().Line());
        }

        Reply reply = process.Exchange(request, options.StartLimit);
        if (reply is not Reply.Line line)
        {
            return reply.Breakdown("before it answered start", options.StartLimit, options.AnswerLimit);
        }

        using JsonDocument? document = ProtocolLine.Read(line.Text, out string? problem);
        if (document is null)
        {
            return CallOutcome.Broken(Verdict.Error, $"{problem}, in answer to start");
        }

        // The schema last: the reader's own words are clearer.
        Description = DescriptionReader.Read(document.RootElement, out problem);
        if (problem is null && options.ValidateMessages && ProtocolSchemas.Violation("description", line.Text) is { } violation)
        {
            problem = $"describes itself in a way that the schema forbids: {violation}";
        }

        return problem is null ? null : CallOutcome.Broken(Verdict.Error, problem);
    }

    private string? WrongSeq(JsonElement message, ReadOnlySpan<byte> text)
    {
        if (!message.TryGetProperty("seq", out JsonElement element))
        {
            return FormattableString.Invariant($"answered without the seq of the case, {seq}: {HarnessProcess.Excerpt(text)}");
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && number == seq ? null
            : FormattableString.Invariant(
                $"answered seq {HarnessProcess.Excerpt(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()))} when {seq} was asked");
    }
}
