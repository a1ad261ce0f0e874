/// Batch normalisation in training: by the statistics of the batch, which also move the moving ones.
final class BatchNormalizationStage: TrainingStage {
    let output: FloatBuffer
    let gradient: FloatBuffer
    private var gamma: [Float]
    private var beta: [Float]
    private var movingMean: [Float]
    private var movingVariance: [Float]
    private let momentum: Float
    private let epsilon: Float
    private let width: Int
    /// The input at mean 0 and variance 1, `[rows, width]`.
    private let normalised: FloatBuffer
    private let mean: FloatBuffer
    private let inverseDeviation: FloatBuffer
    private let betaGradient: FloatBuffer
    private let gammaGradient: FloatBuffer

    init(
        gamma: [Float], beta: [Float], movingMean: [Float], movingVariance: [Float], momentum: Double, epsilon: Double,
        batchSize: Int
    ) {
        self.gamma = gamma
        self.beta = beta
        self.movingMean = movingMean
        self.movingVariance = movingVariance
        self.momentum = Float(momentum)
        self.epsilon = Float(epsilon)
        width = gamma.count
        output = FloatBuffer(count: batchSize * width)
        gradient = FloatBuffer(count: batchSize * width)
        normalised = FloatBuffer(count: batchSize * width)
        mean = FloatBuffer(count: width)
        inverseDeviation = FloatBuffer(count: width)
        betaGradient = FloatBuffer(count: width)
        gammaGradient = FloatBuffer(count: width)
    }

    var tensorCounts: [Int] { [width, width] }

    var parameters: LayerParameters {
        .batchNormalization(gamma: gamma, beta: beta, movingMean: movingMean, movingVariance: movingVariance)
    }

    func forward(_ input: UnsafePointer<Float>, rows: Int) {
        computeStatistics(of: input, rows: rows)
        let (mean, inverseDeviation) = (mean.pointer, inverseDeviation.pointer)
        gamma.withUnsafeBufferPointer { gamma in
            beta.withUnsafeBufferPointer { beta in
                for row in 0..<rows {
                    let input = input + row * width
                    let normalised = normalised.pointer + row * width
                    let output = output.pointer + row * width
                    for column in 0..<width {
                        let value = (input[column] - mean[column]) * inverseDeviation[column]
                        normalised[column] = value
                        output[column] = value * gamma[column] + beta[column]
                    }
                }
            }
        }
    }

    /// Mean and deviation of every column, by two passes; moves the moving statistics.
    private func computeStatistics(of input: UnsafePointer<Float>, rows: Int) {
        let share = 1 / Float(rows)
        let mean = mean.pointer
        // Holds the variance first.
        let inverseDeviation = inverseDeviation.pointer
        ColumnPasses.sum(input, rows: rows, columns: width, into: mean)
        for column in 0..<width { mean[column] *= share }
        ColumnPasses.sumOfSquares(input, around: mean, rows: rows, columns: width, into: inverseDeviation)
        for column in 0..<width {
            let variance = inverseDeviation[column] * share
            movingMean[column] = movingMean[column] * momentum + mean[column] * (1 - momentum)
            movingVariance[column] = movingVariance[column] * momentum + variance * (1 - momentum)
            inverseDeviation[column] = 1 / (variance + epsilon).squareRoot()
        }
    }

    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer
    ) {
        ColumnPasses.sum(gradient.pointer, rows: rows, columns: width, into: betaGradient.pointer)
        ColumnPasses.sumOfProducts(
            gradient.pointer, normalised.pointer, rows: rows, columns: width, into: gammaGradient.pointer)
        if let inputGradient { computeInputGradient(into: inputGradient, rows: rows) }
        hand(gammaGradient, of: &gamma, tensor: firstTensor, to: consumer)
        hand(betaGradient, of: &beta, tensor: firstTensor + 1, to: consumer)
    }

    private func hand(
        _ gradient: FloatBuffer, of values: inout [Float], tensor: Int, to consumer: any GradientConsumer
    ) {
        values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            consumer.consume(
                tensor: tensor, offset: 0, gradient: UnsafeBufferPointer(start: gradient.pointer, count: width),
                parameters: values)
        }
    }

    /// `gamma / deviation * (g - mean(g) - normalised * mean(g * normalised))`, column by column.
    private func computeInputGradient(into inputGradient: UnsafeMutablePointer<Float>, rows: Int) {
        let share = 1 / Float(rows)
        let (betaGradient, gammaGradient) = (betaGradient.pointer, gammaGradient.pointer)
        let inverseDeviation = inverseDeviation.pointer
        gamma.withUnsafeBufferPointer { gamma in
            for row in 0..<rows {
                let gradient = gradient.pointer + row * width
                let normalised = normalised.pointer + row * width
                let inputGradient = inputGradient + row * width
                for column in 0..<width {
                    let centred = gradient[column]
                        - (betaGradient[column] + normalised[column] * gammaGradient[column]) * share
                    inputGradient[column] = gamma[column] * inverseDeviation[column] * centred
                }
            }
        }
    }
}
