import Evaluation
import Foundation

/// Rates as people read them; `n/a` for a rate without meaning.
enum Rate {
    static func percent(_ rate: Double?) -> String { number(rate.map { 100 * $0 }, "%.2f\u{A0}%%") }

    /// Per cent without the per cent sign, for columns that have it in their title.
    static func hundredths(_ rate: Double?) -> String { number(rate.map { 100 * $0 }, "%.2f") }

    /// A difference of rates in percentage points, with its sign.
    static func points(_ difference: Double?) -> String { number(difference.map { 100 * $0 }, "%+.2f") }

    static func interval(_ interval: WilsonInterval?) -> String {
        guard let interval else { return "n/a" }
        return String(format: "%.1f-%.1f", 100 * interval.lower, 100 * interval.upper)
    }

    static func interval(_ interval: BootstrapInterval?) -> String {
        guard let interval else { return "n/a" }
        return String(format: "%.3f to %.3f", interval.lower, interval.upper)
    }

    static func number(_ value: Double?, _ format: String) -> String {
        value.map { String(format: format, $0) } ?? "n/a"
    }

    /// A p-value; very small ones as a bound.
    static func pValue(_ value: Double) -> String { value < 0.0001 ? "< 0.0001" : String(format: "%.4f", value) }
}
