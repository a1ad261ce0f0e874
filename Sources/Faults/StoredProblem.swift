/// What is wrong with a value that a file stores: where it stands in the file, and what is the matter.
///
/// Readers of parts throw it with the key that they know; each reader around them puts its own key in front.
public struct StoredProblem: Fault, Equatable {
    /// Such as `sets[0].confusion`; empty for the whole.
    public let key: String
    /// Such as `is 2, but a number from 0 to 1 was expected`; it follows the key.
    public let words: String

    public var kind: FaultKind { .badData }

    public init(_ key: String, _ words: String) {
        self.key = key
        self.words = words
    }

    /// `sets[0].accuracy is 2, but a number from 0 to 1 was expected`.
    public var sentence: String { key.isEmpty ? words : "\(key) \(words)" }

    /// What `body` makes; the key of a problem that it throws begins with `key`.
    public static func at<Value>(_ key: String, _ body: () throws(StoredProblem) -> Value) throws(StoredProblem) -> Value {
        do {
            return try body()
        } catch {
            throw StoredProblem(
                error.key.isEmpty ? key : error.key.hasPrefix("[") ? key + error.key : "\(key).\(error.key)", error.words)
        }
    }

    /// Checks each element of a list under its number.
    public static func each<Element>(
        _ key: String, _ list: [Element], _ check: (Element) throws(StoredProblem) -> Void
    ) throws(StoredProblem) {
        for (index, element) in list.enumerated() {
            try at("\(key)[\(index)]") { () throws(StoredProblem) in try check(element) }
        }
    }

    /// Requires a number to lie within a range, which a NaN does not. Nil, which is no number, passes.
    public static func require(_ key: String, _ number: Double?, in range: ClosedRange<Double>) throws(StoredProblem) {
        guard let number, !range.contains(number) else { return }
        let isFinite = range.lowerBound == -.greatestFiniteMagnitude && range.upperBound == .greatestFiniteMagnitude
        let expected =
            isFinite
            ? "a finite number"
            : range.upperBound == .greatestFiniteMagnitude
                ? "a number of \(range.lowerBound.briefly) or more"
                : "a number from \(range.lowerBound.briefly) to \(range.upperBound.briefly)"
        throw StoredProblem(key, "is \(number.briefly), but \(expected) was expected")
    }

    /// Requires a count to be one, below what sums of counts can hold.
    public static func requireCount(_ key: String, _ count: Int) throws(StoredProblem) {
        guard !(0...1 << 40).contains(count) else { return }
        throw StoredProblem(key, "is \(count), but a count of 0 or more was expected")
    }

    /// Requires a value to be what other values of the file come to.
    public static func requireEqual<Value: Equatable>(
        _ key: String, _ found: Value, _ expected: Value, by what: String
    ) throws(StoredProblem) {
        guard found != expected else { return }
        throw StoredProblem(key, "is \(found), but \(expected) according to \(what)")
    }
}

extension ClosedRange<Double> {
    public static var share: ClosedRange<Double> { 0...1 }
    public static var finite: ClosedRange<Double> { -.greatestFiniteMagnitude ... .greatestFiniteMagnitude }
    public static var positive: ClosedRange<Double> { 0 ... .greatestFiniteMagnitude }
}
