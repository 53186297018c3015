namespace LowRank.Verify.Catalogue;

/// <summary>Where the samples stand in a matrix of data.</summary>
public enum SampleAxis
{
    /// <summary>One in each row.</summary>
    Rows,

    /// <summary>One in each column.</summary>
    Columns,
}
