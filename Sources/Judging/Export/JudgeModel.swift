import Faults
import Graphs
import Inference
import Learning
import Matrices
import Networks
import Reduction

/// A classifier with everything that leads from pictures to its verdict, as one model.
///
/// It has one image input for each extractor, prepared as the extractor's configuration says. Its only output is `probability`
/// `[1]`, the probability of the class aesthetic, `score` `[1]`, or `distribution` `[scores]`, the shares of votes.
public struct JudgeModel {
    /// The layers with their weights, from the image inputs to the verdict.
    public let model: Model
    /// The extractors, in the order of the inputs.
    public let extractors: [ExtractorConfiguration]
    /// The name of the output: `probability`, `score` or `distribution`.
    public let output: String
    /// The probability or the score from which a photograph counts as aesthetic.
    public let threshold: Double

    /// Puts a classifier behind the networks of its extractors.
    ///
    /// - Parameters:
    ///   - classifier: A classifier that names its extractors.
    ///   - networks: The model of each extractor, in order, from one image to the output `features`.
    /// - Throws: `JudgingError.notApplicable` if the classifier does not name its extractors, `GraphError` if the networks are
    ///   not those of the extractors.
    public init(_ classifier: Classifier, networks: [Model]) throws {
        let pipeline = try classifier.requiredPipeline()
        extractors = pipeline.extractors
        threshold = classifier.threshold
        output = classifier.prediction.outputName
        var assembly = ModelAssembly()
        let names = Self.names(of: extractors)
        let features = zip(networks, names).map { network, name in
            assembly.append(network, prefix: names.count == 1 ? "" : "\(name)/")[Graph.featuresOutput] ?? -1
        }
        let columns = assembly.columns(pipeline, features: features)
        let head = assembly.append(
            classifier.network.model, prefix: "classifier/", inputs: [assembly.scaled(columns, classifier)])
        var answer = head[NetworkArchitecture.probabilities] ?? -1
        switch classifier.prediction {
        case .classes(.both): answer = assembly.append(output, .selection([Classifier.aestheticClass]), inputs: [answer])
        case .classes(.aesthetic), .ratings: break
        case .score(let scale): answer = assembly.stretched(answer, to: scale, output)
        }
        model = try assembly.model(outputs: [.init(output, node: answer)])
    }

    /// A name for each extractor: that of its network, numbered if there are several.
    package static func names(of extractors: [ExtractorConfiguration]) -> [String] {
        var counts: [String: Int] = [:]
        return extractors.map { extractor in
            counts[extractor.network, default: 0] += 1
            let count = counts[extractor.network] ?? 1
            return count == 1 ? extractor.network : "\(extractor.network)-\(count)"
        }
    }
}

extension ModelAssembly {
    /// Adds the reductions and the mask of a pipeline behind the features of its extractors.
    fileprivate mutating func columns(_ pipeline: ColumnPipeline, features: [Int]) -> Int {
        var rest = features[...]
        var parts: [Int] = []
        for (number, segment) in pipeline.segments.enumerated() {
            let taken = Array(rest.prefix(segment.extractors.count))
            rest = rest.dropFirst(taken.count)
            let joined = join(taken, "columns_\(number)")
            parts.append(segment.reduction.map { reduced(joined, $0.projection, "reduction_\(number)") } ?? joined)
        }
        let all = join(parts, "columns")
        return pipeline.mask.map { append("mask", .selection($0), inputs: [all]) } ?? all
    }

    private mutating func join(_ parts: [Int], _ name: String) -> Int {
        parts.count == 1 ? parts[0] : append(name, .concatenation, inputs: parts)
    }

    /// Adds a reduction: features less their mean, times the directions, which are scaled.
    private mutating func reduced(_ features: Int, _ projection: Projection, _ name: String) -> Int {
        let centred = append(
            "\(name)/centred", .shift, inputs: [features], tensors: [.bias: { projection.mean.map { Float(-$0) } }])
        return append(
            name, .dense(units: projection.directions.rows, hasBias: false), inputs: [centred],
            tensors: [.kernel: { projection.kernel }])
    }

    /// Standardises the columns if the classifier was trained on standardised ones.
    fileprivate mutating func scaled(_ columns: Int, _ classifier: Classifier) -> Int {
        guard let scaling = classifier.network.inputScaling else { return columns }
        return append(
            "scaling", .normalisation, inputs: [columns],
            tensors: [.mean: { scaling.mean }, .variance: { scaling.deviation.map { $0 * $0 } }])
    }
}

extension ModelAssembly {
    /// Stretches a number from [0, 1] to a scale of scores.
    fileprivate mutating func stretched(_ number: Int, to scale: ClosedRange<Double>, _ name: String) -> Int {
        // (x - mean) / √variance, with a deviation of 1 / width.
        let width = scale.upperBound - scale.lowerBound
        return append(
            name, .normalisation, inputs: [number],
            tensors: [.mean: { [Float(-scale.lowerBound / width)] }, .variance: { [Float(1 / (width * width))] }])
    }
}

extension Prediction {
    /// The name of the output of a model.
    fileprivate var outputName: String {
        switch self {
        case .classes: "probability"
        case .ratings: "distribution"
        case .score: "score"
        }
    }
}

extension Projection {
    /// The directions, with their scales, as the kernel `[columns, count]` of a dense layer.
    fileprivate var kernel: [Float] {
        let (rows, columns) = (directions.rows, directions.columns)
        return [Float](unsafeUninitializedCapacity: rows * columns) { target, count in
            directions.withUnsafeBufferPointer { source in
                for row in 0..<rows {
                    let scale = scales?[row] ?? 1
                    for column in 0..<columns { target[column * rows + row] = source[row * columns + column] * scale }
                }
            }
            count = rows * columns
        }
    }
}
