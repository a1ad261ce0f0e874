import Concurrency
import LinearAlgebra
import Matrices

/// Batch normalisation whose parameters are trained: in training by the statistics of the batch, which also move the moving
/// ones, unless these are fixed; else by the moving ones.
final class BatchNormalisationKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let tensors: TensorRange
    private let hasScale: Bool
    private let gamma: FloatBuffer
    private let beta: FloatBuffer
    private let movingMean: FloatBuffer
    private let movingVariance: FloatBuffer
    private let momentum: Float
    private let epsilon: Float
    private let width: Int
    private let team: WorkTeam
    private let mode: PlanMode
    private let takesBatch: Bool
    /// The input at mean 0 and variance 1, `[rows, width]`.
    private let normalised: FloatBuffer
    private let mean: FloatBuffer
    private let inverseDeviation: FloatBuffer
    private let betaGradient: FloatBuffer
    private let gammaGradient: FloatBuffer

    /// Columns that one thread takes at a time: with 128 rows of them, its passes stay in the cache.
    private static let blockColumns = 256

    /// - Parameters:
    ///   - tensors: the numbers of gamma, if there is one, and beta among those that gradients are consumed of.
    ///   - usesBatch: whether the batch's statistics count in training.
    init(
        from source: Slot, to result: Slot, gamma: FloatBuffer?, beta: FloatBuffer, movingMean: FloatBuffer,
        movingVariance: FloatBuffer, momentum: Float, epsilon: Float, tensors: TensorRange, usesBatch: Bool,
        mode: PlanMode, batchSize: Int, team: WorkTeam
    ) {
        (self.source, self.result) = (source, result)
        width = source.width
        hasScale = gamma != nil
        self.gamma = gamma ?? WorkBuffer(count: source.width, repeating: 1)
        self.beta = beta
        self.movingMean = movingMean
        self.movingVariance = movingVariance
        self.momentum = momentum
        self.epsilon = epsilon
        self.tensors = tensors
        self.team = team
        self.mode = mode
        takesBatch = usesBatch
        normalised = FloatBuffer(count: batchSize * width)
        mean = FloatBuffer(count: width)
        inverseDeviation = FloatBuffer(count: width)
        betaGradient = FloatBuffer(count: width)
        gammaGradient = FloatBuffer(count: width)
    }

    private var usesBatch: Bool { mode.isTraining && takesBatch }

    func forward(rows: Int) {
        let (input, target) = (source.values, result.target)
        forEachColumnBlock { columns in
            let first = columns.lowerBound
            if usesBatch {
                computeStatistics(of: input, rows: rows, columns: columns)
            } else {
                takeMovingStatistics(columns)
            }
            let (mean, inverseDeviation) = (mean.pointer + first, inverseDeviation.pointer + first)
            let (gamma, beta) = (gamma.pointer + first, beta.pointer + first)
            for row in 0..<rows {
                let input = input + row * width + first
                let normalised = normalised.pointer + row * width + first
                let output = target + row * width + first
                for column in 0..<columns.count {
                    let value = (input[column] - mean[column]) * inverseDeviation[column]
                    normalised[column] = value
                    output[column] = value * gamma[column] + beta[column]
                }
            }
        }
    }

    private func takeMovingStatistics(_ columns: Range<Int>) {
        for column in columns {
            mean.pointer[column] = movingMean.pointer[column]
            inverseDeviation.pointer[column] = 1 / (movingVariance.pointer[column] + epsilon).squareRoot()
        }
    }

    /// Mean and deviation of every column, by two passes; moves the moving statistics.
    private func computeStatistics(of input: UnsafePointer<Float>, rows: Int, columns: Range<Int>) {
        let share = 1 / Float(rows)
        let correction = mode.movesUnbiasedVariance && rows > 1 ? Float(rows) / Float(rows - 1) : 1
        let (first, count) = (columns.lowerBound, columns.count)
        let (mean, movingMean) = (mean.pointer + first, movingMean.pointer + first)
        // Holds the variance first.
        let inverseDeviation = inverseDeviation.pointer + first
        let movingVariance = movingVariance.pointer + first
        ColumnPasses.sum(input + first, rows: rows, columns: count, stride: width, into: mean)
        for column in 0..<count { mean[column] *= share }
        ColumnPasses.sumOfSquares(
            input + first, around: mean, rows: rows, columns: count, stride: width, into: inverseDeviation)
        for column in 0..<count {
            let variance = inverseDeviation[column] * share
            movingMean[column] = movingMean[column] * momentum + mean[column] * (1 - momentum)
            movingVariance[column] = movingVariance[column] * momentum + variance * correction * (1 - momentum)
            inverseDeviation[column] = 1 / (variance + epsilon).squareRoot()
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let slopes = result.gradientTarget
        if source.wantsGradient {
            source.addGradient(rows: rows) { inputGradient in
                forEachColumnBlock { columns in
                    computeParameterGradients(of: slopes, rows: rows, columns: columns)
                    computeInputGradient(of: slopes, into: inputGradient, rows: rows, columns: columns)
                }
            }
        } else {
            forEachColumnBlock { computeParameterGradients(of: slopes, rows: rows, columns: $0) }
        }
        if hasScale {
            consumer.consume(
                tensor: tensors.first, offset: 0, gradient: gammaGradient.reading, parameters: gamma.pointer)
        }
        consumer.consume(
            tensor: tensors.first + (hasScale ? 1 : 0), offset: 0, gradient: betaGradient.reading,
            parameters: beta.pointer)
    }

    private func computeParameterGradients(of slopes: UnsafeMutablePointer<Float>, rows: Int, columns: Range<Int>) {
        let (first, count) = (columns.lowerBound, columns.count)
        ColumnPasses.sum(slopes + first, rows: rows, columns: count, stride: width, into: betaGradient.pointer + first)
        ColumnPasses.sumOfProducts(
            slopes + first, normalised.pointer + first, rows: rows, columns: count, stride: width,
            into: gammaGradient.pointer + first)
    }

    /// `gamma / deviation * (g - mean(g) - normalised * mean(g * normalised))`, column by column; the means are left out if the
    /// statistics are not the batch's.
    private func computeInputGradient(
        of slopes: UnsafeMutablePointer<Float>, into inputGradient: UnsafeMutablePointer<Float>, rows: Int,
        columns: Range<Int>
    ) {
        let share = usesBatch ? 1 / Float(rows) : 0
        let first = columns.lowerBound
        let (betaGradient, gammaGradient) = (betaGradient.pointer + first, gammaGradient.pointer + first)
        let (gamma, inverseDeviation) = (gamma.pointer + first, inverseDeviation.pointer + first)
        for row in 0..<rows {
            let gradient = slopes + row * width + first
            let normalised = normalised.pointer + row * width + first
            let inputGradient = inputGradient + row * width + first
            for column in 0..<columns.count {
                let centred =
                    gradient[column]
                    - (betaGradient[column] + normalised[column] * gammaGradient[column]) * share
                inputGradient[column] = gamma[column] * inverseDeviation[column] * centred
            }
        }
    }

    private func forEachColumnBlock(_ body: (Range<Int>) -> Void) {
        let size = Self.blockColumns
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: width), team: team) { block, _ in
            body(block * size..<min(width, (block + 1) * size))
        }
    }
}
