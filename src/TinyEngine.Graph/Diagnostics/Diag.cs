using System.Collections.Immutable;
using System.Reflection;

namespace TinyEngine.Graph.Diagnostics;

/// <summary>
/// The ledger of all diagnostics: one line per id, never renumbered or reused. Families: TE1 import, TE2 graph and quantization,
/// TE3 passes and schedule, TE4 memory, TE5 emission, TE6 toolchain and emulator, TE7 training, TE8 search and report, TE9 internal.
/// Each id has a page under docs/reference/diagnostics and a case that states its text; DiagnosticPageTests checks both.
/// </summary>
internal static class Diag
{
    // TE1: the file
    public static readonly DiagnosticDescriptor FileNotReadable = new("TE1001", "The file cannot be read");
    public static readonly DiagnosticDescriptor NotTflite = new("TE1002", "The file is not a TensorFlow Lite model");
    public static readonly DiagnosticDescriptor Truncated = new("TE1003", "The file ends before the data it refers to");
    public static readonly DiagnosticDescriptor MalformedFlatBuffer = new("TE1004", "The FlatBuffer structure is damaged");
    public static readonly DiagnosticDescriptor FileTooLarge = new("TE1005", "The file is larger than the importer accepts");
    public static readonly DiagnosticDescriptor IndexOutOfRange = new("TE1006", "An index refers to something that does not exist");
    public static readonly DiagnosticDescriptor UnsupportedSchemaVersion = new("TE1007", "The schema version is not supported");
    public static readonly DiagnosticDescriptor SubgraphCount = new("TE1008", "The model has no graph");
    public static readonly DiagnosticDescriptor UnknownOperator = new("TE1009", "The operator code is unknown");
    public static readonly DiagnosticDescriptor UnsupportedOperator = new("TE1010", "The operator is not supported");
    public static readonly DiagnosticDescriptor CustomOperator = new("TE1011", "Custom operators are not supported");
    public static readonly DiagnosticDescriptor UnsupportedAttribute = new("TE1012", "An attribute of the operator is not supported");
    public static readonly DiagnosticDescriptor UnsupportedType = new("TE1013", "The tensor type is not supported");
    public static readonly DiagnosticDescriptor BadShape = new("TE1014", "The tensor shape is not usable");
    public static readonly DiagnosticDescriptor BufferSize = new("TE1015", "A constant's buffer does not match its shape");
    public static readonly DiagnosticDescriptor SparseTensor = new("TE1016", "Sparse tensors are not supported");
    public static readonly DiagnosticDescriptor BadOptions = new("TE1017", "The operator's options are missing or invalid");
    public static readonly DiagnosticDescriptor OperandCount = new("TE1018", "The operator has the wrong number of operands");
    public static readonly DiagnosticDescriptor ConstantRequired = new("TE1019", "An operand must be a constant");
    public static readonly DiagnosticDescriptor ModelTooLarge = new("TE1020", "The model exceeds the importer's limits");
    public static readonly DiagnosticDescriptor BadVariable = new("TE1031", "A variable cannot be understood");
    public static readonly DiagnosticDescriptor UnknownSignature = new("TE1032", "The model has no such signature");

    public static readonly DiagnosticDescriptor PlaceholderShape = new(
        "TE1033",
        "The input has the size of a placeholder",
        Severity.Warning
    );
    public static readonly DiagnosticDescriptor WeightsOnly = new("TE1034", "Only the weights are quantized");
    public static readonly DiagnosticDescriptor FloatNetwork = new("TE1035", "The network is not quantized");
    public static readonly DiagnosticDescriptor FloatOperator = new("TE1036", "An operator that was left in float32 is not supported");
    public static readonly DiagnosticDescriptor FloatIsland = new("TE1037", "Operators compute in float32", Severity.Warning);
    public static readonly DiagnosticDescriptor CompiledForAccelerator = new("TE1038", "The file was compiled for an accelerator");
    public static readonly DiagnosticDescriptor CompressedWeights = new("TE1039", "The weights are compressed");
    public static readonly DiagnosticDescriptor UnknownTensor = new("TE1040", "The graph has no such tensor");
    public static readonly DiagnosticDescriptor NothingToDrop = new("TE1041", "Nothing is left out at the edges", Severity.Warning);

