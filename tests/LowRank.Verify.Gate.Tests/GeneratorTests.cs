using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

public sealed class GeneratorTests
{
    private static IEnumerable<MatrixRecipe> Matrices(int count) => Enumerable.Range(0, count)
        .Select(i => CaseGenerator.Sample(Bench.Catalogue.Get("spectra/spectral-norm"), (ulong)i, i % 41))
        .Select(recipe => ((MemberRecipe.MatrixMember)recipe.Members["A"]).Recipe);

    [Fact]
    public void Same_recipe_gives_the_same_matrix()
    {
        foreach (MatrixRecipe recipe in Matrices(100))
        {
            Assert.Equal(recipe.Expand().Values, recipe.Expand().Values);
        }

        Assert.Equal(Matrices(50).Select(m => m.Expand().Values), Matrices(50).Select(m => m.Expand().Values));
    }

    [Fact]
    public void Every_type_shape_and_edge_occurs()
    {
        List<Matrix> all = [.. Matrices(2000).Select(m => m.Expand())];
        Assert.Contains(all, a => a.Rows == 1 && a.Columns == 1);
        Assert.Contains(all, a => a.Rows > 1 && a.Rows == a.Columns);
        Assert.Contains(all, a => a.Rows > a.Columns && a.Columns > 1);
        Assert.Contains(all, a => a.Rows < a.Columns && a.Rows > 1);
        Assert.Contains(all, a => Math.Max(a.Rows, a.Columns) == 40);
        Assert.InRange(all.Count(a => Math.Max(a.Rows, a.Columns) > 12), 1, 300);
        Assert.Contains(all, a => a.Values.All(v => v == 0));
        Assert.Contains(all, a => a.Values.Length > 4 && a.Values.Count(v => v != 0) == 1);
        Assert.Contains(all, a => a.Rows > 1 && a.Values.Any(v => v != 0) && Enumerable.Range(0, a.Columns).All(j => a[0, j] == 0));
        Assert.Contains(all, a => a.Values.Max(Math.Abs) > 1e300);
        Assert.Contains(all, a => a.Values.Max(Math.Abs) is > 0 and < 1e-300);
        Assert.Contains(all, a => a.Storage == StorageType.Float32);
        Assert.Contains(all, a => a.Storage == StorageType.Float16);
        Assert.All(all, a => Assert.All(a.Values, v => Assert.Equal(v, StorageRounding.Round(v, a.Storage))));
    }

    [Fact]
    public void Numbers_without_limits_have_either_sign()
    {
        List<double> margins = [.. Enumerable.Range(0, 200)
            .SelectMany(i => ((MemberRecipe.List)CaseGenerator.Sample(Bench.Catalogue.Get("classical/jiang2020/margin"), (ulong)i, i % 41)
                .Members["margins"]).Items).Select(item => ((MemberRecipe.Scalar)item).Value.ToDouble())];
        Assert.InRange(margins.Count(x => x < 0), margins.Count / 6, margins.Count / 2);
        Assert.Contains(margins, x => x > 0);
    }

    [Fact]
    public void Inputs_fit_the_first_layer()
    {
        Oracle oracle = Bench.Catalogue.Get("classical/golowich2018-theorem-1/from-weights");
        foreach (CaseRecipe recipe in Enumerable.Range(0, 200).Select(i => CaseGenerator.Sample(oracle, (ulong)i, i % 41)))
        {
            Assert.All(recipe.Shrink(oracle).Prepend(recipe), one => Assert.Equal(
                ((MemberRecipe.MatrixMember)((MemberRecipe.List)one.Members["W"]).Items[0]).Recipe.Columns,
                ((MemberRecipe.MatrixMember)one.Members["X"]).Recipe.Columns));
        }
    }

