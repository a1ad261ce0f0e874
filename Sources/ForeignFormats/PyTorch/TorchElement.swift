/// The number formats of PyTorch's storages, under the names of their classes.
package enum TorchElement: String, Sendable {
    case float16 = "HalfStorage", bfloat16 = "BFloat16Storage", float32 = "FloatStorage", float64 = "DoubleStorage"
    case int8 = "CharStorage", int16 = "ShortStorage", int32 = "IntStorage", int64 = "LongStorage"
    case uint8 = "ByteStorage", boolean = "BoolStorage"

    /// Bytes a value.
    var byteCount: Int {
        switch self {
        case .int8, .uint8, .boolean: 1
        case .float16, .bfloat16, .int16: 2
        case .float32, .int32: 4
        case .float64, .int64: 8
        }
    }
}
