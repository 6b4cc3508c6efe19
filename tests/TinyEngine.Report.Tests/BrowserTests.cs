using Microsoft.Playwright;
using TinyEngine.Compiler.Choosing;

namespace TinyEngine.Report.Tests;

/// <summary>The page in a real browser: it runs without a complaint, sorts, answers the pointer and the keys, and nothing sticks out at any
/// width, light or dark.</summary>
[Trait("Needs", "Browser")]
public sealed class BrowserTests(BrowserTests.Chromium chromium) : IClassFixture<BrowserTests.Chromium>
{
    [BrowserFact]
    public async Task The_console_stays_empty_and_nothing_is_fetched()
    {
        await using var view = await chromium.OpenAsync();
        (await view.Page.TitleAsync()).ShouldContain("TinyEngine report");
        view.Complaints.ShouldBeEmpty();
        view.Requests.ShouldAllBe(url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_click_on_a_heading_sorts_and_a_second_one_turns_round()
    {
        await using var view = await chromium.OpenAsync();
        await view.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        var heads = view.Page.Locator("table.sortable thead th.num");
        var count = await heads.CountAsync();
        count.ShouldBeGreaterThan(2);
        for (var i = 0; i < count; i++)
        {
            var head = heads.Nth(i);
            foreach (var _ in new[] { 1, 2 })
            {
                await head.Locator("button").ClickAsync();
                var order = await head.GetAttributeAsync("aria-sort");
                var keys = await head.EvaluateAsync<double[]>(
                    "head => [...head.closest('table').tBodies[0].rows].map(row => Number(row.cells[head.cellIndex].dataset.sort "
                        + "?? row.cells[head.cellIndex].textContent))"
                );
                keys.ShouldBe(order == "ascending" ? keys.Order() : keys.OrderDescending());
            }
        }

        view.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_pointer_and_the_arrow_keys_tell_about_a_buffer()
    {
        await using var view = await chromium.OpenAsync();
        var facts = view.Page.Locator("#buffer-facts");
        var buffer = view.Page.Locator(".map .buffer").Nth(1);
        await buffer.ScrollIntoViewIfNeededAsync();
        await buffer.HoverAsync(new LocatorHoverOptions { Force = true });
        (await facts.TextContentAsync())!.ShouldMatch(@" B at offset [\d,]+, up to [\d,]+ · needed in steps \d+ to \d+$");
        await view.Page.Locator(".map .buffer[tabindex='0']").FocusAsync();
        var first = await facts.TextContentAsync();
        await view.Page.Keyboard.PressAsync("ArrowRight");
        (await facts.TextContentAsync()).ShouldNotBe(first);
    }

    public static TheoryData<int, ColorScheme, string> Views
    {
        get
        {
            var views = new TheoryData<int, ColorScheme, string>();
            foreach (var name in new[] { "layers", "stream", "patches" })
            {
                foreach (var width in new[] { 400, 1000, 1800 })
                {
                    views.Add(width, ColorScheme.Light, name);
                    views.Add(width, ColorScheme.Dark, name);
                }
            }

            return views;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Views))]
    public async Task Nothing_sticks_out_and_text_stands_out(int width, ColorScheme scheme, string name)
    {
        await using var view = await chromium.OpenAsync(width, scheme, name);
        (await view.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);

        // Contrast of text with its background as the WCAG define it; 4.5 is their level AA.
        var contrast = await view.Page.EvaluateAsync<double>(
            """
            () => {
              const light = color => {
                const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map(v => v / 255)
                  .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const ink = element => element.localName === "text" ? getComputedStyle(element).fill : getComputedStyle(element).color;
              const behind = element => {
                for (let e = element; e; e = e.parentElement) {
                  const c = getComputedStyle(e).backgroundColor;
                  if (!c.endsWith(", 0)") && c !== "transparent") return c;
                }
                const canBeDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
                return canBeDark && matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18,18,18)" : "rgb(255,255,255)";
              };
              const contrast = element => {
                const a = light(ink(element)), b = light(behind(element));
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              };
              const texts = document.querySelectorAll("h1, h2, h3, p, dt, dd, th, td, output, figcaption, small, strong, svg text");
              const shown = [...texts].filter(e => e.textContent.trim() && e.checkVisibility() && ink(e).startsWith("rgb"));
              return Math.min(...shown.map(contrast));
            }
            """
        );
        contrast.ShouldBeGreaterThanOrEqualTo(4.5);
        var picture = await view.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });
        picture.Length.ShouldBeGreaterThan(10_000);
        if (Environment.GetEnvironmentVariable("TINYENGINE_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(
                Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}-{width}-{scheme}.png".ToLowerInvariant()),
                picture
            );
    }

    /// <summary>An open page with what its browser said.</summary>
    public sealed record View(IPage Page, List<string> Complaints, List<string> Requests) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
    }

    /// <summary>The browser of the system, and the report of a network as a file.</summary>
    public sealed class Chromium : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("tinyengine-report-").FullName;
        private IPlaywright? _playwright;
        private IBrowser? _browser;

        /// <summary>The browser's program; null when there is none.</summary>
        public static string? Program { get; } =
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .SelectMany(folder => new[] { "chromium", "chromium-browser" }.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);

        public async Task InitializeAsync()
        {
            if (Program is null)
                return;
            var subject = Sample.Subject with
            {
                SramLimitBytes = 64 << 10,
                FlashLimitBytes = 64 << 10,
                Front = [PlanPoint.Of(Sample.Demo.Plan), PlanPoint.Of(Sample.Stream.Plan)],
            };
            foreach (
                var (name, page) in new[]
                {
                    ("layers", HtmlReport.Write(Sample.Demo, subject with { Verification = Sample.Verified(), Time = "estimate: 1.2 ms" })),
                    ("stream", HtmlReport.Write(Sample.Stream, subject)),
                    ("patches", HtmlReport.Write(Sample.Patches, subject)),
                }
            )
            {
                await File.WriteAllTextAsync(Path.Combine(_folder, $"{name}.html"), page);
            }

            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"] }
            );
        }

        /// <summary>Opens the report; or another file, which TINYENGINE_REPORT names, to look at.</summary>
        public async Task<View> OpenAsync(int width = 1000, ColorScheme scheme = ColorScheme.Light, string name = "layers")
        {
            var context = await _browser!.NewContextAsync(
                new BrowserNewContextOptions
                {
                    ViewportSize = new ViewportSize { Width = width, Height = 800 },
                    ColorScheme = scheme,
                    Offline = true,
                }
            );
            var page = await context.NewPageAsync();
            var view = new View(page, [], []);
            page.Console += (_, message) => view.Complaints.Add(message.Text);
            page.PageError += (_, error) => view.Complaints.Add(error);
            page.Request += (_, request) => view.Requests.Add(request.Url);
            var file = Environment.GetEnvironmentVariable("TINYENGINE_REPORT") is { Length: > 0 } other
                ? other
                : Path.Combine(_folder, $"{name}.html");
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            return view;
        }

        public async Task DisposeAsync()
        {
            if (_browser is not null)
                await _browser.CloseAsync();
            _playwright?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}

/// <summary>A test that needs Chromium; skipped, with what to install, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    internal const string Missing = "not installed: chromium (eng/setup.sh browser)";

    public BrowserFactAttribute() => Skip = BrowserTests.Chromium.Program is null ? Missing : null;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserTests.Chromium.Program is null ? BrowserFactAttribute.Missing : null;
}
