namespace LowRank.Verify.Formulas.Binding;

/// <summary>A checked formula, ready to be evaluated: exactly the function of its kind is set.</summary>
internal sealed record BoundTerm
{
    private BoundTerm(ValueKind kind) => Kind = kind;

    /// <summary>What it stands for.</summary>
    public ValueKind Kind { get; }

    /// <summary>Its value as a number.</summary>
    public Func<EvaluationFrame, Quantity> Number { get; private init; } = null!;

    /// <summary>Its value as a condition; null when undecided.</summary>
    public Func<EvaluationFrame, bool?> Condition { get; private init; } = null!;

    /// <summary>Its value as a matrix.</summary>
    public Func<EvaluationFrame, MatrixQuantity> Matrix { get; private init; } = null!;

    /// <summary>Its value as an array.</summary>
    public Func<EvaluationFrame, IReadOnlyList<Quantity>> Array { get; private init; } = null!;

    /// <summary>Its value as a list of matrices.</summary>
    public Func<EvaluationFrame, IReadOnlyList<MatrixQuantity>> Matrices { get; private init; } = null!;

    /// <summary>A number.</summary>
    public static BoundTerm Of(Func<EvaluationFrame, Quantity> number) => new(ValueKind.Number) { Number = number };

    /// <summary>A condition.</summary>
    public static BoundTerm Of(Func<EvaluationFrame, bool?> condition) => new(ValueKind.Condition) { Condition = condition };

    /// <summary>A matrix.</summary>
    public static BoundTerm Of(Func<EvaluationFrame, MatrixQuantity> matrix) => new(ValueKind.Matrix) { Matrix = matrix };

    /// <summary>An array.</summary>
    public static BoundTerm Of(Func<EvaluationFrame, IReadOnlyList<Quantity>> array) => new(ValueKind.Array) { Array = array };

    /// <summary>A list of matrices.</summary>
    public static BoundTerm Of(Func<EvaluationFrame, IReadOnlyList<MatrixQuantity>> matrices) =>
        new(ValueKind.Matrices) { Matrices = matrices };

    /// <summary>The value, boxed.</summary>
    public object Evaluate(EvaluationFrame frame) => Kind switch
    {
        ValueKind.Number => Number(frame),
        ValueKind.Condition => new Truth(Condition(frame)),
        ValueKind.Matrix => Matrix(frame),
        ValueKind.Matrices => Matrices(frame),
        _ => Array(frame),
    };

    /// <summary>A term of the same kind whose value comes from elsewhere, such as a memory of it.</summary>
    public static BoundTerm Unboxed(ValueKind kind, Func<EvaluationFrame, object> value) => kind switch
    {
        ValueKind.Number => Of(f => (Quantity)value(f)),
        ValueKind.Condition => Of(f => ((Truth)value(f)).Holds),
        ValueKind.Matrix => Of(f => (MatrixQuantity)value(f)),
        ValueKind.Matrices => Of(f => (IReadOnlyList<MatrixQuantity>)value(f)),
        _ => Of(f => (IReadOnlyList<Quantity>)value(f)),
    };

    // Boxed apart, since a boxed null would be no object.
    private sealed record Truth(bool? Holds);
}
