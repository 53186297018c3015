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
            "spectra/column-norm-21", "spectra/frobenius-norm", "spectra/ky-fan-norm", "spectra/nuclear-norm", "spectra/rank", "spectra/row-norm-21",
            "spectra/schatten-norm", "spectra/schatten-sum", "spectra/schatten-sum-at-storage-rank", "spectra/singular-values",
            "spectra/spectral-norm", "spectra/stable-rank", "spectra/storage-rank", "spectra/storage-schatten-sum",
        ];
        Assert.Empty(expected.Except(catalogue.Oracles.Select(o => o.Id)));
    }

    [Fact]
    public void Unknown_id_is_answered_with_the_nearest()
    {
        InputException error = Assert.Throws<InputException>(() => OracleCatalogue.LoadDefault().Get("pinto2025/theorem7"));
        Assert.Equal("unknown oracle 'pinto2025/theorem7'; did you mean 'pinto2025/theorem-7'?", error.Message);
    }
}
