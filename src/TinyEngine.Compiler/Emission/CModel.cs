using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Constants;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>A plan with the C names of everything that the generated files talk about; all writers share it.</summary>
internal sealed class CModel
{
    /// <summary>Names a plan's inputs, outputs and constants.</summary>
    /// <param name="plan">What to emit.</param>
    /// <param name="name">Prefix of every public symbol; a C identifier.</param>
    public CModel(MemoryPlan plan, string name)
    {
        Plan = plan;
        Name = name;
        Library = name;
        var inputNames = new CName();
        InputFields = [.. Graph.Inputs.Select(id => inputNames.Unique(Graph[id].Name, "input"))];
        var outputNames = new CName();
        OutputFields = [.. Graph.Outputs.Select(id => outputNames.Unique(Graph[id].Name, "output"))];
        Constants = [.. CollectConstants()];
    }

    private readonly Dictionary<(int Step, int Call, string Suffix), NamedConstant> _arrays = [];

    /// <summary>The plan.</summary>
    public MemoryPlan Plan { get; }

    /// <summary>The schedule.</summary>
    public Schedule Schedule => Plan.Schedule;

    /// <summary>The network.</summary>
    public Network Graph => Schedule.Graph;

    /// <summary>Prefix of public symbols.</summary>
    public string Name { get; }

    /// <summary>Prefix of the kernels: the network's own, or that of the library that several networks share.</summary>
    public string Library { get; init; }

    /// <summary>Prefix of public macros.</summary>
    public string Macro => Name.ToUpperInvariant();

    /// <summary>Whether the caller keeps the inputs.</summary>
    public bool HasExternalInputs => Plan.Interface.Inputs == InputMode.External;

    /// <summary>Whether the caller hands the input over row by row.</summary>
    public bool TakesRows => Plan.Interface.Inputs == InputMode.Stream;

    /// <summary>Whether the caller gets the outputs row by row.</summary>
    public bool DeliversRows => Plan.Interface.Outputs == OutputMode.Rows;

    /// <summary>Numbers of outputs that the arena holds whole although the caller gets their rows.</summary>
    public ImmutableArray<int> WholeOutputs =>
        [
            .. Graph
                .Outputs.Index()
                .Where(output =>
                    Schedule.Delivers(output.Item)
                    && Schedule.RowsOf(output.Item) > 1
                    && !Schedule.IsRing(output.Item)
                    && !Schedule.Scattered.Contains(output.Item)
                )
                .Select(output => output.Index),
        ];

    /// <summary>The outputs struct as a parameter in C: set by a run, or read by it where the caller gets rows.</summary>
    public string OutputsParameter => $"{(DeliversRows ? "const " : "")}{Name}_outputs *out";

    /// <summary>Whether there are variable tensors.</summary>
    public bool HasState => Graph.Values.Any(v => v.Kind == ValueKind.Variable);

    /// <summary>A sample to carry along; null for none.</summary>
    public SelfTestSample? SelfTest { get; init; }

    /// <summary>Whether a run may end early because of its data.</summary>
    public bool CanFail => Schedule.Steps.Any(StepWriter.CanFail);

    /// <summary>Field of each graph input in the inputs struct.</summary>
    public ImmutableArray<string> InputFields { get; }

    /// <summary>Field of each graph output in the outputs struct.</summary>
    public ImmutableArray<string> OutputFields { get; }

    /// <summary>All constant arrays.</summary>
    public ImmutableArray<NamedConstant> Constants { get; }

    /// <summary>Bytes of all constant arrays.</summary>
    public int ConstantBytes => Constants.Sum(constant => constant.ByteSize);

    /// <summary>Bytes of the arrays of a kind.</summary>
    public int BytesOf(ConstantKind kind) => Constants.Where(constant => constant.Kind == kind).Sum(constant => constant.ByteSize);

    /// <summary>The symbol of an array of a kernel call; calls whose arrays are equal have one.</summary>
    public string ArraySymbol(int step, int call, CallConstant constant) => _arrays[(step, call, constant.Suffix)].Symbol;

    /// <summary>The symbol of a constant operand that a kernel reads as data.</summary>
    public string ConstantSymbol(ValueId id) => $"{Name}_t_value_{id.Index}";

    /// <summary>The symbol of the bytes that a variable starts from, where they are not all the same.</summary>
    public string InitialSymbol(ValueId id) => $"{Name}_t_initial_{id.Index}";

    /// <summary>The symbol of the table that tells where each row of a scattered value lies, in units of <see cref="MemoryPlan.Alignment"/>
    /// bytes.</summary>
    public string RowTableSymbol(ValueId id) => $"{Name}_t_rows_{id.Index}";

