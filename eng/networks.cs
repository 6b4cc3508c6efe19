#:project ../src/TinyEngine.Compiler
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

// Writes a network of published shapes, with random weights, to measure with.
var networks = new Dictionary<string, Func<Network>>
{
    // 300 operators, one behind the other: pointwise and depthwise convolutions and additions, as in a long MobileNetV2.
    ["chain300"] = () => Chain(300),
    // Human activity from 200 samples of 6 sensors, as Keras writes it: Conv1D, MaxPooling1D, Dense.
    ["har"] = () => Activity(isDeep: false),
    ["har-deep"] = () => Activity(isDeep: true),
    // A layer that sees all of its map, as in networks that remove noise.
    ["whole-window"] = WholeWindow,
    // MobileNetV2-1.0-224 as PyTorch's exporters write it: channels first, real numbers outside.
    ["mobilenetv2-nchw"] = MobileNetV2,
    // A detector of faces in the shapes of BlazeFace: 128x128 to 16x16 and 8x8, real numbers outside.
    ["face"] = Face,
};
if (args is not [var name, var path] || !networks.TryGetValue(name, out var build))
{
    Console.Error.WriteLine($"usage: dotnet run eng/networks.cs {string.Join('|', networks.Keys)} FILE");
    return 2;
}

var diagnostics = new DiagnosticBag();
var file = TfliteExporter.Export(build(), diagnostics);
File.WriteAllBytes(path, file ?? throw new InvalidOperationException(string.Join('\n', diagnostics.Items)));
return 0;

static Network Chain(int operators)
{
    var net = new NetworkBuilder("chain", seed: 1);
    var x = net.Conv2D(net.Input(24, 24, 3), 8, WindowSpec.Square(3, stride: 2));
    for (var count = 1; count < operators; count += 4)
        x = net.InvertedBottleneck(x, expand: 2, filters: 8, kernel: 3);
    return net.Output(x).Build();
}

static Network Activity(bool isDeep)
{
    var net = new NetworkBuilder("har", seed: 3);
    var x = Layer(net.Input([1, 200, 6]));
    if (isDeep)
    {
        x = Layer(x);
        var (samples, filters) = (net.TypeOf(x).Shape[1], net.TypeOf(x).Shape[2]);
        var pooled = net.MaxPool2D(net.Reshape(x, [1, samples, 1, filters]), new WindowSpec(2, 1, 2, 1, Same: false));
        x = net.Reshape(pooled, [1, samples / 2, filters]);
    }

    x = net.FullyConnected(net.Flatten(x), isDeep ? 100 : 32, FusedActivation.Relu);
    return net.Output(net.Softmax(net.FullyConnected(x, 6))).Build();

    ValueId Layer(ValueId sequence)
    {
        var (samples, channels) = (net.TypeOf(sequence).Shape[1], net.TypeOf(sequence).Shape[2]);
        var map = net.Conv2D(net.Reshape(sequence, [1, 1, samples, channels]), 64, new WindowSpec(1, 3, Same: false), FusedActivation.Relu);
        return net.Reshape(map, [1, samples - 2, 64]);
    }
}

static Network WholeWindow()
{
    var net = new NetworkBuilder("whole_window", seed: 1);
    return net.Output(net.Conv2D(net.Input(14, 13, 3), 4, new WindowSpec(14, 13, Same: false))).Build();
}

static Network MobileNetV2()
{
    var net = new NetworkBuilder("mobilenetv2", seed: 1);
    var x = net.Conv2D(net.RealInput(224, 224, 3, channelsFirst: true), 32, WindowSpec.Square(3, 2));
    x = net.Conv2D(net.DepthwiseConv2D(x, WindowSpec.Square(3)), 16, 1, FusedActivation.None);
    foreach (var (filters, count, stride) in new[] { (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1) })
    {
        for (var block = 0; block < count; block++)
            x = net.InvertedBottleneck(x, 6, filters, 3, block == 0 ? stride : 1);
    }

    x = net.FullyConnected(net.Flatten(net.GlobalMean(net.Conv2D(x, 1280, 1), keepDims: true)), 1000);
    return net.RealOutput(x).Build();
}

static Network Face()
{
    var net = new NetworkBuilder("face", seed: 1);
    var x = net.Conv2D(net.RealInput(128, 128, 3), 24, WindowSpec.Square(5, 2));
    foreach (var filters in new[] { 24, 28, 32, 36, 42, 48, 56, 64, 72, 80, 88 })
        x = net.Conv2D(net.DepthwiseConv2D(x, WindowSpec.Square(3, filters is 32 or 48 ? 2 : 1)), filters, 1);
    var small = x;
    for (var block = 0; block < 5; block++)
        small = net.Conv2D(net.DepthwiseConv2D(small, WindowSpec.Square(3, block == 0 ? 2 : 1)), 96, 1);
    foreach (var (map, boxes) in new[] { (x, 2), (small, 6) })
    {
        foreach (var numbers in new[] { 1, 16 })
            net.RealOutput(net.Conv2D(map, boxes * numbers, 1, FusedActivation.None));
    }

    return net.Build();
}
