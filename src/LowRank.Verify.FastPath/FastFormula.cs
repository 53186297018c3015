namespace LowRank.Verify.FastPath;

/// <summary>One oracle's formula in double precision.</summary>
internal delegate FastResult FastFormula(InputMembers members, LayerSpectra spectra);
