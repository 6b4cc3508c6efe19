using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>A tensor whose elements are known before the network runs.</summary>
/// <param name="Record">What the file says of it; an axis may have no elements.</param>
/// <param name="Bytes">Its elements.</param>
internal sealed record KnownTensor(TfliteTensor Record, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// What is known of a file's graph before it runs, found before any operator is judged: tensors that depend on shapes and constants only,
/// and which operators somebody needs.
/// <code>
///   x ─ SHAPE ─ STRIDED_SLICE ─ PACK ─┐
///   x ────────────────────────────── RESHAPE      becomes      x ─ RESHAPE ([1, 64])
/// </code>
/// Elements are computed as the operators compute them when they run; what only exists here is in <see cref="NumberFolding"/>.
/// Results of the graph stay computed, so that they keep their names.
/// </summary>
internal sealed class KnownTensors
{
    /// <summary>Bytes of one operand or result; what is larger is left to run time.</summary>
    private const int MaximumBytes = 4 << 20;

    private const long MaximumTotalBytes = 64L << 20;
    private const long MaximumTotalMacs = 50_000_000;

    private readonly TfliteModel _model;
    private readonly TfliteSubgraph _graph;
    private readonly string _file;
    private readonly DiagnosticBag _bag;
    private readonly int[] _producers;
    private readonly KnownTensor?[] _known;
    private readonly bool[] _isFolded;
    private readonly bool[] _isNeeded;
    private long _bytes;
    private long _macs;

    private KnownTensors(TfliteModel model, TfliteSubgraph graph, string file, DiagnosticBag bag)
    {
        (_model, _graph, _file, _bag) = (model, graph, file, bag);
        _producers = new int[graph.Tensors.Count];
        _known = new KnownTensor?[graph.Tensors.Count];
        (_isFolded, _isNeeded) = (new bool[graph.Operators.Count], new bool[graph.Operators.Count]);
    }

    /// <summary>Looks at a graph.</summary>
    /// <param name="model">Records of the file.</param>
    /// <param name="graph">The graph; all indices are valid.</param>
    /// <param name="file">File name for messages.</param>
    /// <param name="bag">Receives an error when the file would have too much computed.</param>
    public static KnownTensors Find(TfliteModel model, TfliteSubgraph graph, string file, DiagnosticBag bag)
    {
        var known = new KnownTensors(model, graph, file, bag);
        known.FindConstants();
        known.Fold();
        known.FindNeeded();
        return known;
    }

    /// <summary>Whether an operator must be part of the network: it was not computed here, and its result leads to an output or a
    /// variable.</summary>
    public bool IsNeeded(int index) => _isNeeded[index];

    /// <summary>The operator that computes a tensor; null when none does.</summary>
    public int? ProducerOf(int tensor) => _producers[tensor] >= 0 ? _producers[tensor] : null;

    /// <summary>The elements of a tensor that an operator computes, when they are known; null otherwise.</summary>
    public ReadOnlyMemory<byte>? FoldedBytes(int tensor) =>
        _producers[tensor] >= 0 && _isFolded[_producers[tensor]] ? _known[tensor]?.Bytes : null;

    private void FindConstants()
    {
        Array.Fill(_producers, -1);
        for (var index = _graph.Operators.Count - 1; index >= 0; index--)
        {
            foreach (var tensor in _graph.Operators[index].Outputs)
            {
                if (tensor >= 0)
                    _producers[tensor] = index;
            }
        }

        for (var tensor = 0; tensor < _known.Length; tensor++)
        {
            var record = _graph.Tensors[tensor];
            var data = _model.DataOf(record);
            var isDense = !record.HasSparsity && record.ExternalBuffer == 0 && record.Shape.Items.All(size => size >= 0);
            var isConstant = isDense && !record.IsVariable && _producers[tensor] < 0 && (data.Length > 0 || record.Shape.Items.Contains(0));
            _known[tensor] = isConstant ? new KnownTensor(record, data) : null;
        }

        foreach (var input in _graph.Inputs)
            _known[input] = null;
    }

    private void Fold()
    {
        var isBorder = new bool[_known.Length];
        var writers = new int[_known.Length];
        foreach (var tensor in _graph.Inputs.Items.Concat(_graph.Outputs))
            isBorder[tensor] = true;
        foreach (var tensor in _graph.Operators.Items.SelectMany(record => record.Outputs.Items).Where(tensor => tensor >= 0))
            writers[tensor]++;
        foreach (var (index, record) in _graph.Operators.Index())
        {
            var code = _model.CodeOf(record);
            if (TfliteVariables.Owns(code.Code) || record.Outputs.Count == 0)
                continue;
            // A tensor with two writers, or one that is an input too, is an error that the importer reports.
            if (record.Outputs.Items.Any(tensor => tensor < 0 || isBorder[tensor] || writers[tensor] > 1 || HasData(tensor)))
                continue;
            if (Evaluate(code, record) is { } results)
            {
                _isFolded[index] = true;
                foreach (var (tensor, bytes) in record.Outputs.Items.Zip(results))
                    _known[tensor] = new KnownTensor(_graph.Tensors[tensor], bytes);
                _bytes += results.Sum(bytes => (long)bytes.Length);
            }

            if (IsWithinLimits())
                continue;
            _bag.Add(
                Diag.ModelTooLarge,
                new Place(_file),
                $"computing its constants takes {_bytes:N0} bytes and {_macs:N0} multiply-accumulates up to operator {index}",
                $"at most {MaximumTotalBytes:N0} and {MaximumTotalMacs:N0} are spent on what the converter could have computed"
            );
            return;
        }
    }

    private bool HasData(int tensor) => !_model.DataOf(_graph.Tensors[tensor]).IsEmpty;

    private bool IsWithinLimits() => _bytes <= MaximumTotalBytes && _macs <= MaximumTotalMacs;

    /// <summary>The results of an operator; null when they are not known.</summary>
    private ImmutableArray<byte[]>? Evaluate(TfliteOperatorCode code, TfliteOperator record)
    {
        if (!BuiltinOperatorOptions.Fits(code.Code, record.Options.Type))
            return null; // an error that the importer reports
        if (record.Outputs is [var only] && _graph.Tensors[only].Shape.Items.Contains(0))
            return
            [
                [],
            ];
        if (
            record.Inputs is [>= 0 and var measured]
            && record.Outputs is [var sizes]
            && NumberFolding.Measure(code.Code, _graph.Tensors[measured], _graph.Tensors[sizes]) is { } bytes
        )
            return [bytes];

        var operands = record.Inputs.Items.Select(tensor => tensor < 0 ? null : _known[tensor]).ToImmutableArray();
        if (operands.Zip(record.Inputs).Any(pair => pair.Second >= 0 && pair.First is null || pair.First?.Bytes.Length > MaximumBytes))
            return null;
        _bytes += operands.Sum(operand => operand?.Bytes.Length ?? 0L);
        if (!IsWithinLimits())
            return null;
        return AsOperator(code, record, operands)
            ?? (
                record.Outputs is [var output]
                && operands.All(operand => operand is not null)
                && NumberFolding.Evaluate(code.Code, record.Options, operands!, _graph.Tensors[output]) is { } numbers
                    ? [numbers]
                    : null
            );
    }

    /// <summary>What the operator computes when it runs.</summary>
    private ImmutableArray<byte[]>? AsOperator(TfliteOperatorCode code, TfliteOperator record, ImmutableArray<KnownTensor?> operands)
    {
        if (TfliteTable.Find(code) is not { } mapping)
            return null;
        var unheard = new DiagnosticBag();
        var tensors = operands.Select(operand => operand is null ? default(Tensor?) : Read(operand, unheard)).ToImmutableArray();
        ImmutableArray<TensorType?> claims =
        [
            .. record.Outputs.Items.Select(tensor => TensorTypeReader.Read(_graph.Tensors[tensor], Place.None, unheard)),
        ];
        if (unheard.HasErrors || claims.Sum(claim => (long)claim!.ByteSize) > MaximumBytes)
            return null;
        ImmutableArray<TensorType> outputs = [.. claims.Select(claim => claim!)];
        var site = new OpSite(Place.None, outputs, unheard);
        var inputs = tensors
            .Select((tensor, i) => tensor is { } known ? new TfliteOperand(operands[i]!.Record.Name, known.Type, known) : null)
            .ToImmutableArray();
        if (
            mapping.Read(new TfliteNode(inputs, outputs, record.Options, site)) is not { States.IsEmpty: true } imported
            || imported.Operands.Any(operand => tensors[operand] is null)
        )
            return null;
        var values = imported.Operands.Select(operand => tensors[operand]!.Value).ToImmutableArray();
        TensorType[] types = [.. values.Select(value => value.Type)];
        if (imported.Op.Infer(types, site) is not { Succeeded: true } inferred || !inferred.Types.SequenceEqual(outputs))
            return null;
        // Pooling looks at each element as often as it has taps; nobody measures shapes with it.
        if (imported.Op is IWindowed and not ICountMacs)
            return null;
        _macs += (imported.Op as ICountMacs)?.CountMacs(new OpTypes([.. types], outputs)) ?? 0;
        return IsWithinLimits() ? Run(imported.Op, values, outputs) : null;
    }

    private static ImmutableArray<byte[]>? Run(Op op, ImmutableArray<Tensor> inputs, ImmutableArray<TensorType> outputs)
    {
        var results = outputs.Select(type => new byte[type.ByteSize]).ToImmutableArray();
        try
        {
            ImmutableArray<(TensorType, Memory<byte>)> targets = [.. outputs.Zip(results, (type, bytes) => (type, (Memory<byte>)bytes))];
            op.Evaluate(new EvaluationContext(inputs, targets, Place.None));
            return results;
        }
        catch (EvaluationException)
        {
            return null; // the same error is reported when the network runs
        }
    }

    private static Tensor? Read(KnownTensor tensor, DiagnosticBag bag)
    {
        if (TensorTypeReader.Read(tensor.Record, Place.None, bag) is { } type && type.ByteSize == tensor.Bytes.Length)
            return new Tensor(type, tensor.Bytes);
        bag.Add(Diag.BufferSize, Place.None, "no tensor of a size that is known");
        return null;
    }

    /// <summary>Walks from what leaves the network to what it needs. Operators on variables are needed, and those without a result, of
    /// which something is wrong.</summary>
    private void FindNeeded()
    {
        var producers = new List<int>?[_known.Length];
        foreach (var (index, record) in _graph.Operators.Index())
        {
            foreach (var tensor in record.Outputs.Items.Where(tensor => tensor >= 0))
                (producers[tensor] ??= []).Add(index);
        }

        var tensors = new Stack<int>(_graph.Outputs);
        foreach (var (index, record) in _graph.Operators.Index())
        {
            if (TfliteVariables.Owns(_model.CodeOf(record).Code) || record.Outputs.Items.All(tensor => tensor < 0))
                Need(index);
        }

        while (tensors.TryPop(out var tensor))
        {
            foreach (var index in producers[tensor] ?? [])
                Need(index);
        }

        void Need(int index)
        {
            if (_isNeeded[index] || _isFolded[index])
                return;
            _isNeeded[index] = true;
            foreach (var tensor in _graph.Operators[index].Inputs.Items.Where(tensor => tensor >= 0))
                tensors.Push(tensor);
        }
    }
}
