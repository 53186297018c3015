using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Vectors;

/// <summary>
/// Makes the vectors of oracles from what the catalogue declares of their members: the same catalogue gives the same vectors.
/// Vectors that exist keep their lines as long as the oracle keeps its revision; ids of an earlier revision are not used again.
/// </summary>
public sealed class VectorGenerator
{
    /// <summary>Certified digits that a vector has where they are reached.</summary>
    public const int Digits = 25;

    private const int SpareDigits = 5;
    private const int FewestDigits = 8;
    private const int Attempts = 16;
    private const int Repairs = 60;
    private const int FewestBasic = 3;
    private const ulong Seed = 20250226;

    private readonly ReferenceEvaluator reference;
    private readonly TruthSource truths;
    private readonly CasePreparer preparer;

    /// <summary>A generator over a reference path.</summary>
    public VectorGenerator(ReferenceEvaluator reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        this.reference = new ReferenceEvaluator(reference.Catalogue, new RememberedSpectra(reference.Spectra));
        truths = new TruthSource(reference, ReferenceAnswers.Description, new GateOptions().ToleranceConstant);
        preparer = new CasePreparer(truths, ReferenceAnswers.Description);
    }

    /// <summary>The lines of an oracle's file: existing lines of the current revision as they are, then what is missing.</summary>
    /// <param name="oracle">The oracle.</param>
    /// <param name="existing">The lines of its file; none when there is no file.</param>
    /// <exception cref="InputException">An existing line is no vector.</exception>
    public IReadOnlyList<string> Lines(Oracle oracle, IReadOnlyList<string> existing)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        List<string> kept = [];
        HashSet<string> ids = new(StringComparer.Ordinal), inputs = new(StringComparer.Ordinal);
        foreach (string line in existing)
        {
            TestVector vector = VectorFile.Parse(line, $"vectors of {oracle.Id}");
            if (vector.Revision == oracle.Revision)
            {
                kept.Add(line);
                _ = ids.Add(vector.Id);
                _ = inputs.Add(Inputs(vector.Inputs));
            }
        }

        foreach (VectorPlan plan in VectorPlan.All.Where(plan => plan.Applies(oracle) && !ids.Contains(Id(oracle, plan.Slug))))
        {
            if ((Make(oracle, plan, inputs) ?? Blended(oracle, plan, inputs)) is { } vector)
            {
                kept.Add(VectorFile.Write(vector));
            }
        }

        kept.AddRange(KnownBugs(oracle, ids, inputs).Select(VectorFile.Write));

