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

    init(
        from source: Slot, to result: Slot, _ parameters: Parameters, of node: Graph.Node, activation: Activation,
        batchSize: Int
    ) {
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
}
