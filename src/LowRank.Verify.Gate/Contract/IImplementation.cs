using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Contract;

/// <summary>
/// An implementation under test, in this process. Calls come one at a time. An exception out of either method is a result
/// (<see cref="Verdict.Crash"/>), not an accident.
/// </summary>
public interface IImplementation
{
    /// <summary>Says what the implementation is and which oracles it claims.</summary>
    ImplementationDescription Start();

    /// <summary>Answers one case of a claimed oracle. The inputs must not be changed.</summary>
    /// <param name="oracle">Id of the oracle.</param>
    /// <param name="inputs">The members that the oracle uses.</param>
    Answer Run(string oracle, InputRecord inputs);
}
