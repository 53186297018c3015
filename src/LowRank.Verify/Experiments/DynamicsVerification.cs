using LowRank.Verify.Arithmetic;
using LowRank.Verify.Dynamics;

namespace LowRank.Verify.Experiments;

/// <summary>What became of one statement on one seeded instance; every number was enclosed.</summary>
/// <param name="Seed">Seed of the instance.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="Samples">n.</param>
/// <param name="Classes">K.</param>
/// <param name="Width">k.</param>
/// <param name="Variant">Which instance of the seed: as drawn, with output weights scaled until the width suffices, or, for identities, a
/// network of its own.</param>
/// <param name="Statement">The statement: Lemma 6.20, Theorem 5.3, or one of C.1 to C.8.</param>
/// <param name="FailedHypothesis">The first hypothesis that fails or is not certain, with its numbers; null when all hold.</param>
/// <param name="Steps">Steps of descent that were followed.</param>
/// <param name="Compared">Conclusions that were compared.</param>
/// <param name="Proved">Those that certainly hold.</param>
/// <param name="Refuted">Those that certainly fail.</param>
/// <param name="Digits">Digits to which both sides of the others agree; null when there is none.</param>
public sealed record DynamicsFinding(
    int Seed, string Activation, int Samples, int Classes, int Width, string Variant, string Statement, string? FailedHypothesis, int Steps,
        int Compared, int Proved, int Refuted, int? Digits);

/// <summary>
/// The optimisation statements of Oymak, Fabian, Li, Soltanolkotabi 2019 on small seeded networks: hypotheses are checked in rational or
/// interval arithmetic, and conclusions compared along enclosed paths of gradient descent.
/// </summary>
public static class DynamicsVerification
{
    /// <summary>As drawn.</summary>
    public const string AsDrawn = "as drawn";

    /// <summary>With output weights scaled until the width suffices.</summary>
    public const string Scaled = "scaled";

    // Paths of sixty steps lose about half of these bits.
    private const int PathPrecision = 384;

    private static readonly IntervalContext Path = new(PathPrecision), Single = new(Bits.Range);

    /// <summary>Follows as many instances as are wanted; seeds whose run would be long or whose cutoff is not clear are left out.</summary>
    public static IReadOnlyList<DynamicsFinding> Run(int firstSeed, int instances, IProgress<ExperimentProgress>? progress = null)
    {
        List<DynamicsFinding> findings = [];
        int seed = firstSeed;
        for (int found = 0; found < instances; seed++)
        {
            Rational gamma = new(2 + (seed % 3), 2), accuracy = new(1 + (seed % 4), 4);
            if (Seeded.Plan(Path, seed, gamma, accuracy, null) is not { } wide
                || Seeded.Plan(Path, seed, gamma, null, accuracy) is not { } small)
            {
                continue;
            }

            progress?.Report(new ExperimentProgress(found, instances, $"seed {seed}"));
            findings.AddRange(
            [
                Theorem(seed, "Lemma 6.20", AsDrawn, wide.Narrower(wide.Factor), gamma, theorems => theorems.Lemma620(accuracy)),
                Theorem(seed, "Lemma 6.20", Scaled, wide, gamma, theorems => theorems.Lemma620(accuracy)),
                Theorem(seed, "Theorem 5.3", AsDrawn, small.Narrower(small.Factor), gamma, theorems => theorems.MetaTheorem(accuracy)),
                Theorem(seed, "Theorem 5.3", Scaled, small, gamma, theorems => theorems.MetaTheorem(accuracy)),
                .. Identities(seed),
            ]);
            found++;
        }

        progress?.Report(new ExperimentProgress(instances, instances, string.Empty));
        return findings;
    }

    private static DynamicsFinding Theorem(int seed, string statement, string variant, SeededPlan plan, Rational gamma,
        Func<DescentTheorems, TheoremCheck> check)
    {
        TrainingInstance instance = plan.Instance;
        DynamicsFinding Finding(string? failed, IReadOnlyList<Conclusion> conclusions) => Of(
            seed, instance.Activation.Name, instance.X.GetLength(0), instance.Classes, instance.Width, variant, statement, failed,
                conclusions);
        return check(new DescentTheorems(Path, instance, plan.Alpha, gamma, plan.Eta)) switch
        {
            TheoremCheck.DoesNotApply failing => Finding(failing.Hypothesis, []),
            TheoremCheck.Compared compared => Finding(null, compared.Conclusions),
            _ => throw new InvalidOperationException("A check of unknown kind."),
        };
    }

    private static IEnumerable<DynamicsFinding> Identities(int seed)
    {
        (JacobianIdentities identities, Interval[] r, Random random) = Seeded.Identities(Single, seed);
        ShallowNetwork network = identities.Network;
        return identities.All(r, random).GroupBy(c => c.Name).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(
            seed, network.Activation.Name, network.Inputs.Rows, network.OutputWeights.Rows, network.OutputWeights.Columns, AsDrawn,
                group.Key, null, [.. group]));
    }

    private static DynamicsFinding Of(
        int seed, string activation, int samples, int classes, int width, string variant, string statement, string? failed,
            IReadOnlyList<Conclusion> conclusions)
    {
        Conclusion[] open = [.. conclusions.Where(c => !c.Holds && !c.IsRefuted)];
        return new DynamicsFinding(
            seed, activation, samples, classes, width, variant, statement, failed, conclusions.Select(c => c.Step).DefaultIfEmpty(0).Max(),
                conclusions.Count,
            conclusions.Count(c => c.Holds), conclusions.Count(c => c.IsRefuted), open.Length == 0 ? null : open.Min(c => c.Digits));
    }
}
