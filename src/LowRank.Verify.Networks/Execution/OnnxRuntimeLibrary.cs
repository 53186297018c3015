using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// ONNX Runtime as the package Microsoft.ML.OnnxRuntime brings it. The native library is loaded when a network is first run by it, or asked
/// about, and not before. The environment variable LOWRANK_ONNXRUNTIME names another native library, such as one built with CUDA; the value
/// <c>none</c> hides it.
/// </summary>
public static partial class OnnxRuntimeLibrary
{
    /// <summary>The environment variable that names another native library.</summary>
    public const string Variable = "LOWRANK_ONNXRUNTIME";

    private const string Hidden = "none";
    private const int LongestMessage = 400;

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>One line for people: version and providers, or why it cannot be used.</summary>
    public static string Describe()
    {
        try
        {
            (string version, IReadOnlyList<string> providers) = Start();
            return $"{version} ({string.Join(", ", providers)})";
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Starts the library's environment, of which a process has one, and gives its version and providers. Its log is silent: what goes
    /// wrong comes as an exception. An environment that the host made before stays as it is.
    /// </summary>
    /// <exception cref="InputException">The native library is missing or hidden, or is none.</exception>
    internal static (string Version, IReadOnlyList<string> Providers) Start() => Guard(() =>
    {
        lock (Gate)
        {
            Register();
            if (!OrtEnv.IsCreated)
            {
                EnvironmentCreationOptions options = new() { logId = "lowrank", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                OrtEnv.CreateInstanceWithOptions(ref options);
            }

            return (OrtEnv.Instance().GetVersionString(), (IReadOnlyList<string>)OrtEnv.Instance().GetAvailableProviders());
        }
    });

    /// <summary>What a call gives, its failures translated into one line.</summary>
    /// <exception cref="InputException">The library is missing, or refuses.</exception>
    internal static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(OneLine(e.Message), e);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException
            or BadImageFormatException)
        {
            throw new InputException(Missing(), e);
        }
    }

    /// <summary>The library's message without error code, repeated path and places in its sources.</summary>
    internal static string OneLine(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = SourcePlace().Replace(LoadPrefix().Replace(ErrorCode().Replace(line, string.Empty), string.Empty), string.Empty);
        return (line.Length > LongestMessage ? line[..LongestMessage] + "…" : line).TrimEnd('.', ' ');
    }

    private static string Missing() => Chosen switch
    {
        Hidden => $"ONNX Runtime is hidden by {Variable}",
        { } path => $"ONNX Runtime cannot be used: {Variable} names '{path}', which is not there or no library of ONNX Runtime",
        null => $"ONNX Runtime's native library is missing or cannot be loaded: add the package Microsoft.ML.OnnxRuntime, or set "
            + $"{Variable} to the path of {FileName}",
    };

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static string? Chosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : null;

    /// <summary>Puts our resolver in the place of the package's where the user named a library.</summary>
    private static void Register()
    {
        if (registered || Chosen is not { } path)
        {
            return;
        }

        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly,
            (name, _, _) => name != "onnxruntime" ? 0 : path == Hidden ? throw new DllNotFoundException(Hidden) : NativeLibrary.Load(path));
        registered = true;
    }

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ")]
    private static partial Regex ErrorCode();

    [GeneratedRegex("^Load model from .* failed: ?")]
    private static partial Regex LoadPrefix();

    [GeneratedRegex(@"/\S+\.(h|cc):\d+ .*?\) (?=[A-Z])")]
    private static partial Regex SourcePlace();
}
