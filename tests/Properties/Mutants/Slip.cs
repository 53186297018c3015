namespace LowRank.Verify.Properties.Mutants;

/// <summary>One deliberate mistake, made for one law.</summary>
/// <param name="Law">The name of the property that has to catch it.</param>
/// <param name="Text">The mistake in words.</param>
/// <param name="Apply">From the honest subject to the one that makes it.</param>
internal sealed record Slip(string Law, string Text, Func<Subject, Subject> Apply)
{
    /// <summary>A wrong number for one oracle, made from the honest quantities at the same inputs.</summary>
    public static Func<Subject, Subject> Number(string oracle, Func<Call, Real> wrong) => honest => honest with
    {
        Evaluate = (id, inputs, digits) => id == oracle && honest.Evaluate(id, inputs, digits) is Shaped<CertifiedNumber>.Scalar value
            ? One(wrong(new Call(honest, inputs, value.Value.Enclosure)))
            : honest.Evaluate(id, inputs, digits),
    };

    /// <summary>The honest oracle at another exponent.</summary>
    public static Func<Subject, Subject> Exponent(string oracle, Func<Rational, Rational> wrong) => honest => honest with
    {
        Evaluate = (id, inputs, digits) => honest.Evaluate(
            id, id == oracle ? inputs.With("p", ExactNumber.Of(wrong(((InputValue.Number)inputs.Members["p"]).Exact))) : inputs, digits),
    };

    /// <summary>The honest oracle for another matrix.</summary>
    public static Func<Subject, Subject> Of(string oracle, Func<Matrix, Matrix> wrong) => honest => honest with
    {
        Evaluate = (id, inputs, digits) => honest.Evaluate(
            id,
            id == oracle ? inputs.With("A", new InputValue.MatrixValue(wrong(((InputValue.MatrixValue)inputs.Members["A"]).Value)))
                : inputs,
            digits),
    };

    /// <summary>Wrong singular values.</summary>
    public static Func<Subject, Subject> Spectrum(Func<Matrix, Real[], IEnumerable<Real>> wrong) => honest => honest with
    {
        Evaluate = (id, inputs, digits) => honest.Evaluate(id, inputs, digits) is var value && id == "spectra/singular-values"
            ? new Shaped<CertifiedNumber>.Sequence([.. wrong(
                ((InputValue.MatrixValue)inputs.Members["A"]).Value, [.. value!.Leaves.Select(item => (Real)item.Enclosure)]).Select(One)])
            : value,
    };

    /// <summary>A change of every number of every certified result.</summary>
    public static Func<Subject, Subject> Certified(Func<string, InputRecord, Real, Real> wrong) => honest => honest with
    {
        Evaluate = (id, inputs, digits) => honest.Evaluate(id, inputs, digits) is { } value ? Map(value, x => wrong(id, inputs, x)) : null,
    };

    /// <summary>A change of every number that the fast path answers.</summary>
    public static Func<Subject, Subject> Fast(Func<string, InputRecord, double, double> wrong) => honest => honest with
    {
        Fast = (id, inputs) => Map(honest.Fast(id, inputs), x => wrong(id, inputs, x)),
    };

    public static Shaped<CertifiedNumber> One(Real value) => new Shaped<CertifiedNumber>.Scalar(new CertifiedNumber(value.Enclosure, null));

    public static Shaped<CertifiedNumber> Map(Shaped<CertifiedNumber> value, Func<Real, Real> change) =>
        value.Map(number => new CertifiedNumber(change(number.Enclosure).Enclosure, null));

    public static Answer Map(Answer answer, Func<double, double> change) => answer switch
    {
        Answer.Value value => new Answer.Value(change(value.Number)),
        Answer.Values list => new Answer.Values([.. list.Items.Select(item => Map(item, change))]),
        Answer.Named record => new Answer.Named(
            record.Members.ToDictionary(p => p.Key, p => Map(p.Value, change), StringComparer.Ordinal)),
        _ => answer,
    };
}

/// <summary>One call of an oracle of a matrix, with the honest quantities at hand.</summary>
internal sealed class Call : LawBook
{
    public Call(Subject honest, InputRecord inputs, Real value)
    {
        Subject = honest;
        Inputs = inputs;
        Value = value;
    }

    public InputRecord Inputs { get; }

    /// <summary>The honest answer.</summary>
    public Real Value { get; }

    public Matrix A => ((InputValue.MatrixValue)Inputs.Members["A"]).Value;

    public Rational P => ((InputValue.Number)Inputs.Members["p"]).Exact;

    public int K => (int)((InputValue.Number)Inputs.Members["k"]).Exact.Floor();

    public Real[] Values => SingularValues(A);
}
