import Foundation
import LinearAlgebra
import Matrices

extension TrainedNetwork {
    /// The derivatives `[rows, inputs]` of one class' probability with respect to features `[rows, inputs]`, each row's at
    /// its own place, as the network is when it judges: batch normalisation by its moving statistics, no dropout.
    ///
    /// Throws as `logits(for:)`. Memory: the activations of all rows. Cost: twice that of the probabilities.
    public func probabilityGradients(at features: Matrix, ofClass index: Int) throws(LearningError) -> Matrix {
        precondition((0..<architecture.classes).contains(index), "there is no class \(index)")
        let probabilities = try probabilities(for: features)
        var gradient = Matrix(rows: features.rows, columns: architecture.classes)
        for row in 0..<features.rows {
            let chosen = probabilities[row, index]
            for other in 0..<architecture.classes {
                gradient[row, other] = chosen * ((other == index ? 1 : 0) - probabilities[row, other])
            }
        }
        for step in backwardSteps(from: features).reversed() { gradient = step(gradient) }
        return gradient
    }

    /// One function a layer, first to last, each of which takes a gradient of what the layer hands on to one of what it is
    /// given; the input's scaling is the first.
    private func backwardSteps(from features: Matrix) -> [(Matrix) -> Matrix] {
        var steps: [(Matrix) -> Matrix] = []
        var current = features
        if let inputScaling {
            current = RowGathering(features: features, scaling: inputScaling).gathered(Array(0..<features.rows))
            let factors = inputScaling.deviation.map { 1 / $0 }
            steps.append { $0.scalingColumns(by: factors) }
        }
        for (layer, parameters) in zip(architecture.layers, parameters) {
            switch (layer, parameters) {
            case (.dense(_, let activation), .dense(let kernel, let bias)):
                let sums = current.multiplied(by: kernel).addingToRows(bias)
                if activation == .softmax || activation == .linear {
                    current = sums
                    steps.append { $0.multiplied(by: kernel, .transposed) }
                } else {
                    let output = sums.map { activation.value($0) }
                    current = output
                    steps.append { gradient in
                        gradient.multiplied(by: sums, output) { activation.slope(sum: $0, output: $1) }
                            .multiplied(by: kernel, .transposed)
                    }
                }
            case (.batchNormalization(_, let epsilon), .batchNormalization(let gamma, let beta, let mean, let variance)):
                let factors = zip(gamma, variance).map { $0 / ($1 + Float(epsilon)).squareRoot() }
                let shifts = zip(beta, zip(mean, factors)).map { $0 - $1.0 * $1.1 }
                current = current.scalingColumns(by: factors).addingToRows(shifts)
                steps.append { $0.scalingColumns(by: factors) }
            default: break
            }
        }
        return steps
    }
}

extension Matrix {
    fileprivate func map(_ transform: (Float) -> Float) -> Matrix {
        Matrix(rows: rows, columns: columns, elements: elements.map(transform))
    }

    /// Each column times its factor.
    fileprivate func scalingColumns(by factors: [Float]) -> Matrix {
        var result = self
        result.withEveryRow { row in
            for column in factors.indices { row[column] *= factors[column] }
        }
        return result
    }

    /// Every row plus `addends`, `[columns]`.
    fileprivate func addingToRows(_ addends: [Float]) -> Matrix {
        var result = self
        result.withEveryRow { row in
            for column in addends.indices { row[column] += addends[column] }
        }
        return result
    }

    /// Element by element times a function of two other matrices' elements.
    fileprivate func multiplied(by sums: Matrix, _ outputs: Matrix, _ slope: (Float, Float) -> Float) -> Matrix {
        var result = self
        let (sums, outputs) = (sums.elements, outputs.elements)
        result.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] *= slope(sums[index], outputs[index]) }
        }
        return result
    }

    private mutating func withEveryRow(_ body: (UnsafeMutablePointer<Float>) -> Void) {
        let (rows, columns) = (rows, columns)
        withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for row in 0..<rows { body(base + row * columns) }
        }
    }
}
