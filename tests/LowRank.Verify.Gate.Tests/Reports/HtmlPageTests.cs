using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

/// <summary>The page in a browser: it fits a phone and a desk, and its plots are drawn.</summary>
public sealed class HtmlPageTests : IDisposable
{
    // Runs in a copy of the page and tells what the layout came to.
    private const string Measure = """
        <script>
        const wide = [...document.querySelectorAll("main > *, .card, figure, svg")]
          .filter(e => e.offsetParent !== null || e.tagName === "svg")
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1).length;
        const open = [...document.querySelectorAll("details[open] svg[role=img]")].map(e => e.getBoundingClientRect());
        const cut = [...document.querySelectorAll("details[open] svg[role=img]")].filter(s => { const f = s.getBoundingClientRect();
          return [...s.querySelectorAll("text,path")].some(t => { const b = t.getBoundingClientRect();
            return b.left < f.left - 3 || b.right > f.right + 3 || b.top < f.top - 3 || b.bottom > f.bottom + 3; }); }).length;
        let touching = 0;
        for (const s of document.querySelectorAll("details[open] svg[role=img]")) {
          const t = [...s.querySelectorAll("text")].map(e => e.getBoundingClientRect());
          for (let i = 0; i < t.length; i++) for (let j = 0; j < i; j++)
            if (t[i].left < t[j].right - 1 && t[j].left < t[i].right - 1
              && t[i].top < t[j].bottom - 2 && t[j].top < t[i].bottom - 2) touching++;
        }
        parent.postMessage(["MEASURED", innerWidth, document.documentElement.scrollWidth, wide, open.length,
          Math.round(Math.min(...open.map(b => b.width))), cut, touching].join(" "), "*");
        </script>
        """;

    // The browser has windows no narrower than 500, but frames of any width.
    private const string Frame = """
        <!doctype html><title>waiting</title><script>addEventListener("message", e => document.title = e.data)</script>
        <iframe src="PAGE" style="width:WIDTHpx;height:1400px;border:0"></iframe>
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(390, 1400)]
    [InlineData(1280, 1400)]
    public void Page_fits_the_window_and_draws_its_plots(int width, int height)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1", "LOWRANK_FULL=1 runs it");
        string? chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "chromium is not installed; ./test --full installs it where it may");
        foreach ((string name,
            RunFindings findings) in new[] { ("recorded", Recorded.Findings("- {id: 'spectra/rank', reason: 'ranks are not done yet'}")),
            ("large", ReportFormatTests.Large(3000)) })
        {
            string page = Path.Combine(folder.FullName, name + ".html"),
                picture = Path.Combine(folder.FullName, FormattableString.Invariant($"{name}-{width}.png"));
            File.WriteAllText(page, HtmlReport.Write(findings));
            _ = Browse(chromium!, page, width, height, $"--screenshot={picture}");
            Assert.Equal((width, height), Size(File.ReadAllBytes(picture)));
            File.WriteAllText(page, HtmlReport.Write(findings).Replace("</body>", Measure + "</body>", StringComparison.Ordinal));
            string frame = Path.Combine(folder.FullName, "frame.html");
            File.WriteAllText(frame, Frame.Replace("PAGE", name + ".html", StringComparison.Ordinal)
                .Replace("WIDTH", width.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            Match found = Regex.Match(Browse(chromium!, frame, width, height, "--dump-dom"), "<title>MEASURED (?:([0-9]+) ?){7}</title>");
            Assert.True(found.Success);
            int[] measured = [.. found.Groups[1].Captures.Select(c => int.Parse(c.Value, CultureInfo.InvariantCulture))];
            Assert.Equal(width, measured[0]);
            Assert.Equal(width, measured[1]); // the page itself does not scroll sideways
            Assert.Equal(0, measured[2]);     // nothing sticks out of it
            Assert.True(measured[3] >= 1);    // plots are drawn,
            Assert.InRange(measured[4], 300, 540); // large enough for their letters,
            Assert.Equal(0, measured[5]);     // whole,
            Assert.Equal(0, measured[6]);     // and no label covers another
        }
    }

    // Width and height of a PNG stand in its first chunk.
    private static (int Width, int Height) Size(byte[] png)
    {
        Assert.Equal(0x89504E47u, BinaryPrimitives.ReadUInt32BigEndian(png));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    private string Browse(string chromium, string page, int width, int height, string act)
    {
        ProcessStartInfo start = new(chromium, [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                $"--user-data-dir={Path.Combine(folder.FullName, "profile")}",
            FormattableString.Invariant($"--window-size={width},{height}"), "--virtual-time-budget=2000", act, "file://" + page])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("chromium does not end");
        }

        return output.GetAwaiter().GetResult();
    }
}
