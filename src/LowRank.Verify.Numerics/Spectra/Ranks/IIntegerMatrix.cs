using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>An integer matrix of the same rank as the one asked about: what the modular rank needs to know of it.</summary>
internal interface IIntegerMatrix
{
    /// <summary>Number of rows.</summary>
    int Rows { get; }

    /// <summary>Number of columns.</summary>
    int Columns { get; }

    /// <summary>Writes the residues of the matrix with its rows and columns in the given order.</summary>
    void WriteResidues(ModularMatrix target, ReadOnlySpan<int> rowOrder, ReadOnlySpan<int> columnOrder, CancellationToken cancellation);

    /// <summary>
    /// An upper bound of log₂|det| over all minors of order r + 1 that contain the given core of r rows and r columns, by Hadamard's
    /// inequality.
    /// </summary>
    double MinorBits(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns);
}
