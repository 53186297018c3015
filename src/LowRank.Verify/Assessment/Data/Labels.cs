using System.Globalization;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Classes of samples, read from an array of whole numbers or of one-hot rows.</summary>
internal static class Labels
{
    /// <summary>The class of each sample, from 0 to classes − 1.</summary>
    /// <remarks>Of a network with one score: 1 where the label is 1 (the score should be positive), 0 where it is 0 or -1.</remarks>
    /// <exception cref="InputException">The count differs from the samples', or an entry is no class.</exception>
    public static int[] Read(StoredTensor labels, int samples, int classes)
    {
        string place = Place(labels);
        if (labels.Shape.Count == 0 || labels.Shape[0] != samples)
        {
            throw new InputException(
                $"{place}: it holds {(labels.Shape.Count == 0 ? 1 : labels.Shape[0])} labels, but there are {samples} samples: labels "
                + $"and data must be of the same length.");
        }

        int width = labels.RowMajor.Length / samples;
        if (width == 1 && classes == 1)
        {
            return Signs(labels, place);
        }

        if (width == 1)
        {
            return [.. labels.RowMajor.Select((label, i) => label >= 0 && label < classes && label == Math.Floor(label)
                ? (int)label
                : throw new InputException(
                    $"{place}: label {i} is {label.ToString("R", CultureInfo.InvariantCulture)}, not a class from 0 to {classes - 1}: "
                        + $"the network gives {classes} scores."))];
        }

        if (labels.Shape.Count != 2 || width != classes)
        {
            throw new InputException(
                $"{place}: labels are one class per sample, or rows of {classes} scores; its shape is "
                + $"[{string.Join(", ", labels.Shape)}].");
        }

        return [.. Enumerable.Range(0, samples).Select(i =>
        {
            ReadOnlySpan<double> row = labels.RowMajor.AsSpan(i * width, width);
            return row.Count(1.0) == 1 && row.Count(0.0) == width - 1
                ? row.IndexOf(1.0)
                : throw new InputException($"{place}: row {i} is not one-hot (a single 1 among zeros), so it names no class.");
        })];
    }

    private static int[] Signs(StoredTensor labels, string place)
    {
        int other = Array.FindIndex(labels.RowMajor, label => label is not (0 or 1 or -1));
        return other >= 0
            ? throw new InputException($"{place}: label {other} is {labels.RowMajor[other].ToString("R", CultureInfo.InvariantCulture)}; "
                + "of a network with one score labels are 0 and 1, or -1 and 1.")
            : labels.RowMajor.Contains(0) && labels.RowMajor.Contains(-1)
            ? throw new InputException($"{place}: its labels are 0, 1 and -1; of a network with one score they are 0 and 1, or -1 and 1.")
            : [.. labels.RowMajor.Select(label => label > 0 ? 1 : 0)];
    }

    /// <summary>Targets class-major, y[l·n + i] for class l of sample i: one-hot for classes, as they are for rows of scores.</summary>
    public static double[] Targets(StoredTensor labels, int samples, int classes)
    {
        double[] targets = new double[samples * classes];
        if (labels.Shape.Count == 2 && labels.Shape[0] == samples && labels.Shape[1] == classes && classes > 1)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                targets[(i % classes * samples) + (i / classes)] = labels.RowMajor[i];
            }

            return targets;
        }

        if (classes == 1 && labels.Shape.Count > 0 && labels.Shape[0] == samples && labels.RowMajor.Length == samples)
        {
            return [.. labels.RowMajor];
        }

        int[] ofSample = Read(labels, samples, classes);
        for (int i = 0; i < samples; i++)
        {
            targets[(ofSample[i] * samples) + i] = 1;
        }

        return targets;
    }

    private static string Place(StoredTensor labels) => labels.Source.Length == 0 ? labels.Name : labels.Source;
}
