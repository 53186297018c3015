namespace LowRank.Verify.Gate.Contract;

/// <summary>How a run of the gate is done.</summary>
public sealed record GateOptions
{
    /// <summary>The seed of a run that names none.</summary>
    public const ulong DefaultSeed = 20250226;

    /// <summary>Seed of all generated cases.</summary>
    public ulong Seed { get; init; } = DefaultSeed;

    /// <summary>Generated value cases per oracle.</summary>
    public int ValueCases { get; init; } = 60;

    /// <summary>Generated cases per declared property.</summary>
    public int PropertyCases { get; init; } = 12;

    /// <summary>Which oracles to gate, by patterns as <see cref="OracleFilter"/> reads them. Null for all.</summary>
    public string? Oracles { get; init; }

    /// <summary>
    /// Judge the declared properties alone, by the answers, and no value: for a statement whose value no formula of its file gives.
    /// </summary>
    public bool PropertiesOnly { get; init; }

    /// <summary>
    /// Files of statements that the catalogue of the run has beside the shipped ones; repeated in the lines that reproduce failures.
    /// </summary>
    public IReadOnlyList<string> OracleFiles { get; init; } = [];

    /// <summary>The part of the run to do; null for all of it.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Count precision-limited, undecided and skipped as failures.</summary>
    public bool Strict { get; init; }

    /// <summary>End the run at the first failure, shrunk.</summary>
    public bool StopAtFirstFailure { get; init; }

    /// <summary>Time that one call may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a harness may take from its start to its first answer.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a harness that crashed, hung or broke the protocol is started again, per process that the run uses.</summary>
    public int RestartBudget { get; init; } = 20;

    /// <summary>Bytes that one answer of a harness may have.</summary>
    public int AnswerLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Harness processes that work at the same time; the result does not depend on it.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Checks every line that passes in both directions against the schemas of the protocol.</summary>
    public bool ValidateMessages { get; init; }

    /// <summary>Calls that may exceed the time limit before the rest of an oracle's cases is left out.</summary>
    public int TimeoutBudget { get; init; } = 2;

    /// <summary>Judged candidates that the shrinking of one failure may cost.</summary>
    public int ShrinkBudget { get; init; } = 400;

    /// <summary>Reference evaluations in parallel; the result does not depend on it.</summary>
    public int Parallelism { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>Reproduces this one case instead of a run.</summary>
    public ReplayToken? Replay { get; init; }

    /// <summary>
    /// The constant c₀ of the tolerance: an operation, or a decomposition of an m×n matrix, is allowed a relative error of
    /// (c₀ + 4·max(m, n))·u. LAPACK's own tests accept 30·max(m, n)·u; what libraries reach is nearer to √n·u.
    /// </summary>
    public double ToleranceConstant { get; init; } = 16;
}
