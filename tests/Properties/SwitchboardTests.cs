using System.Reflection;
using LowRank.Verify.Properties.Mutants;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Xunit;

namespace LowRank.Verify.Properties;

/// <summary>
/// Every property fails against the mistake that stands beside its name on the switchboard, and no property is without one. That each
/// holds of the honest subject is the property itself.
/// </summary>
public sealed class SwitchboardTests
{
    // More cases than a property runs by default: what matters here is that the law can fail, not how soon.
    private const int Cases = 200;

    internal static IReadOnlyDictionary<string, MethodInfo> Properties { get; } = typeof(LawBook).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LawBook)))
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<PropertyAttribute>() is not null)
        .ToDictionary(method => method.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Properties.Keys];

    [Fact]
    public void Every_property_states_its_law_and_has_a_mutant()
    {
        Assert.True(Properties.Count >= 60);
        Assert.All(Properties.Values, method => Assert.NotNull(method.GetCustomAttribute<LawAttribute>()));
        Assert.Equal(Properties.Keys.Order(StringComparer.Ordinal), Slips.All.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Law_catches_its_mutant(string name)
    {
        Slip slip = Slips.All[name];
        Outcome outcome = Run(name, slip.Apply(Subject.Honest), Cases);
        Assert.True(outcome.IsFalsified, $"{name} holds although {slip.Text}: {outcome.Text}");
    }

    /// <summary>Runs a property of the laws on any subject, by FsCheck's own runner.</summary>
    internal static Outcome Run(string name, Subject subject, int cases)
    {
        MethodInfo method = Properties[name];
        LawBook laws = (LawBook)Activator.CreateInstance(method.DeclaringType!)!;
        laws.Subject = subject;
        Outcome outcome = new();
        Check.Method(
            Config.Quick.WithArbitrary([typeof(Arbitraries)]).WithMaxTest(cases).WithReplay(2026113001, 7).WithRunner(outcome),
            method,
            laws);
        return outcome;
    }

    /// <summary>Keeps what FsCheck says at the end.</summary>
    internal sealed class Outcome : IRunner
    {
        public bool IsFalsified { get; private set; }

        public string Text { get; private set; } = string.Empty;

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int n, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, FsCheck.TestResult result)
        {
            IsFalsified = result.IsFailed;
            Text = Runner.onFinishedToString(name, result);
        }
    }
}
