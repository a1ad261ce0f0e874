import Graphs
import Imaging
import Matrices

/// The gradient of a judge's number at the pixels, or its mean over noisy copies of the picture: SmoothGrad.
///
/// The methods are those of Simonyan, Vedaldi and Zisserman (2014, doi:10.48550/arXiv.1312.6034) and of Smilkov et al. (2017,
/// doi:10.48550/arXiv.1706.03825).
public struct PlainGradients: LayerMethod {
    /// What is shown of a gradient.
    public enum Display: String, Sendable, CaseIterable {
        /// The gradient times the difference of the pixel from the baseline: how far the number would move, to first order, if the pixel
        /// were as in the baseline.
        case effect
        /// The largest magnitude over the channels of the input, whatever the pixel is.
        case sensitivity
    }

    /// The judge.
    public let layers: JudgeLayers
    /// What is explained.
    public var number = ExplainedNumber.verdict
    /// What is shown.
    public var display = Display.effect
    /// What pixels are compared with.
    public var baseline = Baseline.black
    /// The noisy copies over which the mean is taken; 0 for the picture itself alone.
    public var samples = 0
    /// The standard deviation of the noise, as a share of the range of the input's values.
    public var noise = 0.15

    /// Gradients at the picture.
    ///
    /// - Parameter layers: The judge.
    public init(_ layers: JudgeLayers) { self.layers = layers }

    /// SmoothGrad.
    ///
    /// - Parameters:
    ///   - layers: The judge.
    ///   - samples: The number of noisy copies.
    ///   - noise: The standard deviation of the noise, as a share of the range of the input's values.
    public init(smooth layers: JudgeLayers, samples: Int = 50, noise: Double = 0.15) {
        precondition(samples > 0, "there is no mean of no samples")
        self.layers = layers
        (self.samples, self.noise) = (samples, noise)
    }

    /// `gradients` or `smoothgrad`.
    public var name: String { samples == 0 ? "gradients" : "smoothgrad" }
    /// Only SmoothGrad does.
    public var dependsOnSeed: Bool { samples > 0 }

    /// Explains the number of a picture.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        let prepared = try prepared(picture)
        let base = try layers.prepared(baseline.picture(for: picture))
        let pass = try layers.gradientPass(for: prepared, copies: samples > 1 ? .max : 1)
        var maps = prepared.sizes.map { [Float](repeating: 0, count: $0.area) }
        let total = max(samples, 1)
        var explained = samples > 0 ? pass.runBackless(prepared.values, number) : 0
        var done = 0
        while done < total {
            let count = min(pass.rows, total - done)
            let copies = (done..<done + count).map { noisy(prepared, sample: $0, seed: seed) }
            let (values, gradients) = pass.gradients(copies, number)
            for (copy, gradient) in zip(copies, gradients) {
                for input in maps.indices {
                    maps[input].add(shown(gradient[input], copy[input], base.values[input]), times: 1 / Float(total))
                }
            }
            if samples == 0 { explained = values[0] }
            done += count
            try progress.report(done, of: total)
        }
        return try layers.attribution(maps, on: picture, method: name, explained: explained)
    }

    private func shown(_ gradient: [Float], _ values: [Float], _ base: [Float]) -> [Float] {
        switch display {
        case .effect: gradient.summed(times: values.less(base))
        case .sensitivity: gradient.largestMagnitudes
        }
    }

    private func noisy(_ prepared: PreparedPicture, sample: Int, seed: UInt64) -> [[Float]] {
        guard samples > 0 else { return prepared.values }
        var stream = RandomStream(seed: seed, name: "smoothgrad \(sample)")
        return zip(prepared.values, layers.inputs).map { values, input in
            let range = input.range
            let deviation = zip(range.high, range.low).map { Float(noise) * ($0 - $1) }
            let area = values.count / 3
            return values.indices.map { values[$0] + deviation[$0 / area] * Float(stream.normal()) }
        }
    }
}

extension LayerPass {
    /// The explained number of one picture.
    func runBackless(_ picture: [[Float]], _ number: ExplainedNumber) -> Double {
        _ = forward([picture])
        return explainedNumbers(number, pictures: 1).values[0]
    }
}
