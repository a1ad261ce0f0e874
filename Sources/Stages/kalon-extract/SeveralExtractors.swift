import ArgumentParser
import StageSupport

/// The arguments of a command line with `--extractor` given several times, taken apart into one list for each.
///
/// The first value of an option belongs to the first extractor, the second to the second, and so on; `default` stands
/// for the extractor's own value, and a single value is that of all. Options without a value hold for all.
struct SeveralExtractors {
    /// For each extractor, the command line as it would be with this one alone.
    let commandLines: [[String]]

    /// The options with a value of their own for each extractor; `--output` may also be one for all.
    private static let own = ExtractorOptions.namesWithValues.union(["--output"])
    private static let ownValue = "default"

    /// Throws a `ValidationError` for an option that is neither given once nor for every extractor.
    init(_ arguments: [String]) throws {
        let (shared, values) = Self.taken(apart: arguments)
        let count = max(1, values["--extractor"]?.count ?? 1)
        for (name, given) in values.sorted(by: { $0.key < $1.key }) where given.count != 1 && given.count != count {
            throw ValidationError(
                "\(name) is given \(given.count) times and --extractor \(count == 1 ? "once" : "\(count) times"); it is "
                    + "expected once, for all, or once for each extractor (default for its own)")
        }
        commandLines = (0..<count).map { number in
            values.sorted { $0.key < $1.key }.reduce(into: shared) { line, option in
                let value = option.value[option.value.count == 1 ? 0 : number]
                if count == 1 || value != Self.ownValue { line.insert(contentsOf: [option.key, value], at: 0) }
            }
        }
    }

    /// What belongs to no extractor, and the values of each option that does.
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