    // TE2: the graph
    public static readonly DiagnosticDescriptor NoProducer = new("TE2001", "A tensor is read but never written");
    public static readonly DiagnosticDescriptor Cycle = new("TE2002", "The operators form a cycle or are out of order");
    public static readonly DiagnosticDescriptor WrittenTwice = new("TE2003", "A tensor is written more than once");
    public static readonly DiagnosticDescriptor ShapeMismatch = new("TE2004", "The operands' shapes do not fit the operator");
    public static readonly DiagnosticDescriptor OutputMismatch = new(
        "TE2005",
        "The file's claim about an output differs from what follows from the inputs"
    );
    public static readonly DiagnosticDescriptor BadQuantization = new("TE2006", "The quantization parameters are invalid");
    public static readonly DiagnosticDescriptor QuantizationMismatch = new(
        "TE2007",
        "The operands' quantization does not fit the operator"
    );
    public static readonly DiagnosticDescriptor TypeMismatch = new("TE2008", "The operands' types do not fit the operator");
    public static readonly DiagnosticDescriptor NoInputsOrOutputs = new("TE2009", "The graph has no input or no output");
    public static readonly DiagnosticDescriptor AccumulatorOverflow = new("TE2010", "An accumulator can exceed its range");
    public static readonly DiagnosticDescriptor DynamicInput = new("TE2011", "A value read at run time lies outside its range");
    public static readonly DiagnosticDescriptor IgnoredScale = new(
        "TE2012",
        "The operator ignores its output's quantization",
        Severity.Warning
    );
    public static readonly DiagnosticDescriptor Saturates = new(
        "TE2013",
        "Some codes exceed what the reference can compute",
        Severity.Warning
    );

    // TE3: passes and schedule
    public static readonly DiagnosticDescriptor PatchSplit = new("TE3001", "The patch split lies outside the network");
    public static readonly DiagnosticDescriptor PatchCount = new("TE3002", "The map cannot be cut into that many patches");
    public static readonly DiagnosticDescriptor InputNotByRows = new("TE3003", "The input cannot be handed over row by row");
    public static readonly DiagnosticDescriptor NotInPatches = new("TE3004", "An operator cannot run patch by patch");

    // TE4: memory
    public static readonly DiagnosticDescriptor RamExceeded = new("TE4001", "The network needs more RAM than there is");
    public static readonly DiagnosticDescriptor FlashExceeded = new("TE4002", "The network needs more flash than there is");

    // TE5: emission and output files
    public static readonly DiagnosticDescriptor OutputNotWritable = new("TE5001", "The output cannot be written");
    public static readonly DiagnosticDescriptor InputCount = new("TE5002", "The number of input files does not match the model");
    public static readonly DiagnosticDescriptor InputSize = new("TE5003", "An input file does not have the size of its tensor");
    public static readonly DiagnosticDescriptor NoKernel = new("TE5004", "An operator has no C kernel");
    public static readonly DiagnosticDescriptor OutputNotEmpty = new("TE5005", "The output folder is not empty");
    public static readonly DiagnosticDescriptor BadName = new("TE5006", "The name is not a C identifier");
    public static readonly DiagnosticDescriptor NotExpressible = new("TE5007", "An operator cannot be written to a TFLite file");
    public static readonly DiagnosticDescriptor SameName = new("TE5008", "Two networks of a library have one name");
    public static readonly DiagnosticDescriptor StateInSharedArena = new("TE5009", "A network with state cannot share its arena");
    public static readonly DiagnosticDescriptor NpyDamaged = new("TE5010", "The .npy file cannot be understood");
    public static readonly DiagnosticDescriptor NpyMismatch = new("TE5011", "The array of a .npy file does not fit its tensor");

