import COneDNN
import Graphs

/// oneDNN, as one plan uses it.
final class ConvolutionEngine {
    fileprivate let handle: OpaquePointer

    /// - Throws: `PlanError.engine` if it cannot be started.
    init() throws(PlanError) {
        guard let made = kalon_convolver_make() else { throw .engine("it cannot be started", node: nil) }
        handle = made
    }

    deinit { kalon_convolver_free(handle) }

    /// The version of the library and what it may use of the processor: on another, it computes in another order.
    static var identity: String {
        var (major, minor, patch, processor): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        kalon_onednn_version(&major, &minor, &patch, &processor)
        return "oneDNN \(major).\(minor).\(patch), instructions \(processor)"
    }
}

/// The ways through a convolution.
enum ConvolutionDirection: Int32, CaseIterable {
    case forward = 0
    /// From the gradient of the result to that of the source.
    case data = 1
    /// From the gradient of the result to that of the weights.
    case weights = 2
}

/// One way through a convolution, by one of oneDNN's implementations.
final class ConvolutionPass {
    let name: String
    /// What the weights take in the order that the implementation wants or gives.
    let weightBytes: Int
    let scratchBytes: Int
    private let handle: OpaquePointer

    /// The implementation of the given number; nil if there are not so many.
    init?(_ engine: ConvolutionEngine, _ shape: kalon_convolution_shape, _ direction: ConvolutionDirection, number: Int) {
        var shape = shape
        var made: OpaquePointer?
        guard kalon_convolution_make(engine.handle, &shape, direction.rawValue, Int32(number), &made) == 0, let made else {
            return nil
        }
        handle = made
        name = String(cString: kalon_convolution_name(made))
        weightBytes = kalon_convolution_weight_bytes(made)
        scratchBytes = kalon_convolution_scratch_bytes(made)
    }

    deinit { kalon_convolution_free(handle) }

    /// The processor's instructions that it is compiled for, or that it is a plain loop.
    var instructions: Substring { name.split(separator: ":").last ?? "" }

    /// From the order of Kalon's kernels to that of the implementation; of a gradient, back.
    func reorder(_ from: UnsafeRawPointer, to: UnsafeMutableRawPointer) {
        let status = kalon_convolution_reorder(handle, from, to)
        precondition(status == 0, "oneDNN refused to reorder weights: \(status)")
    }

    func run(
        source: UnsafeRawPointer, weights: UnsafeRawPointer, bias: UnsafePointer<Float>?, result: UnsafeMutableRawPointer,
        scratch: UnsafeMutableRawPointer
    ) {
        let status = kalon_convolution_run(handle, source, weights, bias, result, scratch)
        precondition(status == 0, "oneDNN refused to run a convolution: \(status)")
    }
}

extension kalon_convolution_shape {
    /// The shape of a convolution between two slots, for so many pictures.
    init(
        _ convolution: Convolution, from source: MapSlot, to result: MapSlot, rows: Int, hasBias: Bool, clamp: Activation
    ) {
        self.init()
        let (input, output) = (source.layout, result.layout)
        let borders = convolution.window.borders(around: input.size)
        batch = rows
        groups = convolution.groups
        channels = input.channels
        filters = convolution.filters
        self.input = input.size.pair
        self.output = output.size.pair
        kernel = convolution.window.size.pair
        stride = convolution.window.stride.pair
        dilation = convolution.window.dilation.pair
        before = borders.before.pair
        // What the windows really cover: a stride may leave the last rows or columns of the border out.
        let (size, step, span) = (output.size, convolution.window.stride, convolution.window.span)
        after = (
            (size.height - 1) * step.height + span.height - input.size.height - borders.before.height,
            (size.width - 1) * step.width + span.width - input.size.width - borders.before.width
        )
        sourceBlock = input.block == input.channels && input.block != 1 ? 0 : input.block
        resultBlock = output.block == output.channels && output.block != 1 ? 0 : output.block
        isBrainFloat = source.element == .bfloat16 ? 1 : 0
        self.hasBias = hasBias ? 1 : 0
        self.clamp =
            switch clamp {
            case .relu: Int32(kalon_clamp_relu)
            case .relu6: Int32(kalon_clamp_relu6)
            default: Int32(kalon_clamp_none)
            }
    }

    /// What tells convolutions apart: those that agree in it share a choice, whatever the number of pictures.
    var key: [Int] {
        [
            groups, channels, filters, input.0, input.1, output.0, output.1, kernel.0, kernel.1, stride.0, stride.1,
            dilation.0, dilation.1, before.0, before.1, sourceBlock, resultBlock, Int(isBrainFloat), Int(hasBias), Int(clamp),
        ]
    }
}

extension Extent {
    fileprivate var pair: (Int, Int) { (height, width) }
}
