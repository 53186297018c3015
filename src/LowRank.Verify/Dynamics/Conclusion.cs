using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Dynamics;

/// <summary>An inequality left ≤ right at one step of a path.</summary>
/// <param name="Name">The statement's number.</param>
/// <param name="Step">The step τ.</param>
/// <param name="Left">Enclosure of the left side.</param>
/// <param name="Right">Enclosure of the right side.</param>
internal sealed record Conclusion(string Name, int Step, Interval Left, Interval Right)
{
    /// <summary>True when it certainly holds.</summary>
    public bool Holds => Left.Upper <= Right.Lower;

    /// <summary>True when it certainly fails.</summary>
    public bool IsRefuted => Left.Lower > Right.Upper;
}
