import Evaluation
import Inference
import Learning
import Storage

extension StageContext {
    /// Says warnings, even to those who want no progress.
    public func warn(_ warnings: [Warning]) {
        guard !warnings.isEmpty else { return }
        progress.clear()
        for warning in warnings { Console.error("\(name): warning: \(warning.sentence)".shown) }
    }
}

extension Warning {
    /// Of features of these extractors: networks whose weights are random.
    public static func randomWeights(of extractors: [ExtractorConfiguration]) -> [Warning] {
        [randomWeights(of: extractors.filter { $0.weights.hasPrefix("seeded:") }.map(\.network))].compactMap { $0 }
    }

    /// Classes of which a part, such as `the validation part`, holds no photograph.
    public static func missingClasses(in part: String, labels: [Int], remedy: String) -> [Warning] {
        Classifier.classNames.indices.filter { !labels.contains($0) }
            .map { classMissing(Classifier.classNames[$0], from: part, remedy: remedy) }
    }

    /// Pictures below this are shown as too small to judge.
    private static let leastSide = 32

    /// What the sizes of a set's photographs say against it; copies are left out. None where files have no sizes.
    public static func ofSizes(in rows: FeaturesRows, set: String) -> [Warning] {
        guard let sizes = rows.sizes else { return [] }
        let untouched = rows.untouched
        let own = untouched.map { sizes[$0] }
        let known = own.filter { $0.width > 0 && $0.height > 0 }
        let tiny = tinyPictures(known.count { min($0.width, $0.height) < leastSide }, of: known.count, below: leastSide)
        let told = SizeSeparation(
            sizes: own.map { (Int($0.width), Int($0.height)) }, labels: untouched.map { rows.labels[$0] })
        return [tiny, told.map { .sizeTells($0, set: set) }].compactMap { $0 }
    }
}
