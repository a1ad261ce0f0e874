import Learning
import LinearAlgebra
import Matrices
import Records
import Reduction

/// A linear layer with which a student gives the features of a teacher, from its own features.
public struct FeatureLayer: Sendable, Equatable {
    /// `[inputs, columns]`.
    public let kernel: Matrix
    /// `[columns]`.
    public let bias: [Float]
    /// The share of the inputs that are dropped in training; 0 for none.
    public let dropout: Double

    /// A layer of these weights.
    ///
    /// - Parameters:
    ///   - kernel: `[inputs, columns]`.
    ///   - bias: `[columns]`.
    ///   - dropout: The share of the inputs that are dropped in training, at least 0 and below 1.
    /// - Precondition: Kernel and bias have equally many columns.
    public init(kernel: Matrix, bias: [Float], dropout: Double) {
        precondition(kernel.columns == bias.count, "each column has one bias")
        self.kernel = kernel
        self.bias = bias
        self.dropout = dropout
    }

    /// The first layer of a student's classifier; nil if it does not begin with a linear layer, apart from dropout.
    ///
    /// Its columns are the inputs of the teacher's first layer, so that they are scaled as the teacher scales them.
    public init?(of classifier: Classifier) {
        guard classifier.network.inputScaling == nil else { return nil }
        var dropout = 0.0
        for layer in classifier.content.layers {
            switch layer {
            case .dropout(_, let rate): dropout = rate
            case .dense(_, let kernel, let bias, "linear"):
                self.init(kernel: kernel, bias: bias, dropout: dropout)
                return
            case .dense, .batchNormalization: return nil
            }
        }
        return nil
    }

    /// The features `[rows, columns]` for a student's own features `[rows, inputs]`.
    ///
    /// - Precondition: The rows have as many columns as the kernel has rows.
    public func features(of input: Matrix) -> Matrix {
        var product = input.multiplied(by: kernel)
        product.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] += bias[index % bias.count] }
        }
        return product
    }
}

extension FeatureLayer {
    /// The layer that gives what a classifier makes of the features before its first layer: reduced, chosen and scaled.
    ///
    /// All of these are linear, so that they become part of the layer.
    ///
    /// - Parameters:
    ///   - classifier: The classifier that takes the features.
    ///   - isReduced: Whether the features are already reduced by the classifier's own reductions.
    /// - Throws: `ReductionError`.
    func followed(byColumnsOf classifier: Classifier, isReduced: Bool) throws -> FeatureLayer {
        var (kernel, bias) = (kernel, Matrix(rows: 1, columns: bias.count, elements: bias))
        if let pipeline = classifier.pipeline {
            kernel = try pipeline.input(from: kernel, isReduced: isReduced, withoutMean: true)
            bias = try pipeline.input(from: bias, isReduced: isReduced, withoutMean: false)
        }
        if let scaling = classifier.network.inputScaling {
            kernel = kernel.scaled { $0 / scaling.deviation[$1] }
            bias = bias.scaled { ($0 - scaling.mean[$1]) / scaling.deviation[$1] }
        }
        return FeatureLayer(kernel: kernel, bias: bias.elements, dropout: dropout)
    }
}

extension ColumnPipeline {
    /// The classifier's input for features, or for changes of features, which have no mean.
    fileprivate func input(from features: Matrix, isReduced: Bool, withoutMean: Bool) throws -> Matrix {
        var (parts, first): ([Matrix], Int) = ([], 0)
        for segment in segments {
            let width = isReduced ? segment.reduction?.components.rows ?? segment.rawColumns : segment.rawColumns
            let part = features.selecting(columns: Array(first..<first + width))
            first += width
            guard !isReduced, let projection = segment.reduction?.projection else {
                parts.append(part)
                continue
            }
            let linear = Projection(
                mean: projection.mean.map { withoutMean ? 0 : $0 }, directions: projection.directions, scales: projection.scales)
            parts.append(try linear.transform(part))
        }
        return input(fromSegments: parts)
    }
}

extension Matrix {
    /// Every element changed by `change`, which also gets the number of its column.
    fileprivate func scaled(_ change: (Float, Int) -> Float) -> Matrix {
        Matrix(rows: rows, columns: columns, elements: elements.enumerated().map { change($0.element, $0.offset % columns) })
    }
}
