import Evaluation
import Faults
import Inference
import Judging
import Learning
import Records

extension StageContext {
    /// Prints warnings, even with `--quiet`.
    public func warn(_ warnings: [Warning]) {
        guard !warnings.isEmpty else { return }
        progress.clear()
        for warning in warnings {
            Console.error("\(name): warning: \(command.naming(warning.settings, after: warning.sentence))".shown)
        }
    }

    /// The sentence of a fault for a person, with the options of the command that avoid the fault, if it has any.
    public func sentence(of fault: any Fault) -> String { command.sentence(of: fault) }
}

extension Warning {
    /// A warning about those of these extractors whose weights are random; empty if there are none.
    public static func randomWeights(of extractors: [ExtractorConfiguration]) -> [Warning] {
        [randomWeights(of: extractors.filter { $0.weights.hasPrefix("seeded:") }.map(\.network))].compactMap { $0 }
    }

    /// Warnings about classes that are missing from a part of the photographs.
    ///
    /// - Parameters:
    ///   - part: The name of the part, such as `the validation part`.
    ///   - labels: The labels of its photographs.
    ///   - remedy: What the user can do about it.
    public static func missingClasses(in part: String, labels: [Int], remedy: String) -> [Warning] {
        Classifier.classNames.indices.filter { !labels.contains($0) }
            .map { classMissing(Classifier.classNames[$0], from: part, remedy: remedy) }
    }

    /// Pictures with a side below this many pixels are reported as too small to judge.
    private static let leastSide = 32

    /// Warnings about the sizes of a set's photographs, not counting copies; empty if the file stores no sizes.
    ///
    /// - Parameters:
    ///   - rows: The rows of the set.
    ///   - set: The name of the set.
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
