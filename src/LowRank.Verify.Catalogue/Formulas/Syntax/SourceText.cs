namespace LowRank.Verify.Formulas.Syntax;

/// <summary>The text of a formula, with the place in its file of every character.</summary>
public sealed class SourceText
{
    private readonly string file;
    private readonly int line;
    private readonly int column;
    private readonly bool isVerbatim;

    private SourceText(string text, string file, int line, int column, bool isVerbatim)
    {
        Text = text;
        this.file = file;
        this.line = line;
        this.column = column;
        this.isVerbatim = isVerbatim;
    }

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>The text on one line, runs of white space collapsed.</summary>
    public string OneLine => string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A slice of a file, taken character by character: positions are exact.</summary>
    /// <param name="text">The slice.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="line">Line of the first character, from 1.</param>
    /// <param name="column">Column of the first character, from 1.</param>
    public static SourceText Verbatim(string text, string file, int line = 1, int column = 1) => new(text, file, line, column, true);

    /// <summary>A text that the file spells differently (with escapes): every position is that of its start.</summary>
    public static SourceText At(string text, SourcePosition start) => new(text, start.File, start.Line, start.Column, false);

    /// <summary>The place of the character at an offset; the end of the text for its length.</summary>
    public SourcePosition PositionAt(int offset)
    {
        if (!isVerbatim)
        {
            return new SourcePosition(file, line, column);
        }

        int lines = 0, start = 0;
        int end = Math.Min(offset, Text.Length);
        for (int i = 0; i < end; i++)
        {
            if (Text[i] == '\n')
            {
                lines++;
                start = i + 1;
            }
        }

        return new SourcePosition(file, line + lines, (lines == 0 ? column : 1) + end - start);
    }
}