    /// <summary>The C type of a tensor's elements.</summary>
    public static string CType(DType type) =>
        type switch
        {
            DType.Int8 or DType.Bool => "int8_t",
            DType.UInt8 => "uint8_t",
            DType.Int16 => "int16_t",
            DType.Int32 => "int32_t",
            DType.Int64 => "int64_t",
            DType.UInt32 => "uint32_t",
            DType.UInt64 => "uint64_t",
            DType.Float32 => "float",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };

    /// <summary>Whether a step's kernels read an operand as a tensor (rather than through packed weights).</summary>
    public static bool ReadsOperand(Step step, int operand) =>
        step.Calls.Any(call =>
            call switch
            {
                RowCall row => row.Sources.Any(source => source.Operand == operand),
                AccumulateCall => operand == 0,
                WholeCall whole => whole.Arguments.Any(argument => argument.ReadInput == operand),
                _ => false,
            }
        );

    private IEnumerable<NamedConstant> CollectConstants()
    {
        var constants = new HashSet<ValueId>();
        var sources = new Dictionary<ConstantSource, List<NamedConstant>>();
        foreach (var (s, step) in Schedule.Steps.Index())
        {
            foreach (var (c, call) in step.Calls.Index())
            {
                foreach (var constant in call.Constants)
                {
                    var source = ConstantSource.Of(constant, Schedule.NodeOf(step));
                    var array = new NamedConstant(NewSymbol(s, c, constant), constant.Kind, constant.ByteSize, () =>
                        ConstantPacker.Pack(Schedule, step, constant)
                    );
                    if (!sources.TryGetValue(source, out var known))
                        sources[source] = known = [];
                    if (known.Find(array.IsEqualTo) is { } equal)
                    {
                        _arrays[(s, c, constant.Suffix)] = equal;
                        continue;
                    }

                    known.Add(array);
                    _arrays[(s, c, constant.Suffix)] = array;
                    yield return array;
                }
            }

            foreach (var (operand, id) in Schedule.NodeOf(step).Inputs.Index())
            {
                if (Graph[id].IsConstant && ReadsOperand(step, operand) && constants.Add(id))
                    yield return ValueConstant(Graph[id]);
            }
        }

        foreach (var id in Graph.Outputs.Where(id => Graph[id].IsConstant && constants.Add(id)))
            yield return ValueConstant(Graph[id]);
        foreach (var value in Graph.Values.Where(v => v.Kind == ValueKind.Variable && Plan.Offsets[v.Id.Index] is not null))
        {
            var initial = value.InitialBytes();
            if (initial.Span.ContainsAnyExcept(initial.Span[0]))
                yield return NamedConstant.Of(InitialSymbol(value.Id), DataArray("initial", value.Type.DType, initial));
        }

        foreach (var (id, offsets) in Plan.RowOffsets.OrderBy(rows => rows.Key.Index))
            yield return NamedConstant.Of(RowTableSymbol(id), RowTable(offsets));
    }

    private string NewSymbol(int step, int call, CallConstant constant) =>
        $"{Name}_{(constant.Kind == ConstantKind.Weights ? "w" : "t")}_{step}{(call == 0 ? "" : $"_{call}")}_{constant.Suffix}";

    /// <summary>What an array is made from. Only arrays of one source are compared: others need not be made to be measured.</summary>
    private sealed record ConstantSource(
        CallConstant? Constant,
        EquatableArray<ValueId> Operands,
        (string Suffix, string Type, int Bytes) Table
    )
    {
        public static ConstantSource Of(CallConstant constant, Node node) =>
            constant is CallConstant.Table { Array: var array }
                ? new ConstantSource(null, [], (array.Suffix, array.CType, array.Data.Length))
                : new ConstantSource(constant, [.. node.Inputs.Items[1..]], default);
    }

    private NamedConstant ValueConstant(Value value) =>
        new(ConstantSymbol(value.Id), ConstantKind.Table, value.Type.ByteSize, () =>
            DataArray("value", value.Type.DType, value.Constant.Bytes)
        );

    private static CArray RowTable(ImmutableArray<int> offsets)
    {
        int[] places = [.. offsets.Select(offset => offset / MemoryPlan.Alignment)];
        return places.Max() <= ushort.MaxValue
            ? CArray.Table("rows", "uint16_t", 1, [.. places.Select(place => (ushort)place)])
            : CArray.Table("rows", "int32_t", 1, places);
    }

    /// <summary>A tensor's bytes as an array of its element type.</summary>
    public static CArray DataArray(string suffix, DType type, ReadOnlyMemory<byte> data) =>
        new(suffix, ConstantKind.Table, CType(type), type.ByteSize(), 1, data);
}
