using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Motifs that move codes, or work on vectors.</summary>
public sealed partial class RandomNetwork
{
    private void Slices()
    {
        if (Size is not { Height: > 4, Width: > 3, Channels: > 1 })
            _x = Node(new PadV2([0, 2, 2, 1], [0, 1, 0, 0], Between(-128, 127)), _x);
        switch (_random.Next(5))
        {
            case 0 or 4:
                var channels = Size.Channels;
                var parts = _graph.Node(new Split(3, [1, channels - 1]), [_x], [Type, Type], Name());
                _x = Node(new Concatenation(3), parts[1], Layer(parts[0], 2, 1));
                break;
            case 1:
                var halves = _graph.Node(new Split(2, [Size.Width - 2, 2]), [_x], [Type, Type], Name());
                if (Chance(0.3))
                    _outputs.Add(halves[1]);
                _x = Node(
                    new Concatenation(2),
                    Conv(halves[1], 3, Window(halves[1], 1, 1)),
                    Chance(0.5) ? Conv(halves[0], 3, Window(halves[0], 3, 1)) : Conv(halves[0], 3, 1)
                );
                break;
            case 2:
                _x = Node(new Slice([0, Between(0, 2), 1, 0], [1, Size.Height - 2, Size.Width - 2, Size.Channels - 1]), _x);
                break;
            default:
                _x = Node(
                    new StridedSlice(
                        [0, Between(0, 1), Size.Width - 1, 0],
                        [1, 2, -1, 1],
                        [1, (Size.Height / 2), Size.Width - 1, Size.Channels],
                        []
                    ),
                    _x
                );
                break;
        }

        _x = Layer(_x, Between(1, 4), 1);
    }

    /// <summary>Pixels become channels and come back, or change places with them.</summary>
    private void Blocks()
    {
        if (Size.Height < 2 || Size.Width < 2)
            _x = Node(new Pad([0, 1, 1, 0], [0, 0, 0, 0]), _x);
        _x = Node(new Slice([0, 0, 0, 0], [1, Size.Height / 2 * 2, Size.Width / 2 * 2, Size.Channels]), _x);
        switch (_random.Next(3))
        {
            case 0:
                _x = Node(new SpaceDepth(SpaceDepthKind.SpaceToDepth, 2), _x);
                _x = Chance(0.5) ? Layer(_x, Size.Channels, 1) : _x;
                _x = Chance(0.6) ? Node(new SpaceDepth(SpaceDepthKind.DepthToSpace, 2), _x) : _x;
                break;
            case 1:
                _x = Node(new SpaceDepth(SpaceDepthKind.DepthToSpace, 2), Conv(_x, 4 * Between(1, 2), Window(_x, Chance(0.5) ? 1 : 3, 1)));
                break;
            default:
                _x = Node(new Transpose([0, 1, 3, 2]), _x);
                _x = Chance(0.5) ? Node(new Transpose([0, 1, 3, 2]), Layer(_x, Between(2, 4), 1)) : _x;
                break;
        }

        _x = Layer(_x, Between(1, 4), 1);
    }

    /// <summary>Maps one above the other; vectors along the channels; picked channels.</summary>
    private void Vectors()
    {
        switch (_random.Next(6))
        {
            case 0:
                var other = Conv(_x, Size.Channels, Window(_x, Odd(), 1));
                _x = Node(new Concatenation(1), Chance(0.5) ? [_x, other] : [other, _x]);
                break;
            case 1:
                _x = _graph.Node(new Softmax(1), [_x], new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 256, -128)), Name());
                _x = Node(new Quantize(), _x);
                break;
            case 2:
                _x = _graph.Node(
                    new L2Normalization(),
                    [_x],
                    new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 128, 0)),
                    Name()
                );
                _x = Node(new Quantize(), _x);
                break;
            case 3:
                int[] picks = [.. Enumerable.Range(0, Between(1, 6)).Select(_ => _random.Next(Size.Channels))];
                _x = Node(
                    new Gather(3, 0),
                    _x,
                    _graph.Constant<int>(Name(), new TensorType(DType.Int32, [picks.Length], QuantParams.None), picks)
                );
                break;
            case 4:
                var outputs = Between(2, 5);
                _x = Weighted(new FullyConnected(KeepDims: true, Full), _x, [outputs, Size.Channels], outputs);
                break;
            default:
                _x = Chance(0.5)
                    ? Node(new ReduceSum(SumKind.Mean, [3], KeepDims: true), _x)
                    : Node(new ReduceMinMax(Chance(0.5), [2], KeepDims: true), _x);
                break;
        }

        _x = Layer(_x, Between(2, 4), 1);
    }
}
