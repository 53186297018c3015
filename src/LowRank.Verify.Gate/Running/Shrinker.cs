using LowRank.Verify.Gate.Generation;

namespace LowRank.Verify.Gate.Running;

/// <summary>Finds a simpler case that fails in the same way: greedy descent over the recipe's own simplifications.</summary>
internal static class Shrinker
{
    /// <summary>The simplest failing case found within a budget of candidates.</summary>
    /// <param name="start">A failing case.</param>
    /// <param name="preparer">Makes cases of recipes.</param>
    /// <param name="budget">Candidates that may be put to the implementation.</param>
    /// <param name="fails">Judges a candidate; null when it does not fail in the same way.</param>
    /// <param name="first">What came of the start.</param>
    /// <param name="isOver">True when no more candidates may be put; asked before each.</param>
    public static (PreparedCase Case, T Result, int Steps) Shrink<T>(PreparedCase start, CasePreparer preparer, int budget,
        Func<PreparedCase, T?> fails, T first, Func<bool>? isOver = null)
        where T : class
    {
        PreparedCase current = start;
        T result = first;
        int steps = 0;
        bool found = true;

        // Candidates that the oracle refuses cost no call, but still time.
        int patience = budget * 5;
        while (found && budget > 0 && isOver?.Invoke() != true)
        {
            found = false;
            foreach (CaseRecipe candidate in current.Recipe?.Shrink(current.Oracle) ?? [])
            {
                if (--patience < 0 || budget <= 0 || isOver?.Invoke() == true)
                {
                    break;
                }

                if (preparer.Of(current.Oracle, current.Token, current.Property, candidate) is not { } prepared)
                {
                    continue;
                }

                budget--;
                if (fails(prepared) is { } still)
                {
                    current = prepared;
                    result = still;
                    steps++;
                    found = true;
                    break;
                }
            }
        }

        return (current, result, steps);
    }
}
