using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Constants;

/// <summary>Makes the bytes of the constant arrays of kernel calls, once a schedule was chosen.</summary>
internal static class ConstantPacker
{
    /// <summary>The array of a constant.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="step">The step of the call.</param>
    /// <param name="constant">The constant.</param>
    /// <exception cref="InvalidOperationException">Its values are not known: the network was described by shapes.</exception>
    public static CArray Pack(Schedule schedule, Step step, CallConstant constant)
    {
        var (graph, node) = (schedule.Graph, schedule.NodeOf(step));
        var array = constant switch
        {
            CallConstant.Weights weights => new CArray("weights", ConstantKind.Weights, "int8_t", 1, 1, Weights(schedule, node, weights)),
            CallConstant.Requant { IsWide: true } rows => WideRows(graph, node, rows),
            CallConstant.Requant rows => Rows(schedule, node, rows),
            CallConstant.Operand operand => Operand(graph[node.Inputs[operand.Index]].Constant, operand),
            CallConstant.Table table => table.Array,
            _ => throw new InvalidOperationException($"unknown constant {constant}"),
        };
        return array.Data.Length == constant.ByteSize
            ? array
            : throw new InvalidOperationException(
                $"'{constant.Suffix}' of {node.Label} has {array.Data.Length} bytes instead of {constant.ByteSize}"
            );
    }

    private static byte[] Weights(Schedule schedule, Node node, CallConstant.Weights constant)
    {
        var given = schedule.Graph[node.Inputs[1]].Constant.As<sbyte>();
        var axes = ((IScaleChannels)node.Op).WeightAxes(schedule.Graph.TypesOf(node));
        var weights = axes.Run == 1 ? WeightPacking.ChannelMajor(given, constant.Depth, constant.Channels) : given.ToArray();
        foreach (var (channel, requant) in schedule.Proofs.Layer(node)!.Channels.Index())
        {
            var slice = weights.AsSpan(channel * constant.Depth, constant.Depth);
            if (requant.IsNegated)
            {
                foreach (ref var weight in slice)
                    weight = (sbyte)-weight;
            }

            requant.Rewritten?.Scale(slice);
        }

        return WeightPacking.Pack(weights, constant);
    }

    private static CArray Rows(Schedule schedule, Node node, CallConstant.Requant constant)
    {
        var (proof, zeroPoint) = (schedule.Proofs.Layer(node)!, schedule.Graph[node.Inputs[0]].Type.Quant.ZeroPoint);
        var scalars = new int[3 * constant.Channels];
        foreach (var (channel, requant) in proof.Channels.Index())
        {
            scalars[3 * channel] = requant.FoldedBias(constant.FoldsZeroPoint ? zeroPoint : 0);
            scalars[(3 * channel) + 1] = requant.Factor.Multiplier;
            scalars[(3 * channel) + 2] = requant.Rewritten?.Finish
                ?? Requantization.Finish(requant.Factor, requant.ZeroPoint, constant.Encoding == KernelEncoding.Fast);
        }

        return CArray.Table("requant", "te_requant", 3, scalars);
    }

    private static CArray WideRows(Network graph, Node node, CallConstant.Requant constant)
    {
        var bias = node.Inputs.Count > 2 ? graph[node.Inputs[2]].Constant.ToInt64() : new long[constant.Channels];
        var scalars = new int[4 * constant.Channels];
        foreach (var (channel, factor) in ((IScaleChannels)node.Op).Multipliers(graph.TypesOf(node)).Index())
        {
            var (multiplier, shift) =
                constant.Encoding == KernelEncoding.Acc64 ? Requantization.Wide(factor) : (factor.Multiplier, factor.Shift);
            scalars[4 * channel] = unchecked((int)bias[channel]);
            scalars[(4 * channel) + 1] = (int)(bias[channel] >> 32);
            scalars[(4 * channel) + 2] = multiplier;
            scalars[(4 * channel) + 3] = shift;
        }

        return CArray.Table("requant", "te_requant_s16", 4, scalars);
    }

    private static CArray Operand(Tensor tensor, CallConstant.Operand operand)
    {
        var bytes = tensor.Type.DType.ByteSize();
        return new CArray(operand.Suffix, operand.Kind, $"int{8 * bytes}_t", bytes, 1, tensor.Bytes);
    }
}
