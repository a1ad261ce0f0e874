import ArgumentParser
import StageSupport

/// Splits a command line with several `--extractor` options into one command line for each extractor.
///
/// The first value of an option belongs to the first extractor, the second to the second, and so on; `default` stands
/// for the extractor's own value, and a single value applies to all. Options without a value apply to all.
struct SeveralExtractors {
    /// For each extractor, the command line as it would be with this one alone.
    let commandLines: [[String]]

    /// The options that may have a separate value for each extractor.
    private static let own = ExtractorOptions.namesWithValues.union(["--output"])
    private static let ownValue = "default"

    /// Splits the arguments.
    ///
    /// - Throws: `ValidationError` for an option that is given neither once nor once for every extractor.
    init(_ arguments: [String]) throws {
        let (shared, values) = Self.taken(apart: arguments)
        let count = max(1, values["--extractor"]?.count ?? 1)
        for (name, given) in values.sorted(by: { $0.key < $1.key }) where given.count != 1 && given.count != count {
            throw ValidationError(
                "\(name) is given \(given.count) times, but --extractor \(count == 1 ? "once" : "\(count) times"); give it once "
                    + "for all extractors, or once for each (default stands for the extractor's own value)")
        }
        commandLines = (0..<count).map { number in
            values.sorted { $0.key < $1.key }.reduce(into: shared) { line, option in
                let value = option.value[option.value.count == 1 ? 0 : number]
                if count == 1 || value != Self.ownValue { line.insert(contentsOf: [option.key, value], at: 0) }
            }
        }
    }

    /// The arguments that all extractors share, and the values of each option that may differ between them.
    private static func taken(apart arguments: [String]) -> (shared: [String], values: [String: [String]]) {
        var shared: [String] = []
        var values: [String: [String]] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument != "--" else { return (shared + [argument] + rest, values) }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts[0] == "-o" ? "--output" : parts[0]
            guard own.contains(name), let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                shared.append(argument)
                continue
            }
            values[name, default: []].append(value)
        }
        return (shared, values)
    }
}
