using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli;

/// <summary>The parts of the package that commands use, each made when first asked for, so that a command pays for its own only.</summary>
internal sealed class Rooms
{
    private OracleCatalogue? catalogue;
    private IEngine? engine;
    private SpectrumCertifier? certifier;
    private ReferenceEvaluator? reference;
    private FastEvaluator? fast;

    public OracleCatalogue Catalogue => catalogue ??= OracleCatalogue.LoadDefault();

    public IEngine Engine => engine ??= Engines.Default;

    public SpectrumCertifier Certifier => certifier ??= new SpectrumCertifier(Engine);

    public ISpectrumSource Spectra => Certifier;

    public ReferenceEvaluator Reference => reference ??= new ReferenceEvaluator(Catalogue, Spectra);

    public FastEvaluator Fast => fast ??= new FastEvaluator(Engine);

    /// <summary>A statement of the user's own.</summary>
    /// <exception cref="InputException">The file cannot be read, or has a mistake; with line and column.</exception>
    public Oracle ReadOracle(string path) => Catalogue.Read(TextFile.Read(path, "an oracle file (.yaml)"), path);
}
