using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Words;

/// <summary>The fields of a matrix: its layout, what the layout needs, its entries row after row.</summary>
internal static class MatrixFormat
{
    public static IntegerMatrix Code(FieldCoder coder, IntegerMatrix? given, int rows, int columns)
    {
        Layout layout = (Layout)coder.Uniform((int)(given?.Layout ?? 0), 4);
        int[] book = [];
        int limit = 1;
        if (layout == Layout.Codebook)
        {
            book = new int[coder.Number(given?.Book.Length ?? 0, MessageFormat.LargestBook, "the size of a codebook")];
            for (int i = 0; i < book.Length; i++)
            {
                book[i] = Signed(coder, given?.Book[i] ?? 0);
            }
        }
        else
        {
            limit = coder.Number(given?.Limit ?? 0, layout == Layout.Raw ? MessageFormat.LargestEntry : MessageFormat.LargestBook / 2,
                "the largest weight");
        }

        int[] entries = new int[rows * columns];
        AdaptiveModel symbols = new(layout switch { Layout.Codebook => book.Length, Layout.Mask => limit, _ => (2 * limit) + 1 });
        AdaptiveModel mask = new(2);
        for (int i = 0; i < entries.Length; i++)
        {
            int entry = given?.Entries[i] ?? 0;
            entries[i] = layout switch
            {
                Layout.Range => symbols.Code(coder, entry + limit) - limit,
                Layout.Codebook => book[symbols.Code(coder, given is null ? 0 : Array.IndexOf(book, entry))],
                Layout.Raw => coder.Uniform(entry + limit, (2 * limit) + 1) - limit,
                _ => mask.Code(coder, entry == 0 ? 0 : 1) == 0 ? 0
                    : (coder.Flag(entry < 0) ? -1 : 1) * (symbols.Code(coder, Math.Abs(entry) - 1) + 1),
            };
        }

        return new IntegerMatrix(rows, columns, entries, layout, limit, book);
    }

    private static int Signed(FieldCoder coder, int given)
    {
        int size = coder.Number(Math.Abs(given) + 1, MessageFormat.LargestEntry + 1, "a weight of a codebook") - 1;
        return size != 0 && coder.Flag(given < 0) ? -size : size;
    }
}

/// <summary>Krichevsky and Trofimov: of i symbols before, c were this one of k; its probability is (2c + 1)/(2i + k).</summary>
internal sealed class AdaptiveModel(int symbols)
{
    private readonly int[] frequencies = [.. Enumerable.Repeat(1, symbols)];
    private int total = symbols;

    public int Code(FieldCoder coder, int symbol)
    {
        int coded = coder.Symbol(symbol, frequencies, total);
        frequencies[coded] += 2;
        total += 2;
        return coded;
    }
}
