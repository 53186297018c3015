using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <summary>What is proved of the singular values of a convolution as a linear map.</summary>
/// <param name="OperatorNorm">An enclosure of the largest one, the operator norm.</param>
/// <param name="SingularValues">Enclosures of all of them in descending order; null where the route gives the norm only.</param>
/// <param name="Route">How the enclosures were obtained, in words.</param>
public sealed record ConvolutionSpectrum(Interval OperatorNorm, IReadOnlyList<Interval>? SingularValues, string Route);
