using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>Inputs on which the printed and the corrected statement differ.</summary>
/// <param name="Printed">What is printed.</param>
/// <param name="Corrected">What is implemented.</param>
/// <param name="Inputs">The inputs.</param>
public sealed record ErratumEvidence(ErratumSide Printed, ErratumSide Corrected, InputRecord Inputs);
