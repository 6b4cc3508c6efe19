#:project ../src/TinyEngine.Compiler
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Graph.Diagnostics;

// Writes a network of N operators, one behind the other: pointwise and depthwise convolutions and additions, as in a long MobileNetV2.
if (args is not [var path, var operators])
{
    Console.Error.WriteLine("usage: dotnet run eng/chain.cs FILE OPERATORS");
    return 2;
}

var net = new NetworkBuilder("chain", seed: 1);
var x = net.Conv2D(net.Input(24, 24, 3), 8, WindowSpec.Square(3, stride: 2));
for (var count = 1; count < int.Parse(operators); count += 4)
    x = net.InvertedBottleneck(x, expand: 2, filters: 8, kernel: 3);

var diagnostics = new DiagnosticBag();
var file = TfliteExporter.Export(net.Output(x).Build(), diagnostics);
File.WriteAllBytes(path, file ?? throw new InvalidOperationException(string.Join('\n', diagnostics.Items)));
return 0;
