namespace LowRank.Verify.Experiments;

/// <summary>Labels as vectors, their corruption, and how often outputs miss them.</summary>
public static class ClassLabels
{
    /// <summary>y ∈ {0, 1}^{nK}, class-major: y_{l,i} = 1 where sample i has label l.</summary>
    public static double[] OneHot(IReadOnlyList<int> labels, int classes)
    {
        double[] targets = new double[labels.Count * classes];
        for (int i = 0; i < labels.Count; i++)
        {
            targets[(labels[i] * labels.Count) + i] = 1;
        }

        return targets;
    }

    /// <summary>
    /// Exactly round(fraction · n) labels, at places drawn without repetition, each replaced by one of the other classes with equal
    /// probability. The replaced places of a smaller fraction are among those of a larger one when the stream starts alike.
    /// </summary>
    /// <exception cref="ArgumentException">The fraction is not in [0, 1], or there is no other class.</exception>
    public static int[] Corrupt(IReadOnlyList<int> labels, int classes, double fraction, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(fraction is >= 0 and <= 1) || classes < 2)
        {
            throw new ArgumentException("A fraction from 0 to 1 of the labels of at least two classes can be corrupted.", nameof(fraction));
        }

        int n = labels.Count, replaced = (int)Math.Round(fraction * n, MidpointRounding.AwayFromZero);
        int[] result = [.. labels], places = [.. Enumerable.Range(0, n)];
        for (int i = 0; i < replaced; i++)
        {
            int j = i + random.Index(n - i);
            (places[i], places[j]) = (places[j], places[i]);
            result[places[i]] = (labels[places[i]] + 1 + random.Index(classes - 1)) % classes;
        }

        return result;
    }

    /// <summary>
    /// The share of samples whose largest output is not that of the label; a tie goes to the first class, as argmax does.
    /// </summary>
    public static double Error(ReadOnlySpan<double> outputs, IReadOnlyList<int> labels)
    {
        int n = labels.Count, classes = outputs.Length / n, wrong = 0;
        for (int i = 0; i < n; i++)
        {
            int best = 0;
            for (int l = 1; l < classes; l++)
            {
                if (outputs[(l * n) + i] > outputs[(best * n) + i])
                {
                    best = l;
                }
            }

            wrong += best == labels[i] ? 0 : 1;
        }

        return (double)wrong / n;
    }
}
