using System.Collections.Immutable;

namespace TinyEngine.Graph.Diagnostics;

/// <summary>Collects the diagnostics of one run; stages add to it and go on while it makes sense.</summary>
public sealed class DiagnosticBag
{
    /// <summary>A hostile file can be wrong in millions of places; more than this many errors help nobody.</summary>
    public const int MaximumErrors = 100;

    private readonly List<Diagnostic> _items = [];

    /// <summary>Whether any error was added.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Number of errors, also those beyond <see cref="MaximumErrors"/> that are not kept.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Everything kept so far, in the order found.</summary>
    public ImmutableArray<Diagnostic> Items => [.. _items];

    /// <summary>Adds a diagnostic; an exact repetition is ignored.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (_items.Contains(diagnostic))
            return;
        if (diagnostic.Severity == Severity.Error && ++ErrorCount > MaximumErrors)
            return;
        _items.Add(diagnostic);
    }

    /// <summary>Adds a diagnostic built from its parts.</summary>
    internal void Add(DiagnosticDescriptor descriptor, Place place, string message, string why = "", string @try = "") =>
        Add(new Diagnostic(descriptor, place, message, why, @try));
}
