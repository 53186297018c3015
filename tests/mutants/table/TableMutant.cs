using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants.Table;

/// <summary>
/// The slip of one row. Its steps run in order: those on inputs (<see cref="InputSlips"/>), then the value (of the honest oracle, of
/// another with "answer id", by "power-iteration k", or of a changed formula, see <see cref="WrongFormula"/>), then those on the answer
/// (<see cref="AnswerSlips"/>). "previous" answers what the call before should have got.
/// </summary>
public sealed class TableMutant : Mutant
{
    private readonly MutantRow row;
    private readonly IImplementation honest;
    private readonly ReferenceEvaluator reference;
    private readonly Oracle oracle;
    private readonly Oracle? wrong;
    private readonly (string Verb, string[] Words)[] steps;
    private readonly InputSlips slips;
    private int calls;
    private Answer? before;

    /// <summary>The mutant of a row.</summary>
    /// <exception cref="InvalidDataException">The mutation is not understood.</exception>
    public TableMutant(MutantRow row, IImplementation honest, ReferenceEvaluator reference)
        : base(honest)
    {
        this.row = row;
        this.honest = honest;
        this.reference = reference;
        slips = new InputSlips(honest);
        oracle = reference.Catalogue.Get(row.Oracle);
        string[] texts = row.Mutation.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        wrong = WrongFormula.Of(reference.Catalogue, oracle, texts);
        steps = [.. texts.Where(text => !text.StartsWith("value :=", StringComparison.Ordinal)
            && !text.StartsWith("define ", StringComparison.Ordinal) && !text.StartsWith("replace ", StringComparison.Ordinal))
            .Select(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => (words[0], words[1..]))];
    }

    public override string Oracle => row.Oracle;

    protected override Answer Slip(InputRecord inputs)
    {
        bool isMade = SlipCondition.Holds(row.When, new CaseFacts(oracle, inputs, honest, calls++));
        if (steps.Any(step => step.Verb == "previous"))
        {
            Answer now = honest.Run(Oracle, inputs), remembered = before ?? now;
            before = now;
            return isMade ? remembered : now;
        }

        return isMade ? Wrong(inputs) : honest.Run(Oracle, inputs);
    }

    private Answer Wrong(InputRecord inputs)
    {
        InputRecord read = inputs;
        Answer? answer = null;
        foreach ((string verb, string[] words) in steps)
        {
            if (answer is null && slips.Apply(verb, words, read) is { } changed)
            {
                read = changed;
                continue;
            }

            answer = verb switch
            {
                "answer" => honest.Run(words[0], read),
                "power-iteration" => new Answer.Value(slips.Estimate(MatrixOf(read, "A"), words[0])),
                _ => AnswerSlips.Apply(verb, words, answer ?? Value(read, inputs), inputs)
                    ?? throw new InvalidDataException($"{row.Id}: '{verb}' is no step of a mutation"),
            };
        }

        return answer ?? Value(read, inputs);
    }

    // A changed formula may leave its domain where the right one does not; the code that has it would print NaN.
    private Answer Value(InputRecord read, InputRecord inputs) => wrong is null ? honest.Run(Oracle, read)
        : WrongFormula.Answer(reference, wrong, read)
            ?? (ReferenceEquals(read, inputs) ? new Answer.Value(double.NaN) : honest.Run(Oracle, read));
}
