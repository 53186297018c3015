namespace LowRank.Verify.Networks.Operations;

/// <summary>How a stored constant c acts on a number x.</summary>
internal enum ConstantOperator
{
    /// <summary>x + c.</summary>
    Add,

    /// <summary>x − c.</summary>
    Subtract,

    /// <summary>c − x.</summary>
    SubtractFrom,

    /// <summary>x·c.</summary>
    Multiply,

    /// <summary>x/c; c is not 0.</summary>
    Divide,
}
