using LowRank.Verify.Formulas;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Catalogue;

/// <summary>A YAML file whose nodes know their places.</summary>
internal sealed class YamlFile
{
    private const int MaximumDepth = 32;
    private const int MaximumLength = 1_000_000;

    private readonly string text;

    private YamlFile(string name, string text)
    {
        Name = name;
        this.text = text;
    }

    /// <summary>How the file is named in messages.</summary>
    public string Name { get; }

    /// <summary>Reads a file whose root is a mapping.</summary>
    /// <exception cref="FormulaException">It is not YAML, has duplicate keys, aliases, several documents or no mapping at its
    /// root.</exception>
    public static YamlFields Read(string text, string name)
    {
        YamlFile file = new(name, text.Replace("\r\n", "\n", StringComparison.Ordinal));
        if (file.text.Length > MaximumLength)
        {
            throw new FormulaException(new SourcePosition(name, 1, 1), $"the file has more than {MaximumLength} characters");
        }

        try
        {
            file.CheckShape();
            YamlStream stream = [];
            using StringReader reader = new(file.text);
            stream.Load(reader);
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? new YamlFields(file, root)
                : throw new FormulaException(new SourcePosition(name, 1, 1), "the file must hold one document, a mapping of fields");
        }
        catch (YamlException error)
        {
            throw new FormulaException(file.At(error.Start), Sentence(error));
        }
    }

    /// <summary>The place of a node.</summary>
    public SourcePosition At(YamlNode node) => At(node.Start);

    /// <summary>The text of a scalar with its places: exact where the file spells it without escapes.</summary>
    public SourceText TextOf(YamlScalarNode node)
    {
        string value = node.Value ?? string.Empty;
        int start = (int)node.Start.Index, end = Math.Min((int)node.End.Index, text.Length);
        if (node.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            int header = text.IndexOf('\n', start);
            start = header < 0 || header >= end ? end : header + 1;
        }
        else if (node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted && end - start >= 2)
        {
            (start, end) = (start + 1, end - 1);
        }

        string raw = text[start..Math.Max(start, end)];
        if (!raw.AsSpan().Trim().SequenceEqual(value.AsSpan().Trim()) && Collapse(raw) != Collapse(value))
        {
            return SourceText.At(value, At(node));
        }

        int lineStart = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        int line = node.Style is ScalarStyle.Literal or ScalarStyle.Folded ? (int)node.Start.Line + 1 : (int)node.Start.Line;
        return SourceText.Verbatim(raw.TrimEnd(), Name, line, start - lineStart + 1);
    }

    private static string Collapse(string s) => string.Join(' ', s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Sentence(YamlException error)
    {
        string message = error.Message;
        int close = message.IndexOf("): ", StringComparison.Ordinal);
        message = message.StartsWith("(Line", StringComparison.Ordinal) && close >= 0 ? message[(close + 3)..] : message;
        return "not valid YAML: " + string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private SourcePosition At(Mark mark) => new(Name, (int)mark.Line, (int)mark.Column);

    // The scanner loses its state on some files that are no YAML.
    private bool Next(YamlDotNet.Core.Parser events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (InvalidOperationException)
        {
            throw new FormulaException(events.Current is { } last ? At(last.End) : new SourcePosition(Name, 1, 1),
                "not valid YAML: a bracket or a quote is not closed");
        }
    }

    // The event parser keeps its state on the heap; the tree builder recurses. So depth is limited before a tree is built.
    private void CheckShape()
    {
        using StringReader reader = new(text);
        YamlDotNet.Core.Parser events = new(reader);
        int depth = 0;
        while (Next(events))
        {
            switch (events.Current)
            {
                case NodeEvent { Anchor.IsEmpty: false } anchored:
                    throw new FormulaException(At(anchored.Start), "anchors (&name) are not used in oracle files");
                case AnchorAlias alias:
                    throw new FormulaException(At(alias.Start), "aliases (*name) are not used in oracle files; repeat the value");
                case MappingStart or SequenceStart when ++depth > MaximumDepth:
                    throw new FormulaException(At(events.Current.Start), $"the file is nested more than {MaximumDepth} deep");
                case MappingEnd or SequenceEnd:
                    depth--;
                    break;
                default:
                    break;
            }
        }
    }
}
