using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;

namespace TinyEngine.Compiler.Kernels;

/// <summary>How much workspace a kernel needs: a macro of its header, which is computed here too, and what its arguments mean.</summary>
internal sealed class ScratchFormula
{
    private static readonly ImmutableArray<string> Meanings =
    [
        "channels",
        "columns",
        "depth",
        "dilation",
        "ic",
        "kh",
        "kw",
        "lanes",
        "outputs",
        "stride",
        "width",
    ];

    private readonly Func<int[], int> _bytes;

    /// <summary>A formula.</summary>
    /// <param name="macro">Name of the macro.</param>
    /// <param name="arguments">What its arguments mean, in order.</param>
    /// <exception cref="FormatException">There is no such macro or meaning.</exception>
    public ScratchFormula(string macro, ImmutableArray<string> arguments)
    {
        var found = CMacro.Find(macro) ?? throw new FormatException($"no header defines {macro}");
        if (found.Parameters.Length != arguments.Length)
            throw new FormatException($"{macro} takes {found.Parameters.Length} arguments");
        if (arguments.FirstOrDefault(argument => !Meanings.Contains(argument)) is { } unknown)
            throw new FormatException($"'{unknown}' is none of {string.Join(", ", Meanings)}");
        (Macro, Arguments, _bytes) = (macro, arguments, CExpression.Compile(found.Text, found.Parameters));
    }

    /// <summary>Name of the macro.</summary>
    public string Macro { get; }

    /// <summary>What its arguments mean, in order.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>The workspace for some sizes; sizes that the formula does not ask for are left out.</summary>
    /// <exception cref="InvalidOperationException">A size is missing; that is a defect of the operator.</exception>
    public Scratch Of(params ReadOnlySpan<(string Name, int Value)> sizes)
    {
        var values = new int[Arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValueOf(Arguments[i], sizes);
        return new Scratch(_bytes(values), Macro, [.. values]);
    }

    private int ValueOf(string name, ReadOnlySpan<(string Name, int Value)> sizes)
    {
        foreach (var size in sizes)
        {
            if (size.Name == name)
                return size.Value;
        }

        throw new InvalidOperationException($"{Macro} needs {name}");
    }
}