    // TE6: toolchain and emulator
    public static readonly DiagnosticDescriptor HostCompilerMissing = new("TE6001", "No C compiler for this computer was found");
    public static readonly DiagnosticDescriptor ClangMissing = new("TE6020", "clang was not found");
    public static readonly DiagnosticDescriptor ArmCompilerMissing = new("TE6002", "The C compiler for Cortex-M was not found");
    public static readonly DiagnosticDescriptor EmulatorMissing = new("TE6003", "The Cortex-M emulator was not found");
    public static readonly DiagnosticDescriptor ArmLibraryMissing = new("TE6004", "The C library for Cortex-M was not found");
    public static readonly DiagnosticDescriptor SanitizersMissing = new(
        "TE6005",
        "The host compiler's sanitizers do not work",
        Severity.Warning
    );
    public static readonly DiagnosticDescriptor BuildFailed = new("TE6006", "The generated C does not build");
    public static readonly DiagnosticDescriptor BuildTimeout = new("TE6007", "The compiler did not finish in time");
    public static readonly DiagnosticDescriptor ProgramTooLarge = new("TE6008", "The program does not fit the emulated board");
    public static readonly DiagnosticDescriptor RunTimeout = new("TE6009", "The program did not finish in time");
    public static readonly DiagnosticDescriptor Fault = new("TE6010", "The program stopped with a processor fault");
    public static readonly DiagnosticDescriptor StackOverflow = new("TE6011", "The stack overflowed");
    public static readonly DiagnosticDescriptor SanitizerReport = new("TE6012", "A sanitizer found an error in the generated C");
    public static readonly DiagnosticDescriptor ArenaOverrun = new("TE6013", "Memory beside the arena was overwritten");
    public static readonly DiagnosticDescriptor InputModified = new("TE6014", "The program wrote to an input that it may only read");
    public static readonly DiagnosticDescriptor RunFailed = new("TE6015", "The program ended without a result");
    public static readonly DiagnosticDescriptor OutputsDiffer = new("TE6016", "The outputs differ from the expected ones");
    public static readonly DiagnosticDescriptor StaticData = new("TE6017", "The generated code has variables of its own");
    public static readonly DiagnosticDescriptor ExpectedMismatch = new("TE6018", "The expected outputs do not fit the model");
    public static readonly DiagnosticDescriptor NoTemporaryFolder = new("TE6019", "The temporary folder cannot be used");

    // TE8: search and report
    public static readonly DiagnosticDescriptor RamOverLimit = new("TE8101", "The network takes more RAM than --fail-if-ram-over allows");
    public static readonly DiagnosticDescriptor FlashOverLimit = new(
        "TE8102",
        "The network takes more flash than --fail-if-flash-over allows"
    );
    public static readonly DiagnosticDescriptor NotReport = new("TE8103", "The file is not a report that can be compared");
    public static readonly DiagnosticDescriptor Grown = new("TE8104", "The network has grown");

    public static readonly DiagnosticDescriptor BoardFileSyntax = new("TE8201", "The board file cannot be understood");
    public static readonly DiagnosticDescriptor BoardField = new("TE8202", "A board of the file is described wrongly");
    public static readonly DiagnosticDescriptor BoardNotEmulated = new("TE8203", "The board's core is not emulated");
    public static readonly DiagnosticDescriptor InstructionsMissing = new("TE8204", "The target does not have these instructions");

    // TE9: internal
    public static readonly DiagnosticDescriptor InternalError = new("TE9001", "TinyEngine itself failed");

    /// <summary>Every entry, ordered by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        .. typeof(Diag)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => f.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .OrderBy(d => d.Id, StringComparer.Ordinal),
    ];
}
