using System.Numerics;

namespace LowRank.Verify.Codes.Search;

/// <summary>
/// Scores of every class on every sample, class after class in flat arrays, with the two largest of the wrong classes, so that the errors
/// after a change of one class cost one pass over the samples.
/// </summary>
internal sealed class ScoreTable
{
    private readonly float[][] scores;
    private readonly int[] labels;
    private readonly float[] right, first, second;
    private readonly int[] firstClass;
    private readonly int padded;

    public ScoreTable(int[] classes, int count)
    {
        padded = Padded(classes.Length);
        labels = new int[padded];
        labels.AsSpan().Fill(-1);
        classes.CopyTo(labels, 0);
        scores = [.. Enumerable.Range(0, count).Select(_ => new float[padded])];
        (right, first, second, firstClass) = (new float[padded], new float[padded], new float[padded], new int[padded]);
        Settle();
    }

    public static int Padded(int samples) => (samples + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Adds a multiple of a column to a class; <see cref="Settle"/> follows.</summary>
    public void Add(int row, float factor, float[] column)
    {
        float[] own = scores[row];
        Vector<float> times = new(factor);
        for (int i = 0; i < padded; i += Vector<float>.Count)
        {
            (new Vector<float>(own, i) + (times * new Vector<float>(column, i))).CopyTo(own, i);
        }
    }

    /// <summary>The scores of a class become 0; <see cref="Settle"/> follows.</summary>
    public void Clear(int row) => scores[row].AsSpan().Clear();

    /// <summary>The errors if a multiple of a column were added to a class; ties are errors.</summary>
    public int ErrorsAfter(int row, float factor, float[] column)
    {
        float[] own = scores[row];
        Vector<float> times = new(factor);
        Vector<int> ours = new(row), bad = Vector<int>.Zero;
        for (int i = 0; i < padded; i += Vector<float>.Count)
        {
            Vector<float> changed = new Vector<float>(own, i) + (times * new Vector<float>(column, i)), top = new(first, i);
            Vector<int> isRight = Vector.Equals(new Vector<int>(labels, i), ours);
            Vector<float> rest = Vector.ConditionalSelect(
                Vector.Equals(new Vector<int>(firstClass, i), ours), new Vector<float>(second, i), top);
            Vector<float> wrong = Vector.ConditionalSelect(isRight, top, Vector.Max(changed, rest));
            bad += Vector.LessThanOrEqual(Vector.ConditionalSelect(isRight, changed, new Vector<float>(right, i)), wrong);
        }

        return -Vector.Sum(bad);
    }

    /// <summary>Finds the largest ones anew and counts the errors.</summary>
    public int Settle()
    {
        Vector<int> bad = Vector<int>.Zero;
        for (int i = 0; i < padded; i += Vector<float>.Count)
        {
            Vector<int> label = new(labels, i), at = new(-2);
            Vector<float> best = new(float.MinValue), next = best, own = new(1e30f);
            for (int k = 0; k < scores.Length; k++)
            {
                Vector<int> row = new(k), isRight = Vector.Equals(label, row);
                Vector<float> score = new(scores[k], i);
                own = Vector.ConditionalSelect(isRight, score, own);
                score = Vector.ConditionalSelect(isRight, new Vector<float>(float.MinValue), score);
                Vector<int> isMore = Vector.GreaterThan(score, best);
                next = Vector.ConditionalSelect(isMore, best, Vector.Max(next, score));
                best = Vector.ConditionalSelect(isMore, score, best);
                at = Vector.ConditionalSelect(isMore, row, at);
            }

            bad += Vector.LessThanOrEqual(own, best);
            own.CopyTo(right, i);
            best.CopyTo(first, i);
            next.CopyTo(second, i);
            at.CopyTo(firstClass, i);
        }

        return -Vector.Sum(bad);
    }
}
