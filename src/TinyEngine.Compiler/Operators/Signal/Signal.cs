using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>A step of an audio front end on one frame, in integers, as TensorFlow Lite Micro's signal library computes it.</summary>
/// <param name="Kind">Which step.</param>
/// <param name="Options">Its options, in the order of <see cref="SignalForm.Options"/>.</param>
internal sealed partial record Signal(SignalKind Kind, EquatableArray<int> Options) : Op, IOperator<Signal>
{
    /// <summary>Entries of the gain table of <see cref="SignalKind.Pcan"/>: three up to 2, four for each further power of two.</summary>
    private const int GainEntries = 125;

    private const string WholeTensors = "it takes a frame as a whole";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Signal), "A step of an audio front end")
        {
            DataTypes = [],
            Limits = "one frame, tensors of one axis; options as numbers in a FlexBuffer",
            Rows = "no: " + WholeTensors,
            Forms = [.. SignalForm.All.Select(form => new OperatorForm(form.Name, form.Summary) { DataTypes = [form.Types] })],
        };

    /// <summary>What distinguishes the step.</summary>
    public SignalForm Form => SignalForm.All[(int)Kind];

    /// <inheritdoc/>
    public override string Name => Form.Name;

    /// <inheritdoc/>
    public override string Attributes => string.Join(", ", Form.Options.Zip(Options, (name, value) => $"{name} {value}"));

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        var form = Form;
        if (!site.HasOperands(inputs, form.Inputs.Length + (form.HasState ? 1 : 0)) || !HasTypes(inputs, site))
            return InferResult.Failed;
        if (Options.Count != form.Options.Length || !HasShifts(site))
            return InferResult.Failed;
        if (SizeOf(inputs, site) is not { } size)
            return InferResult.Failed;
        ImmutableArray<TensorType> types =
        [
            .. site.DeclaredOutputs.Select(
                (output, o) => output with { Shape = Kind == SignalKind.FftAutoScale && o == 1 ? site.DeclaredOutputs[1].Shape : [size] }
            ),
        ];
        return Kind == SignalKind.FftAutoScale && types[1].Shape.ElementCount != 1
            ? site.Error(Diag.ShapeMismatch, $"the shift has the shape {types[1].Shape}, expected one element")
            : types;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        int Option(int index) => Options[index];
        switch (Kind)
        {
            case SignalKind.Window:
                SignalFunctions.Window(context.Input<short>(0), context.Input<short>(1), Option(0), context.Output<short>());
                break;
            case SignalKind.Energy:
                SignalFunctions.Energy(context.Input<short>(0), Option(0), Option(1), context.Output<uint>());
                break;
            case SignalKind.FftAutoScale:
                context.Output<int>(1)[0] = SignalFunctions.AutoScale(context.Input<short>(0), context.Output<short>());
                break;
            case SignalKind.FilterBank:
                SignalFunctions.FilterBank(context, context.Output<ulong>());
                break;
            case SignalKind.FilterBankSquareRoot:
                var (roots, shift) = (context.Input<ulong>(0).ToArray(), context.Input<int>(1)[0]);
                for (var i = 0; i < roots.Length; i++)
                    context.Output<uint>()[i] = SignalFunctions.Root(roots[i]) >> (shift & 31);
                break;
            case SignalKind.FilterBankSpectralSubtraction:
                SignalFunctions.Subtract(context.Input<uint>(0), Options, context.Output<uint>(), context.State<uint>(1));
                context.State<uint>(1).CopyTo(context.Output<uint>(1));
                break;
            case SignalKind.Pcan:
                SignalFunctions.Gain(
                    context.Input<uint>(0),
                    context.Input<uint>(1),
                    context.Input<short>(2),
                    Option(0),
                    context.Output<uint>()
                );
                break;
            default:
                SignalFunctions.Logarithm(context.Input<uint>(0), Option(0), Option(1), context.Output<short>());
                break;
        }
    }

    private bool HasTypes(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        for (var i = 0; i < Form.Inputs.Length; i++)
        {
            if (!site.HasType($"operand {i}", inputs[i], Form.Inputs[i]))
                return false;
            var isScalar = Kind == SignalKind.FilterBankSquareRoot && i == 1;
            if (isScalar ? inputs[i].Shape.ElementCount == 1 : inputs[i].Shape.Rank == 1 || (Kind == SignalKind.Window && i == 0))
                continue;
            site.Error(
                Diag.ShapeMismatch,
                $"operand {i} has the shape {inputs[i].Shape}",
                isScalar ? "expected one element" : "expected one axis"
            );
            return false;
        }

        if (site.DeclaredOutputs.Length != Form.Outputs.Length)
        {
            site.Error(Diag.OperandCount, $"{site.DeclaredOutputs.Length} results, expected {Form.Outputs.Length}");
            return false;
        }

        for (var o = 0; o < Form.Outputs.Length; o++)
        {
            if (!site.HasType($"result {o}", site.DeclaredOutputs[o], Form.Outputs[o]))
                return false;
        }

        return true;
    }

    private bool HasShifts(OpSite site)
    {
        foreach (var name in Form.Shifts)
        {
            var value = Options[Form.Options.IndexOf(name)];
            if (value is >= 0 and < 32)
                continue;
            site.Error(Diag.BadOptions, $"option {name} is {value}", "it shifts numbers of 32 bits: 0 to 31");
            return false;
        }

        return true;
    }

    /// <summary>Elements of the first result; null after an error was reported.</summary>
    private int? SizeOf(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        var size = inputs[0].Shape.ElementCount;
        string? wrong = Kind switch
        {
            SignalKind.Window when inputs[1].Shape[0] != size => $"a window of {inputs[1].Shape[0]} does not fit {size} samples",
            SignalKind.Energy when size % 2 != 0 || Options[0] < 0 || Options[1] < Options[0] || Options[1] > size / 2 =>
                $"bins {Options[0]} to {Options[1]} do not lie in a spectrum of {size / 2}",
            SignalKind.FilterBank
                when Options[0] < 1
                    || inputs[3].Shape[0] != Options[0] + 1L
                    || inputs[4].Shape != inputs[3].Shape
                    || inputs[5].Shape != inputs[3].Shape
                    || inputs[1].Shape != inputs[2].Shape => $"tables do not fit {Options[0]} channels",
            SignalKind.Pcan when inputs[1].Shape[0] != size || inputs[2].Shape[0] < GainEntries =>
                $"a gain table of {inputs[2].Shape[0]} and noise of {inputs[1].Shape[0]} do not fit {size} channels",
            SignalKind.FilterBankSpectralSubtraction
                when inputs[1].DType != DType.UInt32 || inputs[1].Shape != inputs[0].Shape || Options[8] != size =>
                $"{Options[8]} channels and a state of {inputs[1].Shape} do not fit {size} channels",
            _ => null,
        };
        if (wrong is not null)
        {
            site.Error(Diag.ShapeMismatch, wrong);
            return null;
        }

        return Kind switch
        {
            SignalKind.Energy => size / 2,
            SignalKind.FilterBank => Options[0],
            _ => size,
        };
    }
}
