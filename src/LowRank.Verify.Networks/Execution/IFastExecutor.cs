namespace LowRank.Verify.Networks.Execution;

/// <summary>Something that runs a network in floating-point arithmetic; nothing is promised of its rounding.</summary>
public interface IFastExecutor
{
    /// <summary>Library and version, for people.</summary>
    string Description { get; }

    /// <summary>Scores, one row of classes per sample: entry l + i·classes is f_l(x_i).</summary>
    double[] Scores(StoredTensor data);
}
