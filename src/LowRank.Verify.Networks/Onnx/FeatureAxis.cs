namespace LowRank.Verify.Networks.Onnx;

/// <summary>How samples lie in a matrix of data.</summary>
internal enum FeatureAxis
{
    /// <summary>Not yet decided by an operator.</summary>
    Unknown,

    /// <summary>A sample is a row: the last axis counts features.</summary>
    Last,

    /// <summary>A sample is a column: the last axis but one counts features.</summary>
    LastButOne,
}
