namespace TinyEngine.Compiler.Planning;

/// <summary>How long places are searched for. The thorough search begins like the quick one, so that it finds nothing worse.</summary>
internal enum PlacementEffort
{
    /// <summary>As long as it takes to compare plans.</summary>
    Quick,

    /// <summary>As long as it pays, for a plan that somebody will run.</summary>
    Thorough,
}
