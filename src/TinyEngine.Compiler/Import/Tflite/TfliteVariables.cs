using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// Resource variables: VAR_HANDLE names one, READ_VARIABLE gives what it holds, ASSIGN_VARIABLE changes it, and CALL_ONCE runs a graph
/// before the first inference that assigns constants. A read sees the last assignment before it; what is assigned last is written at the
/// end of a run, when every reader of the old value is done.
/// </summary>
/// <remarks>Handles match by container and shared name. A variable that nothing initializes starts from the zero point of what is assigned
/// to it. Source: TFLM, tensorflow/lite/micro/micro_resource_variable.cc.</remarks>
internal sealed class TfliteVariables
{
    private readonly TfliteModel _model;
    private readonly TfliteSubgraph _subgraph;
    private readonly string _file;
    private readonly DiagnosticBag _bag;
    private readonly Dictionary<(string Container, string Name), VariableState> _states = [];
    private readonly Dictionary<int, VariableState> _handles = [];
    private readonly HashSet<int> _declared = [];
    private long _bytes;

    /// <summary>Looks at a graph before it is imported: which variables it has, and what they start from.</summary>
    /// <param name="model">Records of the file.</param>
    /// <param name="subgraph">The graph.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what is wrong.</param>
    public TfliteVariables(TfliteModel model, TfliteSubgraph subgraph, string file, DiagnosticBag bag)
    {
        (_model, _subgraph, _file, _bag) = (model, subgraph, file, bag);
        var isUsed = false;
        foreach (var (index, record) in subgraph.Operators.Index())
        {
            if (!BuiltinOperatorOptions.Fits(model.CodeOf(record).Code, record.Options.Type))
                continue; // an error that the importer reports
            isUsed |= model.CodeOf(record).Code is BuiltinOperator.ReadVariable or BuiltinOperator.AssignVariable;
            switch (model.CodeOf(record).Code)
            {
                case BuiltinOperator.VarHandle when record.Outputs is [var handle]:
                    _handles.TryAdd(handle, StateOf(record));
                    break;
                case BuiltinOperator.AssignVariable when record.Inputs is [var handle, >= 0 and var value]:
                    if (_handles.TryGetValue(handle, out var assigned))
                        assigned.FirstAssigned ??= value;
                    break;
                case BuiltinOperator.CallOnce:
                    RunOnce(index, record, isUsed);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The operators that are imported here: code, what they do, restrictions.</summary>
    public static ImmutableArray<(BuiltinOperator Code, string Summary, string Limits)> Operators { get; } =
    [
        (BuiltinOperator.AssignVariable, UpdateVariable.Definition.Summary, UpdateVariable.Definition.Limits),
        (BuiltinOperator.CallOnce, "Assigns what variables start from", "a graph of VAR_HANDLE and ASSIGN_VARIABLE with constants"),
        (BuiltinOperator.ReadVariable, "Gives what the last assignment kept", "one type for all reads and assignments of a variable"),
        (BuiltinOperator.VarHandle, "Names a variable", "container and shared name"),
    ];

    /// <summary>Whether an operator is about variables, so that this class imports it.</summary>
    public static bool Owns(BuiltinOperator code) =>
        code is BuiltinOperator.CallOnce or BuiltinOperator.VarHandle or BuiltinOperator.ReadVariable or BuiltinOperator.AssignVariable;

    /// <summary>Takes a VAR_HANDLE: from here on the handle can be used.</summary>
    public void Declare(int handle) => _declared.Add(handle);

    /// <summary>Whether a tensor is a handle, which has no value.</summary>
    public bool IsHandle(int tensor) => _handles.ContainsKey(tensor);

    /// <summary>What READ_VARIABLE gives.</summary>
    /// <param name="record">The operator.</param>
    /// <param name="type">Declared type of its output.</param>
    /// <param name="builder">Receives the variable.</param>
    /// <param name="place">The operator's place.</param>
    /// <returns>The value, or null after an error was reported.</returns>
    public ValueId? Read(TfliteOperator record, TensorType type, GraphBuilder builder, Place place)
    {
        if (record.Inputs.Count != 1)
            return Error(Diag.OperandCount, place, $"{record.Inputs.Count} operands, expected 1");
        if (Find(record.Inputs[0], place) is not { } state)
            return null;
        if (state.FirstAssigned is null && state.Initial is null)
            return Error(
                Diag.BadVariable,
                place,
                $"variable '{state.Label}' is read, but nothing is ever assigned to it",
                "nobody knows its size and what it holds",
                "export the model with the signature that assigns it, or with its initializer"
            );
        if (!Fits(state, type, "read", place))
            return null;
        if (state.Current is { } current)
            return current;
        _bytes += type.ByteSize;
        if (_bytes > ImportLimits.ComputedBytes)
            return Error(
                Diag.ModelTooLarge,
                new Place(_file),
                $"its variables take {_bytes:N0} bytes",
                $"at most {ImportLimits.ComputedBytes:N0} are accepted"
            );
        state.IsRead = true;
        state.Current = state.Variable = state.FirstAssigned is null
            ? builder.Constant(state.Label, type, state.Initial!.Value)
            : builder.Variable(state.Label, type, state.Initial ?? FromZeroPoint(type));
        return state.Current;
    }

    /// <summary>What the reference fills the memory of a variable with: the zero point as a byte.</summary>
    private static ReadOnlyMemory<byte> FromZeroPoint(TensorType type)
    {
        if (type.DType == DType.Int8 || !type.Quant.IsQuantized)
            return default;
        var bytes = new byte[type.ByteSize];
        Array.Fill(bytes, unchecked((byte)type.Quant.ZeroPoint));
        return bytes;
    }

    /// <summary>Takes an ASSIGN_VARIABLE.</summary>
    /// <param name="record">The operator.</param>
    /// <param name="value">What is assigned; null when an error was reported for it.</param>
    /// <param name="type">Its type.</param>
    /// <param name="place">The operator's place.</param>
    public void Assign(TfliteOperator record, ValueId? value, TensorType? type, Place place)
    {
        if (record.Inputs.Count != 2)
            Error(Diag.OperandCount, place, $"{record.Inputs.Count} operands, expected 2");
        else if (
            Find(record.Inputs[0], place) is { } state
            && value is not null
            && type is not null
            && Fits(state, type, "assigned", place)
        )
            state.Current = value;
    }

    /// <summary>Writes what was assigned last; called when all other operators are there.</summary>
    public void Complete(GraphBuilder builder)
    {
        foreach (var state in _states.Values)
        {
            if (state is { IsRead: true, Variable: { } variable, Current: { } current } && current != variable)
                builder.Node(new UpdateVariable(), [variable, current], builder.TypeOf(variable), state.Label + "/next");
        }
    }

    private bool Fits(VariableState state, TensorType type, string what, Place place)
    {
        if (state.Initial is { } initial && (initial.Length != type.ByteSize || state.InitialType!.DType != type.DType))
            Error(
                Diag.BadVariable,
                place,
                $"variable '{state.Label}' is {what} as {type}, but initialized with {state.InitialType}",
                "one variable has one type",
                "export the model again"
            );
        else if (state.Type is { } known && known != type)
            Error(
                Diag.BadVariable,
                place,
                $"variable '{state.Label}' is {what} as {type}, but it was {known} before",
                "one variable has one type",
                "export the model again"
            );
        else
            return (state.Type ??= type) == type;
        return false;
    }

    private VariableState? Find(int handle, Place place)
    {
        if (_declared.Contains(handle) && _handles.TryGetValue(handle, out var state))
            return state;
        Error(
            Diag.BadVariable,
            place,
            "which variable is meant is not known before the network runs",
            "the handle comes from no VAR_HANDLE of this graph that stands before"
        );
        return null;
    }

    private VariableState StateOf(TfliteOperator record)
    {
        var key = (record.Options.Text(0), record.Options.Text(1));
        if (!_states.TryGetValue(key, out var state))
            _states.Add(key, state = new VariableState(DisplayName.Of(key.Item2.Length > 0 ? key.Item2 : key.Item1)));
        return state;
    }

    /// <summary>Reads the graph that initializes variables: handles, constants and assignments.</summary>
    private void RunOnce(int index, TfliteOperator call, bool isUsed)
    {
        var place = new Place(_file, $"op {index} CALL_ONCE");
        var number = call.Options.Int32(0);
        if (isUsed)
        {
            Error(
                Diag.BadVariable,
                place,
                "variables are initialized after they were used",
                "what they hold in the first run would differ from every other",
                "let CALL_ONCE stand before all operators that use variables"
            );
            return;
        }

        if ((uint)number >= (uint)_model.Subgraphs.Count || ReferenceEquals(_model.Subgraphs[number], _subgraph))
        {
            Error(Diag.BadVariable, place, $"graph {number} cannot initialize variables", "the file has no such other graph");
            return;
        }

        var graph = _model.Subgraphs[number];
        var handles = new Dictionary<int, VariableState>();
        foreach (var (step, record) in graph.Operators.Index())
        {
            var code = _model.CodeOf(record).Code;
            var at = new Place(_file, $"graph {number} op {step} {BuiltinOperatorNames.SchemaName(code)}");
            if (!BuiltinOperatorOptions.Fits(code, record.Options.Type))
                Error(
                    Diag.BadOptions,
                    at,
                    "the operator carries the options of another one",
                    "the file contradicts itself",
                    "export the model again"
                );
            else if (code == BuiltinOperator.VarHandle && record.Outputs is [var output])
                handles[output] = StateOf(record);
            else if (code == BuiltinOperator.AssignVariable && record.Inputs is [var handle, >= 0 and var value])
                Initialize(graph, handles.GetValueOrDefault(handle), value, at);
            else
                Error(
                    Diag.BadVariable,
                    at,
                    "a graph that initializes variables may only assign constants",
                    "CALL_ONCE runs it on the device before the first inference; we do it when we compile",
                    "compute initial values when the model is built"
                );
        }
    }

    private void Initialize(TfliteSubgraph graph, VariableState? state, int value, Place place)
    {
        var record = graph.Tensors[value];
        var data = _model.DataOf(record);
        if (state is null)
            Error(Diag.BadVariable, place, "the handle comes from no VAR_HANDLE of this graph");
        else if (TensorTypeReader.Read(record, place, _bag) is not { } type)
            return;
        else if (data.Length != type.ByteSize)
            Error(
                Diag.BadVariable,
                place,
                $"variable '{state.Label}' does not start from a constant",
                $"tensor {value} '{DisplayName.Of(record.Name)}' holds {data.Length:N0} bytes, {type} needs {type.ByteSize:N0}",
                "compute initial values when the model is built"
            );
        else
            (state.Initial, state.InitialType) = (data, type);
    }

    private ValueId? Error(DiagnosticDescriptor id, Place place, string message, string why = "", string @try = "")
    {
        _bag.Add(id, place, message, why, @try);
        return null;
    }
}
