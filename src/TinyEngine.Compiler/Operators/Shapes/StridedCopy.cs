using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>
/// A loop nest that moves elements between two dense tensors: for every index vector i within <paramref name="Sizes"/>,
/// output[OutputOffset + Σ i·OutputStrides] = input[InputOffset + Σ i·InputStrides]. All numbers count elements, not bytes.
/// </summary>
/// <param name="Sizes">Iterations of each loop, outermost first; each at least 1.</param>
/// <param name="InputStrides">Step in the input per iteration; negative walks backwards.</param>
/// <param name="OutputStrides">Step in the output per iteration; positive.</param>
/// <param name="InputOffset">First element read.</param>
/// <param name="OutputOffset">First element written.</param>
internal sealed record StridedCopy(
    EquatableArray<int> Sizes,
    EquatableArray<int> InputStrides,
    EquatableArray<int> OutputStrides,
    int InputOffset = 0,
    int OutputOffset = 0
)
{
    /// <summary>The same copy with the fewest loops: loops of one iteration dropped, loops that continue each other joined.</summary>
    public StridedCopy Simplify()
    {
        var sizes = new List<int>(Sizes.Count);
        var inputs = new List<int>(Sizes.Count);
        var outputs = new List<int>(Sizes.Count);
        for (var axis = Sizes.Count - 1; axis >= 0; axis--)
        {
            if (Sizes[axis] == 1)
                continue;
            if (
                sizes.Count > 0
                && InputStrides[axis] == (long)inputs[^1] * sizes[^1]
                && OutputStrides[axis] == (long)outputs[^1] * sizes[^1]
            )
            {
                sizes[^1] *= Sizes[axis];
                continue;
            }

            sizes.Add(Sizes[axis]);
            inputs.Add(InputStrides[axis]);
            outputs.Add(OutputStrides[axis]);
        }

        if (sizes.Count == 0)
            return this with { Sizes = [1], InputStrides = [1], OutputStrides = [1] };
        sizes.Reverse();
        inputs.Reverse();
        outputs.Reverse();
        return this with { Sizes = [.. sizes], InputStrides = [.. inputs], OutputStrides = [.. outputs] };
    }

    /// <summary>Runs the copy.</summary>
    /// <param name="input">Bytes of the input tensor.</param>
    /// <param name="output">Bytes of the output tensor; elements that the copy does not reach stay as they are.</param>
    /// <param name="elementBytes">Bytes of one element: 1, 2, 4 or 8.</param>
    public void Execute(ReadOnlySpan<byte> input, Span<byte> output, int elementBytes)
    {
        var copy = Simplify();
        switch (elementBytes)
        {
            case 1:
                copy.Run<byte>(input, output);
                break;
            case 2:
                copy.Run<ushort>(input, output);
                break;
            case 4:
                copy.Run<uint>(input, output);
                break;
            case 8:
                copy.Run<ulong>(input, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementBytes), elementBytes, null);
        }
    }

    /// <summary>The part of the copy that writes one row of the output.</summary>
    /// <param name="row">Row: the elements from row·rowElements on.</param>
    /// <param name="rowElements">Elements of an output row (width·channels). No loop may run across the end of a row by a fraction of
    /// it.</param>
    /// <returns>The copy with <see cref="OutputOffset"/> counted from the start of the row; null when nothing of the row is
    /// written.</returns>
    public StridedCopy? OutputRow(int row, int rowElements)
    {
        var rest = row - (OutputOffset / rowElements);
        var input = InputOffset;
        var inside = new List<int>();
        var across = new List<int>();
        for (var axis = 0; axis < Sizes.Count; axis++)
            (Sizes[axis] > 1 && OutputStrides[axis] % rowElements == 0 ? across : inside).Add(axis);
        foreach (var axis in across.OrderByDescending(a => OutputStrides[a]))
        {
            var stride = OutputStrides[axis] / rowElements;
            var index = rest / stride;
            if (rest < 0 || index >= Sizes[axis])
                return null;
            rest -= index * stride;
            input += index * InputStrides[axis];
        }

        if (rest != 0)
            return null;
        return new StridedCopy(
            [.. inside.Select(a => Sizes[a])],
            [.. inside.Select(a => InputStrides[a])],
            [.. inside.Select(a => OutputStrides[a])],
            input,
            OutputOffset % rowElements
        );
    }

    /// <summary>Rows of the input that the copy reads.</summary>
    /// <param name="rowElements">Elements of an input row.</param>
    public RowRange InputRows(int rowElements)
    {
        var (first, last) = (InputOffset, InputOffset);
        for (var axis = 0; axis < Sizes.Count; axis++)
        {
            var reach = (Sizes[axis] - 1) * InputStrides[axis];
            (first, last) = (first + Math.Min(0, reach), last + Math.Max(0, reach));
        }

        return new RowRange(first / rowElements, (last / rowElements) + 1);
    }

    /// <summary>The copy as copies that each read one row of the input.</summary>
    /// <param name="rowElements">Elements of an input row.</param>
    /// <param name="most">How many copies there may be.</param>
    /// <returns>For each row the copy with <see cref="InputOffset"/> counted from the start of the row; null when there are more, or when
    /// an element of a loop lies in another row than its first.</returns>
    public IReadOnlyList<(int Row, StridedCopy Copy)>? ByInputRow(int rowElements, int most)
    {
        List<(int From, int To)> starts = [(InputOffset, OutputOffset)];
        var inside = new List<int>();
        for (var axis = 0; axis < Sizes.Count; axis++)
        {
            if (Sizes[axis] == 1)
                continue;
            if (InputStrides[axis] == 0 || InputStrides[axis] % rowElements != 0)
            {
                inside.Add(axis);
                continue;
            }

            if ((long)starts.Count * Sizes[axis] > most)
                return null;
            starts =
            [
                .. starts.SelectMany(
                    _ => Enumerable.Range(0, Sizes[axis]),
                    (start, i) => (start.From + (i * InputStrides[axis]), start.To + (i * OutputStrides[axis]))
                ),
            ];
        }

        var copy = new StridedCopy(
            [.. inside.Select(a => Sizes[a])],
            [.. inside.Select(a => InputStrides[a])],
            [.. inside.Select(a => OutputStrides[a])]
        );
        var pieces = new List<(int Row, StridedCopy Copy)>(starts.Count);
        foreach (var (from, to) in starts)
        {
            var piece = copy with { InputOffset = from, OutputOffset = to };
            if (piece.InputRows(rowElements) is not { Count: 1 } rows)
                return null;
            pieces.Add((rows.Start, piece with { InputOffset = from - (rows.Start * rowElements) }));
        }

        return pieces;
    }

    private void Run<T>(ReadOnlySpan<byte> inputBytes, Span<byte> outputBytes)
        where T : unmanaged
    {
        var input = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(inputBytes);
        var output = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(outputBytes);
        var (sizes, inputStrides, outputStrides) = (Sizes.Items, InputStrides.Items, OutputStrides.Items);
        var inner = sizes.Length - 1;
        var (innerSize, innerIn, innerOut) = (sizes[inner], inputStrides[inner], outputStrides[inner]);
        var index = new int[inner];
        var (from, to) = (InputOffset, OutputOffset);
        while (true)
        {
            if (innerIn == 1 && innerOut == 1)
            {
                input.Slice(from, innerSize).CopyTo(output[to..]);
            }
            else
            {
                for (var i = 0; i < innerSize; i++)
                    output[to + (i * innerOut)] = input[from + (i * innerIn)];
            }

            var axis = inner - 1;
            for (; axis >= 0; axis--)
            {
                from += inputStrides[axis];
                to += outputStrides[axis];
                if (++index[axis] < sizes[axis])
                    break;
                from -= sizes[axis] * inputStrides[axis];
                to -= sizes[axis] * outputStrides[axis];
                index[axis] = 0;
            }

            if (axis < 0)
                return;
        }
    }
}
