import ArgumentParser
import Faults

/// Checks numbers of the command line against the range that an option allows.
public enum OptionNumbers {
    /// The range of a number; it must be finite in any case.
    public struct Bounds: Sendable {
        fileprivate let words: String
        fileprivate let contains: @Sendable (Double) -> Bool

        /// Any number above `lowest`.
        public static func above(_ lowest: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly)") { $0 > lowest }
        }

        /// Any number not below `lowest`.
        public static func from(_ lowest: Double) -> Bounds {
            Bounds(words: "a number of \(lowest.briefly) or more") { $0 >= lowest }
        }

        /// A number from `lowest` to `highest`, both included.
        public static func from(_ lowest: Double, to highest: Double) -> Bounds {
            Bounds(words: "a number from \(lowest.briefly) to \(highest.briefly)") { lowest...highest ~= $0 }
        }

        /// A number from `lowest`, included, to `end`, excluded.
        public static func from(_ lowest: Double, below end: Double) -> Bounds {
            Bounds(words: "a number of at least \(lowest.briefly) and below \(end.briefly)") { lowest..<end ~= $0 }
        }

        /// A number from `lowest`, excluded, to `highest`, included.
        public static func above(_ lowest: Double, upTo highest: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly) and at most \(highest.briefly)") { $0 > lowest && $0 <= highest }
        }

        /// A number from `lowest` to `end`, both excluded.
        public static func between(_ lowest: Double, _ end: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly) and below \(end.briefly)") { $0 > lowest && $0 < end }
        }

        /// Any finite number.
        public static let finite = Bounds(words: "a finite number") { _ in true }
    }

    /// The upper limit of whole numbers that have no other: more than any computation could use, yet sums and products of
    /// such numbers do not overflow.
    public static let most = 1_000_000_000

    /// Checks the number of an option, if it is given.
    ///
    /// - Parameters:
    ///   - option: The option's name, for the error.
    ///   - value: Its number; nil if it is not given.
    ///   - bounds: The range that it allows.
    /// - Throws: `ValidationError`.
    public static func require(_ option: String, _ value: Double?, _ bounds: Bounds) throws {
        guard let value, !(value.isFinite && bounds.contains(value)) else { return }
        throw ValidationError("\(option) is \(value.briefly); \(bounds.words) is expected")
    }

    /// Checks each of several numbers of one option.
    ///
    /// - Parameters:
    ///   - option: The option's name, for the error.
    ///   - values: Its numbers.
    ///   - bounds: The range that it allows.
    /// - Throws: `ValidationError`.
    public static func require(_ option: String, each values: [Double], _ bounds: Bounds) throws {
        for value in values { try require(option, value, bounds) }
    }

    /// Checks the whole number of an option, if it is given.
    ///
    /// - Parameters:
    ///   - option: The option's name, for the error.
    ///   - value: Its number; nil if it is not given.
    ///   - range: The range that it allows.
    /// - Throws: `ValidationError`.
    public static func require(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
        guard let value, !range.contains(value) else { return }
        let words =
            range.upperBound >= most ? "\(range.lowerBound) or more" : "a number from \(range.lowerBound) to \(range.upperBound)"
        throw ValidationError(
            value > most && range.upperBound == most
                ? "\(option) is \(value); at most \(most) is expected" : "\(option) is \(value); \(words) is expected")
    }
}
