using TinyEngine.Compiler.Planning;
using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>Where steps and addresses of a plan lie in its picture, in percent of the picture, so that it fits any width.</summary>
internal sealed class MapGeometry
{
    /// <summary>A limit is drawn when the picture grows by no more than this; a lower arena beside a far limit would be a strip.</summary>
    private const double LargestGrowth = 1.5;

    private const int MostStepTicks = 12;
    private const int MostAddressTicks = 6;
    private readonly int _steps;
    private readonly long _top;

    /// <summary>Lays out the picture of a plan.</summary>
    public MapGeometry(MemoryPlan plan, long? limitBytes)
    {
        _steps = Math.Max(1, plan.Schedule.Steps.Length);
        DrawsLimit = limitBytes is { } limit && limit <= plan.ArenaBytes * LargestGrowth;
        _top = Math.Max(Math.Max(1, plan.ArenaBytes), DrawsLimit ? limitBytes ?? 0 : 0);
    }

    /// <summary>Whether the limit lies inside the picture.</summary>
    public bool DrawsLimit { get; }

    /// <summary>Distance from the left to the start of a step.</summary>
    public double ShareOfStep(int step) => 100.0 * step / _steps;

    /// <summary>Left edge of a step.</summary>
    public string X(int step) => Wording.Percent(ShareOfStep(step));

    /// <summary>Middle of a step.</summary>
    public string Middle(int step) => Wording.Percent(100 * (step + 0.5) / _steps);

    /// <summary>Width of some steps.</summary>
    public string Width(int steps) => Wording.Percent(100.0 * steps / _steps);

    /// <summary>Height of an address above the bottom, measured from the top as SVG does.</summary>
    public string Y(long address) => Wording.Percent(100 - (100.0 * address / _top));

    /// <summary>Height of some bytes.</summary>
    public string Height(long bytes) => Wording.Percent(100.0 * bytes / _top);

    /// <summary>How much of the picture a buffer covers, in byte-steps.</summary>
    public static long Area(PlannedBuffer buffer) => (long)buffer.Request.Bytes * (buffer.Request.End - buffer.Request.First);

    /// <summary>Steps that the axis names.</summary>
    public IEnumerable<int> StepTicks()
    {
        var distance = 1;
        for (var i = 0; _steps > MostStepTicks * distance; i++)
            distance = i % 3 == 1 ? distance / 2 * 5 : distance * 2; // 1, 2, 5, 10, 20, 50...
        for (var step = 0; step < _steps; step += distance)
            yield return step;
    }

    /// <summary>Addresses that the axis names.</summary>
    public IEnumerable<long> AddressTicks() => AddressTicks(_top, MostAddressTicks);

    /// <summary>Round sizes from 0 to a largest one, about as many as wanted.</summary>
    public static IEnumerable<long> AddressTicks(long top, int most)
    {
        var distance = 1L;
        while (top > most * distance)
            distance *= 2;
        for (var address = 0L; address <= top; address += distance)
            yield return address;
    }
}
