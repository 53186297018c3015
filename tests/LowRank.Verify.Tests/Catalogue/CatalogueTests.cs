using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

public sealed class CatalogueTests
{
    [Fact]
    public void Default_catalogue_holds_every_first_oracle()
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        string[] expected =
        [
            "classical/bartlett2017-theorem-1.1", "classical/golowich2018-theorem-1",
            "ledent2025/theorem-3.6/code", "ledent2025/theorem-3.6/doc", "ledent2025/theorem-3.6/l2", "ledent2025/theorem-3.6/repaired",
            "pinto2025/lemma-10", "pinto2025/lemma-4", "pinto2025/theorem-7", "pinto2025/theorem-7-tight", "pinto2025/theorem-7-tight-relu",
            "spectra/column-norm-21", "spectra/frobenius-norm", "spectra/ky-fan-norm", "spectra/nuclear-norm", "spectra/rank",
                "spectra/row-norm-21",
            "spectra/schatten-norm", "spectra/schatten-sum", "spectra/schatten-sum-at-storage-rank", "spectra/singular-values",
            "spectra/spectral-norm", "spectra/stable-rank", "spectra/storage-rank", "spectra/storage-schatten-sum",
        ];
        Assert.Empty(expected.Except(catalogue.Oracles.Select(o => o.Id)));
        Assert.Equal(catalogue.Oracles.Select(o => o.Id).Order(StringComparer.Ordinal), catalogue.Oracles.Select(o => o.Id));
    }

    [Fact]
    public void Unknown_id_is_answered_with_the_nearest()
    {
        InputException error = Assert.Throws<InputException>(() => OracleCatalogue.LoadDefault().Get("pinto2025/theorem7"));
        Assert.Equal("unknown oracle 'pinto2025/theorem7'; did you mean 'pinto2025/theorem-7'?", error.Message);
    }

    [Fact]
    public void Missing_folder_is_named() =>
        Assert.EndsWith("no-such-folder: there is no such folder of oracles",
            Assert.Throws<InputException>(() => OracleCatalogue.Load("no-such-folder")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pinto2025/lemma-4.yaml", "id: pinto2025/lemma-4", "id: pinto2025/lemma-5",
        ":1:5: the id is 'pinto2025/lemma-5' but the file's place asks for 'pinto2025/lemma-4'")]
    [InlineData("spectra/family.yaml", "family: spectra", "family: spectrum", ":1:9: the family is 'spectrum' but its folder is 'spectra'")]
    [InlineData("spectra/rank.yaml", "at_least: spectra/storage-rank", "at_least: pinto2025/theorem-7",
        ":15:16: the property compares with 'pinto2025/theorem-7', which is not an oracle of the record 'matrix' of spectra; it belongs "
        + "to the record 'network' of pinto2025")]
    [InlineData("spectra/rank.yaml", "at_least: spectra/storage-rank", "at_least: spectra/storge-rank",
        ":15:16: the property compares with 'spectra/storge-rank', which is not an oracle of the record 'matrix' of spectra; did you "
        + "mean 'spectra/storage-rank'?")]
    [InlineData("spectra/rank.yaml", "at_least: spectra/storage-rank", "at_least: spectra/ky-fan-norm",
        ":15:16: the property compares with 'spectra/ky-fan-norm', which needs 'k'; state it in that oracle's file instead")]
    [InlineData("classical/golowich2018-theorem-1.yaml", "kind: bound", "kind: bound\nkind: rate", ":6:1: not valid YAML: Duplicate key")]
    public void Broken_catalogue_is_refused_with_the_place(string file, string old, string replacement, string message)
    {
        DirectoryInfo copy = Directory.CreateTempSubdirectory("catalogue");
        try
        {
            string source = Path.Combine(AppContext.BaseDirectory, "oracles");
            foreach (string one in Directory.EnumerateFiles(source, "*.yaml", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy.FullName, Path.GetRelativePath(source, one));
                _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(one, target);
            }

            string path = Path.Combine(copy.FullName, file);
            string text = File.ReadAllText(path);
            Assert.Contains(old, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
            InputException error = Assert.ThrowsAny<InputException>(() => OracleCatalogue.Load(copy.FullName));
            Assert.StartsWith(path + message, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(true);
        }
    }
}
