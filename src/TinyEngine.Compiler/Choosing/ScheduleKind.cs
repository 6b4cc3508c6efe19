namespace TinyEngine.Compiler.Choosing;

/// <summary>How a network is cut into steps and stages.</summary>
public enum ScheduleKind
{
    /// <summary>The fastest plan that fits the RAM there is; without a limit, the fastest.</summary>
    Auto,

    /// <summary>One operator after the other over whole tensors.</summary>
    Layers,

    /// <summary>The smallest arena without computing anything twice.</summary>
    Stream,

    /// <summary>The first operators once for each patch of a map, the others one after the other.</summary>
    Patches,
}
