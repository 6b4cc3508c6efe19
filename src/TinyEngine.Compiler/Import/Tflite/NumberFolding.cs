using System.Numerics;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Arithmetic on known numbers that has no operator of ours, because networks do it with shapes only: int64, sizes, ranges,
/// products along axes, tensors without elements.</summary>
/// <remarks>Integers wrap around; floats are computed in single precision, in the order of the elements.</remarks>
internal static class NumberFolding
{
    // Fields of TFLite's ConcatenationOptions, ReducerOptions, and the activation of ADD, SUB, MUL and DIV.
    private const int AxisField = 0,
        KeepDimsField = 0,
        ActivationField = 0;

    private const int MaximumBytes = 4 << 20;

    /// <summary>SHAPE and RANK, which do not look at elements; null for other operators.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="tensor">The tensor that is measured.</param>
    /// <param name="output">What the file says of the result.</param>
    public static byte[]? Measure(BuiltinOperator code, TfliteTensor tensor, TfliteTensor output)
    {
        if (tensor.Shape.Items.Any(size => size < 0))
            return null;
        if (code == BuiltinOperator.Rank && output.Shape.Count == 0)
            return Integers(output.Type, [tensor.Shape.Count]);
        return code == BuiltinOperator.Shape && output.Shape is [var count] && count == tensor.Shape.Count
            ? Integers(output.Type, [.. tensor.Shape])
            : null;
    }

    /// <summary>The elements that an operator gives; null when it is none of these, or its operands are not what they must be.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="options">Its options.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="output">What the file says of the result.</param>
    public static byte[]? Evaluate(BuiltinOperator code, TfliteOptions options, IReadOnlyList<KnownTensor> operands, TfliteTensor output)
    {
        if (code == BuiltinOperator.Concatenation)
            return Join(options, operands, output);
        return operands.Count == 0
            ? null
            : operands[0].Record.Type switch
            {
                TfliteTensorType.Int32 => Evaluate<int>(code, options, operands, output),
                TfliteTensorType.Int64 => Evaluate<long>(code, options, operands, output),
                TfliteTensorType.Float32 => Evaluate<float>(code, options, operands, output),
                TfliteTensorType.Bool => Evaluate<byte>(code, options, operands, output),
                _ => null,
            };
    }

