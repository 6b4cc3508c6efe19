namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Names of kernels: <c>te_op_types[_special]__isa</c>.</summary>
internal static class KernelName
{
    /// <summary>A relative of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="special">What the relative's name has in front of the instruction set.</param>
    public static string With(string kernel, string special) => kernel.Insert(kernel.LastIndexOf("__", StringComparison.Ordinal), special);
}