    [Fact]
    public void Kernels_have_the_sizes_that_their_windows_and_groups_ask_for()
    {
        Oracle oracle = Bench.Catalogue.Get("spectra/convolution-norm");
        static int Count(CaseRecipe recipe, string name) => recipe.Members.GetValueOrDefault(name) switch
        {
            MemberRecipe.Scalar scalar => (int)scalar.Value.ToDouble(),
            MemberRecipe.List list => list.Items.Aggregate(1, (p, item) => p * (int)((MemberRecipe.Scalar)item).Value.ToDouble()),
            _ => 1,
        };
        static bool Fits(CaseRecipe recipe) => ((MemberRecipe.MatrixMember)recipe.Members["K"]).Recipe is var kernel
            && (Count(recipe, "k") is 0 or > 64 || kernel.Columns % Count(recipe, "k") == 0)
            && (Count(recipe, "groups") is 0 or > 64 || kernel.Rows % Count(recipe, "groups") == 0);
        CaseRecipe[] all = [.. Enumerable.Range(0, 400).Select(i => CaseGenerator.Sample(oracle, (ulong)i, i % 41))];
        Assert.All(all, recipe => Assert.True(Fits(recipe)));
        Assert.All(all.Take(40).SelectMany(recipe => recipe.Shrink(oracle)), recipe => Assert.True(Fits(recipe)));

        // Of the cases that are admissible once some counts are lowered, many have windows, groups and a torus.
        ReferenceEvaluator reference = new(Bench.Catalogue, new SpectrumCertifier(Engines.Default));
        CasePreparer preparer = new(new TruthSource(reference, ReferenceAnswers.Description, 64), ReferenceAnswers.Description);
        CaseRecipe[] admissible = [.. Enumerable.Range(0, 100).Select(i => preparer.Of(oracle,
            new ReplayToken(oracle.Id, ReplayToken.ValueProperty, (ulong)i, 1 + (i % 40)))?.Recipe).OfType<CaseRecipe>()];
        Assert.True(admissible.Length >= 40, $"{admissible.Length}");
        Assert.All(admissible, recipe => Assert.True(Fits(recipe)));
        int windows = admissible.Count(recipe => Count(recipe, "k") > 1), groups = admissible.Count(recipe => Count(recipe, "groups") > 1),
            torus = admissible.Count(recipe => recipe.Members.ContainsKey("circular") && Count(recipe, "circular") == 1);
        Assert.True(windows >= 20 && groups >= 10 && torus >= 8, $"{windows}, {groups}, {torus} of {admissible.Length}");
    }