    private static byte[]? Evaluate<T>(
        BuiltinOperator code,
        TfliteOptions options,
        IReadOnlyList<KnownTensor> operands,
        TfliteTensor output
    )
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var isNumber = typeof(T) != typeof(byte);
        return (code, operands.Count) switch
        {
            (BuiltinOperator.Range, 3) when isNumber => Range<T>(operands, output),
            (BuiltinOperator.Sum, 2) when isNumber => Reduce(options, operands, output, T.Zero, static (a, b) => a + b),
            (BuiltinOperator.ReduceProd, 2) when isNumber => Reduce(options, operands, output, T.One, static (a, b) => a * b),
            (BuiltinOperator.ReduceMax, 2) when isNumber => Reduce(options, operands, output, T.MinValue, T.Max),
            (BuiltinOperator.ReduceMin, 2) when isNumber => Reduce(options, operands, output, T.MaxValue, T.Min),
            (BuiltinOperator.ReduceAny, 2) when !isNumber => Reduce(options, operands, output, T.Zero, T.Max),
            (BuiltinOperator.Abs, 1) when isNumber => Map<T>(operands[0], output, static a => a < T.Zero ? -a : a),
            (BuiltinOperator.Neg, 1) when isNumber => Map<T>(operands[0], output, static a => -a),
            (_, 2) when typeof(T) == typeof(long) && FunctionOf(code) is { } function && !HasActivation(code, options) => Pairs(
                function,
                operands,
                output
            ),
            _ => null,
        };
    }

    private static bool HasActivation(BuiltinOperator code, TfliteOptions options) =>
        code is BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.Mul or BuiltinOperator.Div
        && options.Byte(ActivationField) != 0;

    private static BinaryFunction? FunctionOf(BuiltinOperator code) =>
        code switch
        {
            BuiltinOperator.Add => BinaryFunction.Add,
            BuiltinOperator.Sub => BinaryFunction.Sub,
            BuiltinOperator.Mul => BinaryFunction.Mul,
            BuiltinOperator.Div => BinaryFunction.Div,
            BuiltinOperator.Minimum => BinaryFunction.Minimum,
            BuiltinOperator.Maximum => BinaryFunction.Maximum,
            BuiltinOperator.SquaredDifference => BinaryFunction.SquaredDifference,
            BuiltinOperator.FloorDiv => BinaryFunction.FloorDiv,
            BuiltinOperator.FloorMod => BinaryFunction.FloorMod,
            _ => null,
        };

    private static byte[]? Pairs(BinaryFunction function, IReadOnlyList<KnownTensor> operands, TfliteTensor output)
    {
        if (Elements<long>(operands[0]) is not { } a || Elements<long>(operands[1]) is not { } b || a.Length == 0 || b.Length == 0)
            return null;
        Shape first = new(operands[0].Record.Shape.Items),
            second = new(operands[1].Record.Shape.Items);
        if (ElementWalk.Create(first, second) is not { } walk || !walk.Shape.Sizes.SequenceEqual(output.Shape))
            return null;
        if (Result<long>(output, walk.Shape.ElementCount) is not { } result || (function.Divides() && b.Contains(0)))
            return null;
        var (left, right) = (walk.Positions(0), walk.Positions(1));
        return Bytes(result, i => function.Of(a[left[i]], b[right[i]]));
    }

    private static byte[]? Map<T>(KnownTensor operand, TfliteTensor output, Func<T, T> function)
        where T : unmanaged, INumber<T> =>
        Elements<T>(operand) is { } elements && operand.Record.Shape == output.Shape && Result<T>(output, elements.Length) is { } result
            ? Bytes(result, i => function(elements[i]))
            : null;

    /// <summary>Start, and steps until the limit; as the reference has it, each element is the one before and a step.</summary>
    private static byte[]? Range<T>(IReadOnlyList<KnownTensor> operands, TfliteTensor output)
        where T : unmanaged, INumber<T>
    {
        if (
            Elements<T>(operands[0]) is not [var start]
            || Elements<T>(operands[1]) is not [var limit]
            || Elements<T>(operands[2]) is not [var step]
            || step == T.Zero
        )
            return null;
        var count = Math.Ceiling(Math.Abs((double.CreateChecked(limit) - double.CreateChecked(start)) / double.CreateChecked(step)));
        var runs = (start > limit && step < T.Zero) || (start < limit && step > T.Zero);
        if (!runs || output.Shape is not [var size] || size != count || Result<T>(output, size) is not { } result)
            return null;
        var value = start;
        return Bytes(result, i => i == 0 ? value : value += step);
    }

    private static byte[]? Reduce<T>(
        TfliteOptions options,
        IReadOnlyList<KnownTensor> operands,
        TfliteTensor output,
        T start,
        Func<T, T, T> fold
    )
        where T : unmanaged, INumber<T>
    {
        var shape = operands[0].Record.Shape;
        if (operands[1].Record.Type != TfliteTensorType.Int32 || Elements<int>(operands[1]) is not { } axes)
            return null;
        if (Elements<T>(operands[0]) is not { } elements || axes.Any(axis => axis < -shape.Count || axis >= shape.Count))
            return null;
        var isReduced = new bool[shape.Count];
        foreach (var axis in axes)
            isReduced[axis < 0 ? axis + shape.Count : axis] = true;
        var keep = options.Bool(KeepDimsField);
        var sizes = shape.Items.Index().Where(axis => keep || !isReduced[axis.Index]).Select(a => isReduced[a.Index] ? 1 : a.Item);
        if (!sizes.SequenceEqual(output.Shape))
            return null;
        var steps = new int[shape.Count];
        var count = 1L;
        for (var axis = shape.Count - 1; axis >= 0 && count <= MaximumBytes; axis--)
        {
            steps[axis] = isReduced[axis] ? 0 : (int)count;
            count *= isReduced[axis] ? 1 : shape[axis];
        }

        if (Result<T>(output, count) is not { } result)
            return null;
        Array.Fill(result, start);
        for (var i = 0; i < elements.Length; i++)
        {
            var (at, rest) = (0, i);
            for (var axis = shape.Count - 1; axis >= 0; rest /= shape[axis--])
                at += rest % shape[axis] * steps[axis];
            result[at] = fold(result[at], elements[i]);
        }

        return MemoryMarshal.AsBytes(result.AsSpan()).ToArray();
    }

    /// <summary>Joins lists, of which some may be empty.</summary>
    private static byte[]? Join(TfliteOptions options, IReadOnlyList<KnownTensor> operands, TfliteTensor output)
    {
        var type = output.Type;
        if (operands.Any(operand => operand.Record.Type != type || operand.Record.Shape.Count != 1) || output.Shape is not [var size])
            return null;
        if (options.Int32(AxisField) is not (0 or -1) || operands.Sum(operand => (long)operand.Record.Shape[0]) != size)
            return null;
        byte[] bytes = [.. operands.SelectMany(operand => operand.Bytes.ToArray())];
        var areWhole = operands.All(operand => operand.Bytes.Length == (long)operand.Record.Shape[0] * SizeOf(type));
        return type is TfliteTensorType.Int32 or TfliteTensorType.Int64 && areWhole ? bytes : null;
    }

    private static int SizeOf(TfliteTensorType type) => type == TfliteTensorType.Int64 ? sizeof(long) : sizeof(int);

    private static byte[]? Integers(TfliteTensorType type, int[] values) =>
        type switch
        {
            TfliteTensorType.Int32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            TfliteTensorType.Int64 => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (long)value).AsSpan()).ToArray(),
            _ => null,
        };

    /// <summary>The elements of a tensor, if the file holds as many as its shape says.</summary>
    private static T[]? Elements<T>(KnownTensor tensor)
        where T : unmanaged
    {
        var count = tensor.Record.Shape.Items.Aggregate((BigInteger)System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), (product, size) =>
            product * size
        );
        return TypeOf<T>() == tensor.Record.Type && count == tensor.Bytes.Length
            ? MemoryMarshal.Cast<byte, T>(tensor.Bytes.Span).ToArray()
            : null;
    }

    private static TfliteTensorType TypeOf<T>() =>
        typeof(T) == typeof(int) ? TfliteTensorType.Int32
        : typeof(T) == typeof(long) ? TfliteTensorType.Int64
        : typeof(T) == typeof(float) ? TfliteTensorType.Float32
        : TfliteTensorType.Bool;

    private static T[]? Result<T>(TfliteTensor output, long count)
        where T : unmanaged => output.Type == TypeOf<T>() && count <= MaximumBytes / sizeof(long) ? new T[count] : null;

    private static byte[] Bytes<T>(T[] result, Func<int, T> element)
        where T : unmanaged
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = element(i);
        return MemoryMarshal.AsBytes(result.AsSpan()).ToArray();
    }
}
