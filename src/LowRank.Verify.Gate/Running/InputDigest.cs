using System.Runtime.InteropServices;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// What the inputs of a call are, bit for bit, so that an implementation which writes to its arguments is noticed: an object in this
/// process gets the arrays themselves. A harness gets a copy, and may do with it what it likes.
/// </summary>
/// <param name="inputs">The inputs.</param>
internal sealed class InputDigest(InputRecord inputs)
{
    private readonly Dictionary<string, int> before = inputs.Members.ToDictionary(member => member.Key, member => Of(member.Value),
        StringComparer.Ordinal);

    /// <summary>The first member, by its name, that is no longer what it was; null when all are.</summary>
    public string? Changed() => inputs.Members.OrderBy(member => member.Key, StringComparer.Ordinal)
        .Where(member => before[member.Key] != Of(member.Value)).Select(member => member.Key).FirstOrDefault();

    private static int Of(InputValue value)
    {
        HashCode code = default;
        Add(ref code, value);
        return code.ToHashCode();
    }

    private static void Add(ref HashCode code, InputValue value)
    {
        switch (value)
        {
            case InputValue.MatrixValue { Value: { } a }:
                code.AddBytes(MemoryMarshal.AsBytes(a.Values.AsSpan()));
                break;
            case InputValue.Sequence list:
                foreach (InputValue item in list.Items)
                {
                    Add(ref code, item);
                }

                break;
            default:
                code.Add(value);
                break;
        }
    }
}