        kept.AddRange(Sampled(oracle, kept, ids, inputs).Select(VectorFile.Write));
        return kept;
    }

    private static string Id(Oracle oracle, string slug) =>
        $"{oracle.Id.Replace('/', '-').Replace('.', '-')}-{(oracle.Revision == 1 ? string.Empty : $"r{oracle.Revision}-")}{slug}";

    private static string Inputs(InputRecord record) => InputJson.Write(record).ToJsonString();

    private TestVector? Make(Oracle oracle, VectorPlan plan, HashSet<string> known)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Random random = new(unchecked((int)CasePreparer.Derive(Seed, oracle.Id, plan.Slug, 0, attempt)));
            CaseRecipe? recipe = plan.Taste.Make(oracle, random);
            string? refusal = null;
            for (int repair = 0; repair <= Repairs && recipe is not null
                && (refusal = reference.Refusal(oracle, recipe.Expand(oracle))) is not null; repair++)
            {
                recipe = CasePreparer.Repair(oracle, recipe, random);
            }

            if (recipe is not null && refusal is null
                && Vector(oracle, plan.Slug, plan.Flag, plan.Why, recipe.Expand(oracle), known) is { } vector)
            {
                return vector;
            }
        }

        return null;
    }

    // Where the conditions between inputs refuse the plan as a whole, as many of its inputs as they admit on top of a common case.
    private TestVector? Blended(Oracle oracle, VectorPlan plan, HashSet<string> known)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Random random = new(unchecked((int)CasePreparer.Derive(Seed, oracle.Id, plan.Slug, 1, attempt)));
            VectorTaste common = new() { Depth = plan.Taste.Depth, Width = plan.Taste.Width, Shape = plan.Taste.Shape,
                GivesOptional = plan.Taste.GivesOptional };
            ReplayToken token = new(oracle.Id, ReplayToken.ValueProperty, CasePreparer.Derive(Seed, oracle.Id, plan.Slug, 2, attempt), 8);
            CaseRecipe start = common.Make(oracle, random);
            if ((IsAdmissible(oracle, start) ? start : preparer.Of(oracle, token)?.Recipe) is not { } recipe)
            {
                continue;
            }

            CaseRecipe wished = (plan.Taste with { Depth = recipe.Depth }).Make(oracle, random);
            Stack<CaseRecipe> stages = [];
            foreach (string name in wished.Members.Keys.Where(recipe.Members.ContainsKey).OrderBy(_ => random.Next()).ToArray())
            {
                CaseRecipe changed = recipe.With(name, wished.Members[name]);
                if (Inputs(changed.Expand(oracle)) != Inputs(recipe.Expand(oracle)) && IsAdmissible(oracle, changed))
                {
                    recipe = changed;
                    stages.Push(recipe);
                }
            }

            string why = plan.Why + " Not all of it: conditions between the inputs or another vector stand against that.";
            if (stages.Select(stage => Vector(oracle, plan.Slug, plan.Flag, why, stage.Expand(oracle), known))
                .FirstOrDefault(made => made is not null) is { } vector)
            {
                return vector;
            }
        }

        return null;
    }

    private bool IsAdmissible(Oracle oracle, CaseRecipe recipe) => reference.Refusal(oracle, recipe.Expand(oracle)) is null;

    // The inputs that tell a printed or circulating reading from the right one, and those of remarks.
    private IEnumerable<TestVector> KnownBugs(Oracle oracle, HashSet<string> ids, HashSet<string> known)
    {
        int number = 1;
        HashSet<string> given = [.. oracle.Given.Select(m => m.Name)];
        foreach (Note note in oracle.Notes)
        {
            while (ids.Contains(Id(oracle, $"known-bug-{number}")))
            {
                number++;
            }

            if (note.Evidence is not { } evidence)
            {
                continue;
            }

            InputRecord inputs = new(evidence.Inputs.Members.Where(m => given.Contains(m.Key))
                .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal));
            string why = note is Erratum erratum
                ? $"A reading in print or in code gives another number here: {erratum.Printed.TrimEnd('.')}."
                : $"What one might expect fails near here: {((Remark)note).Text.TrimEnd('.')}.";
            if (reference.Refusal(oracle, inputs) is null
                && Vector(oracle, $"known-bug-{number}", "known-bug", why, inputs, known) is { } vector)
            {
                number++;
                yield return vector;
            }
        }
    }

    // Where conditions between inputs leave no plan an admissible case, the gate's own generator finds some.
    private IEnumerable<TestVector> Sampled(Oracle oracle, List<string> kept, HashSet<string> ids, HashSet<string> known)
    {
        int missing = FewestBasic - kept.Count(line => VectorFile.Parse(line, oracle.Id).Flags.Contains("basic"));
        for (int number = 1, attempt = 0; missing > 0 && attempt < Attempts * FewestBasic; attempt++)
        {
            ReplayToken token = new(oracle.Id, ReplayToken.ValueProperty, CasePreparer.Derive(Seed, oracle.Id, "sampled", 0, attempt), 8);
            while (ids.Contains(Id(oracle, $"basic-sampled-{number}")))
            {
                number++;
            }

            if (preparer.Of(oracle, token) is { } prepared
                && Vector(oracle, $"basic-sampled-{number}", "basic", "A sampled case that meets the conditions between the inputs.",
                    prepared.Truth.Inputs, known) is { } vector)
            {
                missing--;
                _ = ids.Add(vector.Id);
                yield return vector;
            }
        }
    }

    // A case on which the judge would leave the exact value itself undecided tells implementations nothing.
    private bool IsJudgeable(Oracle oracle, InputRecord inputs) =>
        truths.Of(oracle, inputs) is { Exact: { } exact } truth
            && Judge.Value(truth, ReferenceAnswers.Of(exact)).Verdict == Verdict.Conforms;

    // Exact decimals are read back only up to a limit of exponents.
    private static bool IsPrintable(Shaped<CertifiedNumber> value) => value.Leaves.All(number =>
        new[] { number.Enclosure.Lower, number.Enclosure.Upper }.All(end => end.IsZero
            || Math.Abs((double)end.BinaryExponent) < Rational.MaximumDecimalExponent));

    private TestVector? Vector(Oracle oracle, string slug, string flag, string why, InputRecord inputs, HashSet<string> known)
    {
        string text = Inputs(inputs);
        if (known.Contains(text))
        {
            return null;
        }

        Evaluation evaluation = reference.Evaluate(oracle, inputs, Digits + SpareDigits);
        if (evaluation is not { Status: EvaluationStatus.Enclosed, Result: { } result } || !IsPrintable(result))
        {
            return null;
        }

        // Rounding outward to fewer decimals than are certified leaves room for another engine's certificate.
        int decimals = evaluation.Digits >= Digits + SpareDigits ? Digits + 2 : Math.Max(1, evaluation.Digits - 1);
        ExpectedValue expect = ExpectedValue.Of(result, decimals);
        int digits = expect.Digits(Digits);
        if (digits < FewestDigits || !IsJudgeable(oracle, inputs) || !known.Add(text))
        {
            return null;
        }

        return new TestVector(Id(oracle, slug), oracle.Id, oracle.Revision, [flag], inputs, expect, digits, why);
    }
}
