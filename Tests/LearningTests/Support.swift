import Foundation
import Learning
import Matrices

/// A matrix of standard normal numbers.
func normalMatrix(rows: Int, columns: Int, from stream: inout RandomStream) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
}

/// Two classes whose means lie `distance` deviations apart in each of the first three columns.
func twoClouds(rows: Int, columns: Int, distance: Float, seed: UInt64) -> (features: Matrix, labels: [Int]) {
    var stream = RandomStream(seed: seed, name: "clouds")
    var features = normalMatrix(rows: rows, columns: columns, from: &stream)
    let labels = (0..<rows).map { $0 % 2 }
    for row in 0..<rows {
        for column in 0..<min(3, columns) { features[row, column] += distance * Float(labels[row]) }
    }
    return (features, labels)
}

/// Architectures of tests are written down rightly; one that is not fails the test that makes it.
func architecture(_ layers: DenseLayer...) throws -> NetworkArchitecture {
    try NetworkArchitecture(layers: layers)
}

extension LayerParameters {
    /// The trained tensors in the order in which gradients are consumed.
    var tensors: [[Float]] {
        switch self {
        case .dense(let kernel, let bias): [kernel.elements, bias]
        case .batchNormalization(let gamma, let beta, _, _): [gamma, beta]
        case .dropout: []
        }
    }

    /// All tensors, in Keras' order.
    var allTensors: [[Float]] {
        switch self {
        case .dense, .dropout: tensors
        case .batchNormalization(let gamma, let beta, let mean, let variance): [gamma, beta, mean, variance]
        }
    }
}

/// Keeps gradients and changes nothing.
final class GradientRecorder: GradientConsumer {
    private(set) var gradients: [[Float]]
    private let lock = NSLock()

    init(tensorCounts: [Int]) {
        gradients = tensorCounts.map { [Float](repeating: .nan, count: $0) }
    }

    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        lock.withLock { gradients[tensor].replaceSubrange(offset..<offset + gradient.count, with: gradient) }
    }
}

/// One step of a network on whole arrays.
func step(
    _ network: TrainableNetwork, features: ArraySlice<Float>, labels: ArraySlice<Int>,
    partners: (labels: [Int], share: Double)? = nil, teacher: [Float]? = nil,
    teacherLayer: [Float]? = nil, ratings: [Float]? = nil, loss: ClassificationLoss = ClassificationLoss(),
    consumer: any GradientConsumer
) -> ClassificationLoss.Total {
    features.withUnsafeBufferPointer { features in
        labels.withUnsafeBufferPointer { labels in
            (partners?.labels ?? []).withUnsafeBufferPointer { partnerLabels in
                (teacher ?? []).withUnsafeBufferPointer { logits in
                    (ratings ?? []).withUnsafeBufferPointer { shares in
                        (teacherLayer ?? []).withUnsafeBufferPointer { layer in
                            guard let input = features.baseAddress else { return ClassificationLoss.Total() }
                            var targets = RowTargets(labels: labels)
                            targets.partners = partners.flatMap { partners in
                                partnerLabels.baseAddress.map { .init(labels: $0, share: partners.share) }
                            }
                            targets.teacher = teacher == nil ? nil : logits.baseAddress
                            targets.teacherLayer = teacherLayer == nil ? nil : layer.baseAddress
                            targets.ratings = ratings == nil ? nil : shares.baseAddress
                            return network.step(input: input, targets: targets, loss: loss, consumer: consumer)
                        }
                    }
                }
            }
        }
    }
}
