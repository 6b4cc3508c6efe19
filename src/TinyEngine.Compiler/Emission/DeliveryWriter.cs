using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes the calls that hand rows of outputs to the caller's function.</summary>
internal static class DeliveryWriter
{
    /// <summary>Hands over a row, once for each output that the value is.</summary>
    /// <param name="c">Receives the calls.</param>
    /// <param name="model">The network.</param>
    /// <param name="id">The value.</param>
    /// <param name="row">C expression of the row's number.</param>
    /// <param name="address">C expression of the row's address.</param>
    public static void WriteRow(CWriter c, CModel model, ValueId id, string row, string address)
    {
        foreach (var (o, _) in model.Graph.Outputs.Index().Where(output => output.Item == id))
            c.Line($"out->on_row(out->context, {o}, {row}, {address});");
    }

    /// <summary>Hands over all rows of a value that lies in memory whole.</summary>
    /// <param name="c">Receives the calls.</param>
    /// <param name="model">The network.</param>
    /// <param name="id">The value.</param>
    public static void WriteWhole(CWriter c, CModel model, ValueId id)
    {
        var (type, address) = (model.Graph[id].Type, ModelWriter.OutputAddress(model, id));
        var (rows, stride) = (RowLayout.Dense(type).Rows, RowLayout.Dense(type).RowStride / type.DType.ByteSize());
        if (rows == 1)
        {
            WriteRow(c, model, id, "0", address);
            return;
        }

        using (c.Block($"for (int32_t y = 0; y < {rows}; ++y)"))
            WriteRow(c, model, id, "y", $"{address} + y * {stride}");
    }
}
