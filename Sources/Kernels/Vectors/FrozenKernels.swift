import Graphs
import LinearAlgebra
import Matrices

// Layers whose parameters stay as they are: read where the model has them, on all threads of BLAS.

/// A dense layer, with the activation that follows it.
final class FrozenDenseKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let parameters: Parameters
    private let kernel: UnsafePointer<Float>
    private let bias: UnsafePointer<Float>?
    private let activation: Activation
    private let sums: FloatBuffer?
    private let zeros: FloatBuffer?
    private let slopes: FloatBuffer?
    private let rule: LayerRule
    private lazy var ruled = DenseRelevance(
        from: source, to: result, kernel: kernel, bias: bias, rule, clamps: activation == .relu)

    init(
        from source: Slot, to result: Slot, _ parameters: Parameters, of node: Graph.Node, activation: Activation,
        batchSize: Int, rule: LayerRule
    ) {
        self.rule = rule
        (self.source, self.result) = (source, result)
        self.parameters = parameters
        self.activation = activation
        kernel = parameters.pointer(to: TensorName(layer: node.name, role: .kernel))
        let hasBias = node.parameters.contains { $0.name.role == .bias }
        bias = hasBias ? parameters.pointer(to: TensorName(layer: node.name, role: .bias)) : nil
        zeros = hasBias ? nil : FloatBuffer(count: result.width)
        let isDifferentiated = result.wantsGradient
        sums = isDifferentiated && activation.needsSums ? FloatBuffer(count: batchSize * result.width) : nil
        slopes = isDifferentiated ? FloatBuffer(count: batchSize * result.width) : nil
    }

    func forward(rows: Int) {
        multiply(
            m: rows, n: result.width, k: source.width, source.values, aStride: source.width, .asStored, kernel,
            bStride: result.width, .asStored, into: result.target, cStride: result.width)
        guard let bias = bias ?? zeros.map({ UnsafePointer($0.pointer) }) else { return }
        ColumnPasses.addBias(
            bias, activation: activation, to: result.target, sums: sums?.pointer, rows: rows, columns: result.width,
            stride: result.width)
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        guard case .epsilon(let epsilon) = rule else {
            return ruled.run(rows: rows, stabiliser: call.stabiliser, measures: call.measures)
        }
        // Only a ReLU is computed along with the sums here, whose slope changes nothing where there is relevance.
        result.balance(rows: rows, epsilon)
        backward(rows: rows, consumer: NoConsumer())
        guard call.measures, let bias else { return 0 }
        let (width, gradient) = (result.width, result.gradientTarget)
        return (0..<rows * width).reduce(0) { $0 + Double(gradient[$1]) * Double(bias[$1 % width]) }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let slopes else { return }
        slopes.pointer.update(from: result.gradientTarget, count: rows * result.width)
        ColumnPasses.multiply(
            slopes.pointer, bySlopeOf: activation, output: result.values, sums: sums.map { UnsafePointer($0.pointer) },
            rows: rows, columns: result.width, stride: result.width)
        source.addGradient(rows: rows) { target in
            multiply(
                m: rows, n: source.width, k: result.width, slopes.pointer, aStride: result.width, .asStored, kernel,
                bStride: result.width, .transposed, into: target, cStride: source.width)
        }
    }
}

/// `(x - centre) * scale + shift`, number by number: a normalisation by stored statistics, or a shift.
final class AffineKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let centre: [Float]
    private let scale: [Float]
    private let shift: [Float]

    init(from source: Slot, to result: Slot, centre: [Float], scale: [Float], shift: [Float]) {
        (self.source, self.result) = (source, result)
        (self.centre, self.scale, self.shift) = (centre, scale, shift)
    }

    func forward(rows: Int) {
        ColumnPasses.normalise(
            source.values, centre: centre, scale: scale, shift: shift, into: result.target, rows: rows,
            columns: source.width, stride: source.width)
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let (gradient, width) = (result.gradientTarget, source.width)
        source.addGradient(rows: rows) { target in
            for row in 0..<rows {
                for column in 0..<width { target[row * width + column] = gradient[row * width + column] * scale[column] }
            }
        }
    }

    /// Relevance goes through as through a layer of one weight a column.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        result.balance(rows: rows, call.stabiliser)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }
}
