using System.Text;

namespace LowRank.Verify.Mutants.Table;

/// <summary>One row of mutants.csv: one slip in one oracle.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Oracle">The oracle that the slip is in.</param>
/// <param name="Feature">What a case must have for the slip to show.</param>
/// <param name="Slip">The slip in words.</param>
/// <param name="When">When the slip is made; empty for always. See <see cref="SlipCondition"/>.</param>
/// <param name="Mutation">The steps of the slip, separated by semicolons. See <see cref="TableMutant"/>.</param>
/// <param name="IsQuick">True for the rows that the tests run by default.</param>
public sealed record MutantRow(string Id, string Oracle, string Feature, string Slip, string When, string Mutation, bool IsQuick)
{
    private const int Columns = 7;

    /// <summary>The rows of a table.</summary>
    /// <exception cref="InvalidDataException">A row has another number of cells than the head.</exception>
    public static IReadOnlyList<MutantRow> Read(string path)
    {
        List<MutantRow> rows = [];
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] cells = [.. Cells(line)];
            if (cells.Length != Columns)
            {
                throw new InvalidDataException($"{path}: a row has {cells.Length} cells and not {Columns}: {line}");
            }

            rows.Add(new MutantRow(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6] == "yes"));
        }

        return rows;
    }

    // Cells with commas or quotation marks stand in quotation marks, and a mark inside is doubled.
    private static IEnumerable<string> Cells(string line)
    {
        StringBuilder cell = new();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when isQuoted && i + 1 < line.Length && line[i + 1] == '"':
                    _ = cell.Append(line[++i]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    yield return cell.ToString();
                    _ = cell.Clear();
                    break;
                default:
                    _ = cell.Append(line[i]);
                    break;
            }
        }

        yield return cell.ToString();
    }
}
