using System.Collections.Immutable;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>The operators that the resolver of TensorFlow Lite Micro registers.</summary>
/// <remarks>Source: TensorFlow Lite Micro at commit 90b983c2, tensorflow/lite/micro/micro_mutable_op_resolver.h.</remarks>
internal static class MicroResolver
{
    /// <summary>Their names: the schema's, or the custom operator's.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. """
            ABS ADD ADD_N ARG_MAX ARG_MIN ASSIGN_VARIABLE AVERAGE_POOL_2D BATCH_MATMUL BATCH_TO_SPACE_ND BROADCAST_ARGS BROADCAST_TO
            CALL_ONCE CAST CEIL CIRCULAR_BUFFER CONCATENATION CONV_2D COS CUMSUM TFLM_DECODE SignalDelay DEPTH_TO_SPACE
            DEPTHWISE_CONV_2D DEQUANTIZE TFLite_Detection_PostProcess DIV DYNAMIC_UPDATE_SLICE EMBEDDING_LOOKUP SignalEnergy ELU
            EQUAL ethos-u EXP EXPAND_DIMS SignalFftAutoScale FILL SignalFilterBank SignalFilterBankLog SignalFilterBankSquareRoot
            SignalFilterBankSpectralSubtraction FLOOR FLOOR_DIV FLOOR_MOD SignalFramer FULLY_CONNECTED GATHER GATHER_ND GREATER
            GREATER_EQUAL HARD_SWISH IF SignalIrfft L2_NORMALIZATION L2_POOL_2D LEAKY_RELU LESS LESS_EQUAL LOG LOGICAL_AND
            LOGICAL_NOT LOGICAL_OR LOGISTIC LOG_SOFTMAX MAXIMUM MAX_POOL_2D MIRROR_PAD MEAN MINIMUM MUL NEG NOT_EQUAL
            SignalOverlapAdd PACK PAD PADV2 SignalPCAN PRELU QUANTIZE READ_VARIABLE REDUCE_ALL REDUCE_MAX REDUCE_MIN RELU RELU6
            RESHAPE RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR REVERSE_V2 SignalRfft ROUND RSQRT SELECT_V2 SHAPE SIN SLICE SOFTMAX
            SPACE_TO_BATCH_ND SPACE_TO_DEPTH SPLIT SPLIT_V SQUEEZE SQRT SQUARE SQUARED_DIFFERENCE STRIDED_SLICE SignalStacker SUB
            SUM SVDF TANH TRANSPOSE_CONV TRANSPOSE UNPACK UNIDIRECTIONAL_SEQUENCE_LSTM VAR_HANDLE WHILE SignalWindow ZEROS_LIKE
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];
}
