using System.Text.Json;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The protocol with one process, which is started at once: start, any number of cases, stop.</summary>
/// <param name="command">The command that starts it.</param>
/// <param name="options">Limits.</param>
internal sealed class HarnessSession(HarnessCommand command, GateOptions options) : IDisposable
{
    private readonly HarnessProcess process = new(command, options.AnswerLimit, HarnessTiming.Exit);
    private long seq;

    /// <summary>What the harness says of itself; null until it has.</summary>
    public ImplementationDescription? Description { get; private set; }

    /// <summary>True while requests and answers match, so that the process can be used on.</summary>
    public bool IsInStep { get; private set; } = true;

    /// <summary>The end of standard error since it was taken last; null when nothing.</summary>
    public string? TakeDiagnostics() => process.TakeDiagnostics();

    /// <summary>Asks the harness what it is. Null when it said so properly.</summary>
    /// <param name="hush">Time in which a harness may show that it talks unasked.</param>
    public HarnessFailure? Start(TimeSpan hush)
    {
        HarnessFailure? failure = process.Unasked(hush) switch
        {
            null => Describe(),
            Reply.Line line => new HarnessFailure(Verdict.Error, $"wrote a line before it was asked to start: {HarnessProcess.Excerpt(line.Text.Span)}; standard output belongs to the protocol, other text goes to standard error"),
            Reply.Silent { Half: { } half } => new HarnessFailure(Verdict.Error, $"wrote before it was asked to start: {half}; standard output belongs to the protocol, other text goes to standard error"),
            { } reply => HarnessFailure.Of(reply, "before it was asked to start", hush, options.AnswerLimit),
        };
        IsInStep = failure is null;
        return failure;
    }

    /// <summary>One case. The failure is null exactly when there is an answer; after a failure without <see cref="IsInStep"/> the process is of no more use.</summary>
    public (Answer? Answer, HarnessFailure? Failure) Run(string oracle, InputRecord inputs)
    {
        if (process.Unasked(TimeSpan.Zero) is { } unasked)
        {
            IsInStep = false;
            return (null, unasked switch
            {
                Reply.Line line => new HarnessFailure(Verdict.Error, $"wrote a line that it was not asked for, after its answer to the case before: {HarnessProcess.Excerpt(line.Text.Span)}"),
                Reply.Silent { Half: { } half } => new HarnessFailure(Verdict.Error, $"wrote something that it was not asked for, after its answer to the case before: {half}"),
                _ => HarnessFailure.Of(unasked, "after its answer to the case before", TimeSpan.Zero, options.AnswerLimit),
            });
        }

        ReadOnlyMemory<byte> request = ProtocolRequests.Run(++seq, oracle, inputs);
        if (options.ValidateMessages)
        {
            ProtocolSchemas.CheckOurs("run", request);
        }

        Reply reply = process.Exchange(request, options.TimeLimit);
        if (reply is not Reply.Line answer)
        {
            IsInStep = false;
            return (null, HarnessFailure.Of(reply, "before it answered this case", options.TimeLimit, options.AnswerLimit));
        }

        using JsonDocument? document = ProtocolLine.Read(answer.Text, out string? problem);
        problem ??= WrongSeq(document!.RootElement, answer.Text.Span);
        if (problem is not null)
        {
            IsInStep = false;
            return (null, new HarnessFailure(Verdict.Error, problem));
        }

        return options.ValidateMessages && ProtocolSchemas.Violation("answer", answer.Text) is { } violation
            ? (null, new HarnessFailure(Verdict.Error, $"answered something that its schema forbids: {violation}"))
            : (AnswerReader.Read(document!.RootElement), null);
    }

    /// <summary>Asks the harness to end by itself; false when it does not within the limit.</summary>
    public bool Stop(TimeSpan limit) => process.Stop(ProtocolRequests.Stop(), limit);

    /// <summary>Kills the process with all that it has started.</summary>
    public void Dispose() => process.Dispose();

    private HarnessFailure? Describe()
    {
        ReadOnlyMemory<byte> request = ProtocolRequests.Start();
        if (options.ValidateMessages)
        {
            ProtocolSchemas.CheckOurs("start", request);
            ProtocolSchemas.CheckOurs("stop", ProtocolRequests.Stop());
        }

        Reply reply = process.Exchange(request, options.StartLimit);
        if (reply is not Reply.Line line)
        {
            return HarnessFailure.Of(reply, "before it answered start", options.StartLimit, options.AnswerLimit);
        }

        using JsonDocument? document = ProtocolLine.Read(line.Text, out string? problem);
        if (document is null)
        {
            return new HarnessFailure(Verdict.Error, $"{problem}, in answer to start");
        }

        // The schema last: the reader's own words are clearer.
        Description = DescriptionReader.Read(document.RootElement, out problem);
        if (problem is null && options.ValidateMessages && ProtocolSchemas.Violation("description", line.Text) is { } violation)
        {
            problem = $"describes itself in a way that the schema forbids: {violation}";
        }

        return problem is null ? null : new HarnessFailure(Verdict.Error, problem);
    }

    private string? WrongSeq(JsonElement message, ReadOnlySpan<byte> text)
    {
        if (!message.TryGetProperty("seq", out JsonElement element))
        {
            return FormattableString.Invariant($"answered without the seq of the case, {seq}: {HarnessProcess.Excerpt(text)}");
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && number == seq ? null
            : FormattableString.Invariant($"answered seq {HarnessProcess.Excerpt(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()))} when {seq} was asked");
    }
}