    [Fact]
    public void Integer_products_are_exactly_rank_deficient_and_planted_ones_nearly()
    {
        MatrixRecipe exact = new(MatrixKind.IntegerProduct, 6, 5) { Rank = 2, Seed = 11 };
        Assert.True(RationalRank(exact.Expand()) <= 2);
        MatrixRecipe planted = new(MatrixKind.Planted, 6, 5) { Rank = 2, Seed = 11, Storage = StorageType.Float32 };
        Assert.True(RationalRank(planted.Expand()) > 2);
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Default).Certify(planted.Expand());
        Assert.Equal(1, spectrum.SingularValues[1].Midpoint, 1e-6);
        Assert.InRange(spectrum.SingularValues[2].Midpoint, 0, 1e-6);
    }

    [Fact]
    public void Numbers_stay_in_their_domain_and_reach_its_edges()
    {
        MemberDomain exponents = new(Rational.Zero, false, new Rational(2, 1), false);
        Rational[] p = Sampled(NumberGenerators.Real(exponents));
        Assert.All(p, x => Assert.True(exponents.Contains(x)));
        Assert.Contains(Rational.Zero, p);
        Assert.Contains(new Rational(2, 1), p);
        Assert.Contains(p, x => x.Sign > 0 && x < new Rational(1, 100));
        MemberDomain positive = new(Rational.Zero, true, null, true);
        Rational[] b = Sampled(NumberGenerators.Real(positive));
        Assert.All(b, x => Assert.True(x.Sign > 0));
        Assert.Contains(b, x => x.ToDouble() > 1e100);
        Assert.Contains(b, x => x.ToDouble() < 1e-100);
        Assert.Contains(b, x => Rational.Of(x.ToDouble()) != x);
        Rational[] counts = Sampled(NumberGenerators.Count(MemberDomain.PositiveCount));
        Assert.All(counts, x => Assert.True(x.IsInteger && x >= Rational.One));
        Assert.InRange(counts.Count(x => x == Rational.One), 100, 900);
    }

    [Fact]
    public void Every_oracle_gets_admissible_cases_without_code_of_its_own()
    {
        TruthSource truths = new(Bench.Reference, Bench.Honest().Start(), 16);
        CasePreparer preparer = new(truths, Bench.Honest().Start());
        string[] claimed = [.. Bench.Catalogue.Oracles.Select(o => o.Id)];
        ILookup<string, TestVector> noVectors = Array.Empty<TestVector>().ToLookup(v => v.Oracle);
        foreach (Oracle oracle in Bench.Catalogue.Oracles)
        {
            PreparedCase[] cases = Cases(oracle, new GateOptions { ValueCases = 4, PropertyCases = 2 });
            // a narrow requirement may cost some
            int values = cases.Count(c => c.Token.Property == ReplayToken.ValueProperty), asked = GatePlan.Share(oracle, 4);
            Assert.True(values >= (asked + 1) / 2 && values <= asked, $"{oracle.Id}: {values} of {asked}");

            // and a narrow condition of a property more than two cases, where a run has a dozen
            if (oracle.Properties.Except(cases.Select(c => c.Property)).Any())
            {
                cases = Cases(oracle, new GateOptions { ValueCases = 1, PropertyCases = 12 });
            }

            Assert.All(oracle.Properties, property => Assert.True(cases.Any(c => c.Property == property), $"{oracle.Id}: {property.Text}"));
        }

        PreparedCase[] Cases(Oracle oracle, GateOptions options) =>
            [.. GatePlan.Of([oracle], claimed, options, noVectors, isIsolated: false).Units
                .SelectMany(unit => preparer.Cases(unit, options, noVectors, () => false))];
    }

    [Fact]
    public void Networks_are_chained()
    {
        Oracle oracle = Bench.Catalogue.Get("ledent2025/theorem-3.6/l2");
        bool deep = false;
        for (ulong seed = 0; seed < 50; seed++)
        {
            InputRecord inputs = CaseGenerator.Sample(oracle, seed, 20).Expand();
            Matrix[] layers = [.. ((InputValue.Sequence)inputs.Members["W"]).Items.Select(w => ((InputValue.MatrixValue)w).Value)];
            Assert.All(Enumerable.Range(1, layers.Length - 1), l => Assert.Equal(layers[l - 1].Rows, layers[l].Columns));
            Assert.Equal(layers.Length - 1, ((InputValue.Sequence)inputs.Members["rho"]).Items.Count);
            deep |= layers.Length > 2;
        }

        Assert.True(deep);
    }

    [Fact]
    public void Shrinking_reaches_a_small_readable_case()
    {
        TruthSource truths = new(Bench.Reference, Bench.Honest().Start(), 16);
        CasePreparer preparer = new(truths, Bench.Honest().Start());
        Oracle oracle = Bench.Catalogue.Get("spectra/spectral-norm");
        foreach (ulong seed in new ulong[] { 3, 4, 5, 6, 8 })
        {
            CaseRecipe start = new(1, [1, 1], new Dictionary<string, MemberRecipe>
            {
                ["A"] = new MemberRecipe.MatrixMember(new MatrixRecipe(MatrixKind.Planted, 9, 7) { Rank = 5, Seed = (int)seed,
                    Spectrum = SpectrumKind.Random, Storage = StorageType.Float32, Exponent = 7 }),
            });
            PreparedCase prepared = preparer.Of(oracle, new ReplayToken(oracle.Id, "value", seed, 20), null, start)!;

            // "Fails" whenever two columns are independent: the least such case is the 2×2 identity or the like.
            (PreparedCase small, _, int steps) = Shrinker.Shrink(
                prepared, preparer, 400, c =>
                    RationalRank(((InputValue.MatrixValue)c.Truth.Inputs.Members["A"]).Value) >= 2 ? "fails" : null, "fails");
            Matrix a = ((InputValue.MatrixValue)small.Truth.Inputs.Members["A"]).Value;
            Assert.True(steps > 0);
            Assert.Equal((2, 2), (a.Rows, a.Columns));
            Assert.All(a.Values, v => Assert.True(Math.Abs(v) <= 3 && v == Math.Round(v), $"{v}"));
        }
    }

    private static Rational[] Sampled(FsCheck.Gen<Rational> numbers) => FsCheck.Fluent.Gen.Sample(numbers, 1000, new FsCheck.Rnd(5), 30);

    // Gaussian elimination over the rationals: no rounding, no threshold.
    private static int RationalRank(Matrix matrix)
    {
        Rational[][] a = [.. Enumerable.Range(0, matrix.Rows)
            .Select(i => Enumerable.Range(0, matrix.Columns).Select(j => Rational.Of(matrix[i, j])).ToArray())];
        int rank = 0;
        for (int j = 0; j < matrix.Columns && rank < a.Length; j++)
        {
            int pivot = Array.FindIndex(a, rank, row => row[j].Sign != 0);
            if (pivot < 0)
            {
                continue;
            }

            (a[rank], a[pivot]) = (a[pivot], a[rank]);
            for (int i = rank + 1; i < a.Length; i++)
            {
                Rational factor = a[i][j] / a[rank][j];
                for (int k = j; k < matrix.Columns; k++)
                {
                    a[i][k] -= factor * a[rank][k];
                }
            }

            rank++;
        }

        return rank;
    }
}
