import ArgumentParser
import Faults

/// The one place in which numbers of the command line are held against what an option takes.
public enum OptionNumbers {
    /// What a number may be; it is finite in any case.
    public struct Bounds: Sendable {
        fileprivate let words: String
        fileprivate let contains: @Sendable (Double) -> Bool

        /// Any number above `lowest`.
        public static func above(_ lowest: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly)") { $0 > lowest }
        }

        /// Any number from `lowest` on.
        public static func from(_ lowest: Double) -> Bounds {
            Bounds(words: "a number of \(lowest.briefly) or more") { $0 >= lowest }
        }

        public static func from(_ lowest: Double, to highest: Double) -> Bounds {
            Bounds(words: "a number from \(lowest.briefly) to \(highest.briefly)") { lowest...highest ~= $0 }
        }

        public static func from(_ lowest: Double, below end: Double) -> Bounds {
            Bounds(words: "a number from \(lowest.briefly) to below \(end.briefly)") { lowest..<end ~= $0 }
        }

        public static func above(_ lowest: Double, upTo highest: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly), at most \(highest.briefly)") { $0 > lowest && $0 <= highest }
        }

        public static func between(_ lowest: Double, _ end: Double) -> Bounds {
            Bounds(words: "a number above \(lowest.briefly) and below \(end.briefly)") { $0 > lowest && $0 < end }
        }

        public static let finite = Bounds(words: "a finite number") { _ in true }
    }

    /// More of anything than a computation could use, and few enough for sums and products of such numbers.
    public static let most = 1_000_000_000

    /// Throws a `ValidationError` that names the option unless its number, where there is one, is within bounds.
    public static func require(_ option: String, _ value: Double?, _ bounds: Bounds) throws {
        guard let value, !(value.isFinite && bounds.contains(value)) else { return }
        throw ValidationError("\(option) is \(value.briefly); \(bounds.words) is expected")
    }

    /// The same for each of several numbers of one option.
    public static func require(_ option: String, each values: [Double], _ bounds: Bounds) throws {
        for value in values { try require(option, value, bounds) }
    }

    /// Throws a `ValidationError` that names the option unless its number, where there is one, is within the range.
    public static func require(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
        guard let value, !range.contains(value) else { return }
        let words =
            range.upperBound >= most ? "\(range.lowerBound) or more" : "a number from \(range.lowerBound) to \(range.upperBound)"
        throw ValidationError(
            value > most && range.upperBound == most
                ? "\(option) is \(value); at most \(most) is expected" : "\(option) is \(value); \(words) is expected")
    }
}
