namespace LowRank.Verify.Codes.Words;

/// <summary>
/// The fields of a message, one after the other. A writer is given values and returns them; a reader is given anything and returns what
/// the word holds. So one description of a message serves both.
/// </summary>
internal abstract class FieldCoder
{
    /// <summary>Numbers told by Elias-delta are below 2^31.</summary>
    private const int LongestNumber = 31;

    /// <summary>True where values come from a word.</summary>
    public abstract bool IsReader { get; }

    /// <summary>A symbol by the frequencies of all symbols.</summary>
    /// <param name="symbol">The symbol; ignored by a reader.</param>
    /// <param name="frequencies">Frequencies of at least 0; that of a symbol that occurs is positive.</param>
    /// <param name="total">Their sum, at most 2^30.</param>
    public abstract int Symbol(int symbol, ReadOnlySpan<int> frequencies, int total);

    /// <summary>A number of 0 to radix − 1, all alike.</summary>
    public abstract int Uniform(int value, int radix);

    /// <summary>True or false, with probability 1/2 each.</summary>
    public bool Flag(bool value) => Uniform(value ? 1 : 0, 2) == 1;

    /// <summary>A number from 1 to the largest by Elias-delta: the length of its length in zeros, its length, its bits.</summary>
    public int Number(int value, int largest, string what)
    {
        int bits = IsReader ? 0 : int.Log2(value) + 1;
        int lengthBits = IsReader ? 0 : int.Log2(bits) + 1;
        int zeros = 0;
        while (Uniform(zeros + 1 >= lengthBits ? 1 : 0, 2) == 0)
        {
            if (++zeros > 4)
            {
                throw new WordException($"{what} is told by a number of more than {LongestNumber} bits");
            }
        }

        int length = 1;
        for (int i = zeros - 1; i >= 0; i--)
        {
            length = (2 * length) + Uniform((bits >> i) & 1, 2);
        }

        if (length > LongestNumber)
        {
            throw new WordException($"{what} is told by a number of more than {LongestNumber} bits");
        }

        int number = 1;
        for (int i = length - 2; i >= 0; i--)
        {
            number = (2 * number) + Uniform((value >> i) & 1, 2);
        }

        return number <= largest ? number : throw new WordException($"{what} is {number}, and the largest is {largest}");
    }
}
