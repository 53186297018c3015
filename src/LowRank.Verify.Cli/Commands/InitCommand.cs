using System.CommandLine;
using System.Text;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Files;
using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>init</c>: a harness to fill in, an empty list of known gaps and a workflow for continuous integration.</summary>
internal static class InitCommand
{
    private const string Workflow = ".github/workflows/lowrank.yml";
    private const string KnownGaps = "known-gaps.yaml";

    private static readonly StarterLanguage[] Languages =
    [
        new("python", ["harness.py"], "python3 harness.py"),
        new("csharp", ["Harness.csproj", "Program.cs"], "dotnet bin/Release/net10.0/Harness.dll"),
        new("cpp", ["harness.cpp"], "./harness"),
        new("julia", ["harness.jl"], "julia --startup-file=no harness.jl"),
    ];

    public static Command Create(Invocation invocation)
    {
        string names = string.Join(", ", Languages.Select(language => language.Name));
        Option<string?> name = new("--language") { Description = $"Language of the harness: {names}.", HelpName = "name" };
        Option<string?> directory = new("--directory") { Description = "Where to write (default: the current directory).", HelpName = "d" };
        Command command = new("init",
            "Writes a harness to fill in, a list of known gaps and a CI workflow. Existing files are never overwritten.")
        {
            name, directory,
        };
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(name) ?? throw new InputException($"init: name a language with --language: {names}");
            StarterLanguage language = Array.Find(Languages, l => l.Name == wanted)
                ?? throw new InputException($"--language {wanted}: there is no such template; there are {names}");
            Write(invocation, language, parsed.GetValue(directory) ?? ".");
            return ExitStatus.Success;
        });
        return command;
    }

    private static void Write(Invocation invocation, StarterLanguage language, string folder)
    {
        string start = ToolCommand.StartFrom(folder);
        List<(string Path, string Text)> files =
            [.. language.Files.Select(file => (Path.Combine(folder, file),
                StarterFile.Read(language.Name, file).Replace("{{lowrank}}", start, StringComparison.Ordinal)))];
        files.Add((Path.Combine(folder, KnownGaps), StarterFile.Read("common", KnownGaps)));
        files.Add((
            Path.Combine(folder, Workflow),
            StarterFile.Read("common", "lowrank.yml")
                .Replace("{{setup}}", StarterFile.Read(language.Name, "setup.yml").TrimEnd('\n'), StringComparison.Ordinal)
                .Replace("{{command}}", language.Command, StringComparison.Ordinal)));
        foreach ((string path, _) in files)
        {
            if (Path.Exists(path))
            {
                throw new InputException($"{path} exists already; nothing was written. Move it away or name another --directory.");
            }
        }

        List<string> written = [];
        try
        {
            foreach ((string path, string text) in files)
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                using FileStream stream = new(path, FileMode.CreateNew);
                written.Add(path);
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        catch
        {
            written.ForEach(File.Delete);
            throw;
        }

        foreach ((string path, _) in files)
        {
            invocation.Line("wrote " + path);
        }

        string enter = Path.GetFullPath(folder) == Path.GetFullPath(".") ? string.Empty : $"cd {ShellWords.Quote(folder)} && ";
        invocation.Line($"next: {enter}{start} gate -- {language.Command}");
    }
}
