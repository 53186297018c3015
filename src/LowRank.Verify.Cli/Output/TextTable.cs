namespace LowRank.Verify.Cli.Output;

/// <summary>
/// A table of text without rules: as wide as its content in a pipe. In a window whole columns are left out, the least important first, and
/// named below it; where the first two are still too wide, each row becomes a paragraph. Cells are never cut.
/// </summary>
internal sealed class TextTable(params IReadOnlyList<string> headers)
{
    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>Headers in the order in which they are left out; by default the last column goes first. The first column stays.</summary>
    public IReadOnlyList<string> Least { get; init; } = [];

    public void Row(params IReadOnlyList<string> cells) => rows.Add([.. cells.Select(PlainText.Of)]);

    public void WriteTo(Invocation invocation)
    {
        List<int> shown = [.. Enumerable.Range(0, headers.Count)];
        Queue<int> least = new(Least.Select(name => headers.ToList().IndexOf(name))
            .Concat(Enumerable.Range(1, Math.Max(0, headers.Count - 1)).Reverse()).Where(column => column > 0).Distinct());
        while (invocation.Streams.Width is { } width && Width(shown) > width && shown.Count > 2)
        {
            _ = shown.Remove(least.Dequeue());
        }

        if (invocation.Streams.Width is { } most && Width(shown) > most)
        {
            Paragraphs(invocation);
            return;
        }

        int[] widths = [.. shown.Select(WidthOf)];
        foreach (IReadOnlyList<string> row in rows.Prepend(headers))
        {
            string line = string.Join(' ', shown.Select((column, i) => TextLayout.Pad(row[column], widths[i]))).TrimEnd();
            if (line.Length > 0)
            {
                invocation.Page(line);
            }
        }

        if (shown.Count < headers.Count)
        {
            IEnumerable<string> left = headers.Where((_, column) => !shown.Contains(column));
            invocation.Line($"  (left out for want of columns: {string.Join(", ", left)})");
        }
    }

    // Every row by itself: its first cell, then a line for each of the others.
    private void Paragraphs(Invocation invocation)
    {
        foreach (IReadOnlyList<string> row in rows)
        {
            invocation.Line(row[0]);
            for (int column = 1; column < headers.Count; column++)
            {
                if (row[column].Length > 0)
                {
                    invocation.Line($"  {headers[column]}: {row[column]}");
                }
            }
        }
    }

    private int Width(List<int> columns) => columns.Sum(WidthOf) + columns.Count - 1;

    private int WidthOf(int column) => rows.Prepend(headers).Max(row => TextLayout.Cells(row[column]));
}
