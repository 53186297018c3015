namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>
/// Checks vectors: form, unique ids, known flags, oracle and revision, the file's place, and that each stated enclosure contains a
/// value recomputed to more digits.
/// </summary>
/// <param name="reference">Recomputes.</param>
public sealed class VectorLint(ReferenceEvaluator reference)
{
    /// <summary>Digits beyond the stated ones to which values are recomputed.</summary>
    public const int Spare = 5;

    /// <summary>Checks all vector files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="selected">Which oracles' files are checked, by id; null for all.</param>
    /// <exception cref="InputException">The folder is missing.</exception>
    public VectorLintReport Check(string folder, Func<string, bool>? selected = null)
    {
        List<string> problems = [];
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        int proved = 0;
        string[] files = [.. VectorFile.List(folder).Where(file => selected?.Invoke(VectorFile.OracleOf(folder, file)) != false)];
        foreach (string file in files)
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                string where = VectorFile.Where(file, i + 1);
                try
                {
                    TestVector vector = VectorFile.Parse(lines[i], where);
                    if (!places.TryAdd(vector.Id, where))
                    {
                        problems.Add($"{where}: the id '{vector.Id}' is already used at {places[vector.Id]}");
                    }

                    string[] found = [.. Problems(vector, folder, file)];
                    problems.AddRange(found.Select(problem => $"{where}: {vector.Id}: {problem}"));
                    proved += found.Length == 0 ? 1 : 0;
                }
                catch (InputException error)
                {
                    problems.Add(error.Message.StartsWith(where, StringComparison.Ordinal) ? error.Message : $"{where}: {error.Message}");
                }
            }
        }

        return new VectorLintReport(files.Length, places.Count, proved, problems);
    }

    private IEnumerable<string> Problems(TestVector vector, string folder, string file)
    {
        if (!vector.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return "an id is a slug of lower-case letters, digits and '-'";
        }

        foreach (string flag in vector.Flags.Where(flag => !VectorFlags.All.ContainsKey(flag)))
        {
            yield return $"unknown flag '{flag}': one of {string.Join(", ", VectorFlags.All.Keys)}";
        }

        if (!reference.Catalogue.TryGet(vector.Oracle, out Oracle? oracle))
        {
            yield return $"the catalogue has no oracle '{vector.Oracle}'";
            yield break;
        }

        if (Path.GetFullPath(VectorFile.PathOf(folder, oracle.Id)) != Path.GetFullPath(file))
        {
            yield return $"vectors of {oracle.Id} stand in {VectorFile.PathOf(folder, oracle.Id)}";
        }

        if (vector.Revision != oracle.Revision)
        {
            yield return $"revision {vector.Revision}, but {oracle.Id} has revision {oracle.Revision}; "
                + $"'{ToolCommand.Line("vectors generate")}' makes new vectors";
            yield break;
        }

        if (vector.Digits > vector.Expect.Digits(vector.Digits))
        {
            yield return $"{vector.Digits} digits are stated, but the ends determine {vector.Expect.Digits(vector.Digits)}";
        }

        int digits = Math.Max(vector.Digits, 1) + Spare;
        Evaluation evaluation = reference.Evaluate(oracle, vector.Inputs, digits);
        if (evaluation.Result is { } first && !vector.Expect.IsProvedBy(first))
        {
            // Digits of an array are relative to its largest item; small items may be stated to more.
            evaluation = reference.Evaluate(oracle, vector.Inputs, 2 * digits);
        }

        if (evaluation.Status != EvaluationStatus.Enclosed || evaluation.Result is null)
        {
            yield return $"the value is not enclosed any more: {evaluation.Reason}";
        }
        else if (!vector.Expect.IsProvedBy(evaluation.Result))
        {
            yield return $"the stated enclosure does not contain the recomputed one, "
                + $"{ExpectedValue.Of(evaluation.Result, vector.Digits + Spare).Write().ToJsonString()}";
        }
    }
}
