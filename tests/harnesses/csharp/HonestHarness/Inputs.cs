using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Samples;

/// <summary>The members of one case.</summary>
internal sealed class Inputs(JsonObject members)
{
    public Wide this[string name] => Number(members[name] ?? throw new ArgumentException("no member " + name));

    public bool Has(string name) => members.ContainsKey(name);

    public Wide Or(string name, Wide other) => Has(name) ? this[name] : other;

    public int Count(string name) => (int)Math.Min(this[name].Value, int.MaxValue);

    public Wide[] List(string name) => [.. Items(name).Select(Number)];

    public Wide[] ListOr(string name, Func<Wide[]> other) => Has(name) ? List(name) : other();

    public StoredMatrix Matrix(string name) => ReadMatrix(members[name]!);

    public StoredMatrix[] Matrices(string name) => [.. Items(name).Select(ReadMatrix)];

    private static Wide Number(JsonNode value) => value.GetValueKind() == JsonValueKind.Number ? (double)value : Wide.Parse((string)value!);

    private IEnumerable<JsonNode> Items(string name) => members[name]!.AsArray().Select(item => item!);

    private static StoredMatrix ReadMatrix(JsonNode value)
    {
        if (value is JsonArray list)
        {
            double[][] lines = [.. list.Select(row => row!.AsArray().Select(x => Number(x!).Value).ToArray())];
            double[,] entries = new double[lines.Length, lines[0].Length];
            for (int k = 0; k < entries.Length; k++)
            {
                entries[k / lines[0].Length, k % lines[0].Length] = lines[k / lines[0].Length][k % lines[0].Length];
            }

            return new StoredMatrix(entries);
        }

        (int rows, int columns) = ((int)value["shape"]![0]!, (int)value["shape"]![1]!);
        string dtype = (string)value["dtype"]!;
        byte[] raw = Convert.FromBase64String((string)value["data"]!);
        int size = raw.Length / (rows * columns);
        double[,] a = new double[rows, columns];
        for (int k = 0; k < rows * columns; k++)
        {
            ReadOnlySpan<byte> entry = raw.AsSpan(k * size, size);
            a[k / columns, k % columns] = dtype switch
            {
                "float64" => BinaryPrimitives.ReadDoubleLittleEndian(entry),
                "float32" => BinaryPrimitives.ReadSingleLittleEndian(entry),
                "float16" => (double)BinaryPrimitives.ReadHalfLittleEndian(entry),
                "bfloat16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(entry) << 16),
                "int8" => (sbyte)raw[k] * (double)value["scale"]!,
                _ => throw new ArgumentException("unknown dtype " + dtype),
            };
        }

        return new StoredMatrix(a, dtype, dtype == "int8" ? (double)value["scale"]! : null);
    }
}
