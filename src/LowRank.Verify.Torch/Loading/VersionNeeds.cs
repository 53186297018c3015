using System.Buffers.Binary;
using System.Text;

namespace LowRank.Verify.Torch.Loading;

/// <summary>
/// The table of needed symbol versions (.gnu.version_r, section type SHT_GNU_verneed) of a 64-bit little-endian ELF file. The loader
/// refuses a library of which one needed version is missing, unless the entry carries VER_FLG_WEAK. Every offset is checked against the
/// file.
/// </summary>
internal static class VersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int EntrySize = 16;
    private const int MostEntries = 1 << 16;

    /// <summary>A copy of the file whose entry of that version is weak; null when the file needs no such version.</summary>
    /// <exception cref="InvalidDataException">The file is no 64-bit little-endian ELF file, or its tables lie outside of it.</exception>
    public static byte[]? WithWeak(ReadOnlySpan<byte> file, string version)
    {
        if (file.Length < HeaderSize || !file[..4].SequenceEqual("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        ulong sections = U64(file, 0x28);
        int size = U16(file, 0x3a), count = U16(file, 0x3c);
        if (count > 0 && size != SectionHeaderSize)
        {
            throw new InvalidDataException($"section headers of {size} bytes");
        }

        byte[]? result = null;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = At(file, sections + ((ulong)i * SectionHeaderSize), SectionHeaderSize);
            if (U32(section, 4) != VersionNeedSection)
            {
                continue;
            }

            ulong start = U64(section, 0x18);
            uint strings = U32(section, 0x28);
            if (strings >= count)
            {
                throw new InvalidDataException("a table of versions without its names");
            }

            ReadOnlySpan<byte> names = At(file, sections + (strings * (ulong)SectionHeaderSize), SectionHeaderSize);
            foreach (ulong place in Entries(file, start, U32(section, 0x2c)))
            {
                if (IsName(file, U64(names, 0x18), U64(names, 0x20), U32(At(file, place, EntrySize), 8), version))
                {
                    result ??= file.ToArray();
                    Span<byte> flags = result.AsSpan((int)place + 4, 2);
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
                }
            }
        }

        return result;
    }

    // Each library's record points to the next one and to the first of its versions, which are linked likewise.
    private static List<ulong> Entries(ReadOnlySpan<byte> file, ulong start, uint libraries)
    {
        List<ulong> places = [];
        ulong library = start;
        for (uint l = 0; l < libraries; l++)
        {
            ReadOnlySpan<byte> record = At(file, library, EntrySize);
            int versions = U16(record, 2);
            ulong version = library + U32(record, 8);
            for (int v = 0; v < versions && places.Count < MostEntries; v++)
            {
                ReadOnlySpan<byte> entry = At(file, version, EntrySize);
                places.Add(version);
                uint step = U32(entry, 12);
                if (step == 0)
                {
                    break;
                }

                version += step;
            }

            uint next = U32(record, 12);
            if (next == 0 || places.Count >= MostEntries)
            {
                break;
            }

            library += next;
        }

        return places;
    }

    private static bool IsName(ReadOnlySpan<byte> file, ulong table, ulong size, uint offset, string name)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(name + "\0");
        return offset <= size && (ulong)wanted.Length <= size - offset && At(file, table + offset, wanted.Length).SequenceEqual(wanted);
    }

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> file, ulong start, int length) =>
        start <= (ulong)file.Length && (ulong)length <= (ulong)file.Length - start
            ? file.Slice((int)start, length)
            : throw new InvalidDataException("a table lies outside of the file");

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
