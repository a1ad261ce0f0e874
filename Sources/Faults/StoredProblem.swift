/// What is wrong with a value that a file stores: where in the file it is, and what the problem is.
///
/// Readers of parts throw it with the key that they know; each reader around them puts its own key in front.
public struct StoredProblem: Fault, Equatable {
    /// Where the value is, such as `sets[0].confusion`; empty for the whole file.
    public let key: String
    /// What is wrong, such as `is 2, but a number from 0 to 1 was expected`; it follows the key in a sentence.
    public let words: String

    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// Describes a problem with one value.
    ///
    /// - Parameters:
    ///   - key: where the value is; empty for the whole file.
    ///   - words: what is wrong, as the end of a sentence that begins with the key.
    public init(_ key: String, _ words: String) {
        self.key = key
        self.words = words
    }

    /// The key and the words: `sets[0].accuracy is 2, but a number from 0 to 1 was expected`.
    public var sentence: String { key.isEmpty ? words : "\(key) \(words)" }

    /// Returns what `body` returns, and puts `key` in front of the key of any problem that it throws.
    ///
    /// - Parameters:
    ///   - key: the key that holds what `body` reads.
    ///   - body: the reader of a part.
    /// - Throws: the `StoredProblem` of `body`, with the longer key.
    public static func at<Value>(_ key: String, _ body: () throws(StoredProblem) -> Value) throws(StoredProblem) -> Value {
        do {
            return try body()
        } catch {
            throw StoredProblem(
                error.key.isEmpty ? key : error.key.hasPrefix("[") ? key + error.key : "\(key).\(error.key)", error.words)
        }
    }

    /// Checks each element of a list; the key of a problem holds the element's index.
    ///
    /// - Parameters:
    ///   - key: where the list is.
    ///   - list: the elements.
    ///   - check: throws if an element is wrong.
    /// - Throws: the first `StoredProblem` of `check`, with the key and the index in front.
    public static func each<Element>(
        _ key: String, _ list: [Element], _ check: (Element) throws(StoredProblem) -> Void
    ) throws(StoredProblem) {
        for (index, element) in list.enumerated() {
            try at("\(key)[\(index)]") { () throws(StoredProblem) in try check(element) }
        }
    }

    /// Requires a number to lie within a range.
    ///
    /// NaN never does; nil, which is no number, passes.
    ///
    /// - Parameters:
    ///   - key: where the number is.
    ///   - number: the number, or nil if the file has none.
    ///   - range: the numbers that are allowed, such as `.share`.
    /// - Throws: `StoredProblem` if the number is outside the range.
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

    /// Requires a number to be a count: from 0 to 2⁴⁰, so that sums of counts cannot overflow.
    ///
    /// - Parameters:
    ///   - key: where the number is.
    ///   - count: the number.
    /// - Throws: `StoredProblem` if the number is not a count.
    public static func requireCount(_ key: String, _ count: Int) throws(StoredProblem) {
        guard !(0...1 << 40).contains(count) else { return }
        throw StoredProblem(key, "is \(count), but a count of 0 or more was expected")
    }

    /// Requires a value to match what other values of the file imply.
    ///
    /// - Parameters:
    ///   - key: where the value is.
    ///   - found: the value.
    ///   - expected: what the value should be.
    ///   - what: what the expectation comes from, for the sentence: "according to \(what)".
    /// - Throws: `StoredProblem` if the two differ.
    public static func requireEqual<Value: Equatable>(
        _ key: String, _ found: Value, _ expected: Value, by what: String
    ) throws(StoredProblem) {
        guard found != expected else { return }
        throw StoredProblem(key, "is \(found), but \(expected) according to \(what)")
    }
}

extension ClosedRange<Double> {
    /// From 0 to 1.
    public static var share: ClosedRange<Double> { 0...1 }
    /// Every finite number.
    public static var finite: ClosedRange<Double> { -.greatestFiniteMagnitude ... .greatestFiniteMagnitude }
    /// Every finite number from 0 on.
    public static var positive: ClosedRange<Double> { 0 ... .greatestFiniteMagnitude }
}
