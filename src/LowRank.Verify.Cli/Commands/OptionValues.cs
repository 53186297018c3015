using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Cli.Commands;

/// <summary>Options as people write them, to values: exact numbers, with errors that name the option.</summary>
internal static class OptionValues
{
    public const int DefaultDigits = 15;

    /// <summary>More digits than any certificate of this version gives; asking for more is a slip.</summary>
    public const int MaximumDigits = 1000;

    public static Option<bool> Json() => new("--json") { Description = "Machine-readable output on standard output." };

    public static Option<bool> Strict() => new("--strict") { Description = "Exit 1 where the digits asked for were not reached." };

    public static Option<string?> Digits() => new("--digits")
    {
        Description = "Significant digits wanted (default 15); what was reached is said.",
        HelpName = "d",
    };

    public static Option<string[]> Patterns() => new("--oracle")
    {
        Description = "Only oracles whose id matches; * stands for any text, ? for one character; may be repeated.",
        HelpName = "pattern",
    };

    /// <summary>The oracles that a pattern selects, all for none.</summary>
    public static IReadOnlyList<Oracle> Matching(OracleCatalogue catalogue, string? pattern)
    {
        Oracle[] selected = [.. catalogue.Oracles.Where(oracle => OracleFilter.Matches(pattern, oracle.Id))];
        return OracleFilter.Idle(pattern, [.. selected.Select(oracle => oracle.Id)]) is not { } idle ? selected
            : throw new InputException(
                $"{Typed("--oracle", idle)}: no oracle of the catalogue matches; '{ToolCommand.Line("describe")}' lists them");
    }

    /// <summary>An option as it was typed, in quotes where the value would not be seen.</summary>
    public static string Typed(string option, string text) => text.Length == 0
        || text.Any(char.IsWhiteSpace) ? $"{option} '{text}'" : $"{option} {text}";

    public static int ReadDigits(string? text) =>
        text is null ? DefaultDigits : (int)ReadCount("--digits", text, 1, MaximumDigits);

    public static long ReadCount(string option, string text, long lower, long upper) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= lower && value <= upper
            ? value
            : throw new InputException($"{Typed(option, text)}: write an integer from {lower} to {upper}.");

    public static Rational ReadNumber(string option, string text)
    {
        try
        {
            return Rational.Parse(text);
        }
        catch (FormatException)
        {
            throw new InputException($"{Typed(option, text)}: write a number such as 0.1, 1e-3 or 1/3.");
        }
    }

    public static Rational ReadPositive(string option, string text)
    {
        Rational value = ReadNumber(option, text);
        return value.Sign <= 0 ? throw new InputException($"{Typed(option, text)}: the number must be positive.")
            : double.IsNormal(value.ToDouble()) ? value
            : throw new InputException($"{Typed(option, text)}: the number lies outside the range of doubles.");
    }

    public static Rational ReadFraction(string option, string text) => ReadNumber(option, text) is var value && value.Sign >= 0
        && value < Rational.One
        ? value
        : throw new InputException($"{Typed(option, text)}: the fraction must be at least 0 and less than 1.");

    public static Option<string?> Layers() => new("--layers")
    {
        Description = "For a file that holds weights only: its layers (or their tensors) in the order in which they are applied.",
        HelpName = "a,b,..",
    };

    public static Option<string?> Key() => new("--key")
    {
        Description = "Of a torch checkpoint, the member that holds the weights, such as model or ema.state.",
        HelpName = "name",
    };

    /// <summary>What was said of a file of weights.</summary>
    public static WeightFileOptions Weights(string? layers, string? key) => new()
    {
        Layers = layers?.Split(',', StringSplitOptions.TrimEntries) is not { } names ? null
            : names.Any(name => name.Length == 0)
            ? throw new InputException($"{Typed("--layers", layers)}: a name is missing; write names with commas between them.")
            : names,
        Key = key,
    };

    /// <summary>A file that holds one array.</summary>
    public static StoredTensor ReadArray(string path)
    {
        StoredFile file = NetworkReader.Read(path);
        int count = file.Tensors.Count + file.Unread.Count;
        return count == 1
            ? file.Tensors[0]
            : throw new InputException($"{path}: data is one array, this file holds {count}; save it as .npy.");
    }

    public static IReadOnlyList<(string Text, Rational Value)> ReadExponents(string option, string text)
    {
        string[] items = text.Split(',', StringSplitOptions.TrimEntries);
        return items.Any(item => item.Length == 0)
            ? throw new InputException(
                $"{option} '{text}': an exponent is missing; write numbers with commas between them, such as 0,0.5,1.")
            : [.. items.Select(item => (item, ReadExponent(option, item)))];
    }

    private static Rational ReadExponent(string option, string text) => ReadNumber(option, text) is var value && value.Sign >= 0
        ? value
        : throw new InputException($"{Typed(option, text)}: the exponent p must be at least 0 (p = 0 is the rank).");
}
