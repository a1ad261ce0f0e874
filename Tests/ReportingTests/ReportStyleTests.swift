import Foundation
import Reporting
import Testing

/// Whether what the page's colours show can be told apart, by the contrast of WCAG 2.2.
@Suite struct ReportStyleTests {
    enum Scheme: String, CaseIterable, Sendable {
        case light, dark, print
    }

    /// The colours of a scheme by name; those that dark pages and paper leave alone are the light ones.
    private func colours(_ scheme: Scheme) throws -> [String: [Double]] {
        let css = ReportStyle.css
        func colours(_ block: Substring) -> [String: [Double]] {
            Dictionary(
                block.matches(of: #/--([a-z0-9]+): #([0-9a-f]{3,6})/#).map { (String($0.1), Self.parts($0.2)) },
                uniquingKeysWith: { _, last in last })
        }
        let dark = try #require(css.range(of: "@media (prefers-color-scheme: dark)"))
        let rest = try #require(css.range(of: "box-sizing"))
        let paper = try #require(css.range(of: "@media print"))
        let light = colours(css[..<dark.lowerBound])
        let own =
            switch scheme {
            case .light: light
            case .dark: colours(css[dark.lowerBound..<rest.lowerBound])
            case .print: colours(css[paper.lowerBound...])
            }
        return light.merging(own) { _, own in own }
    }

    /// Red, green and blue in [0, 1].
    private static func parts(_ digits: Substring) -> [Double] {
        let long = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
        let number = Int(long, radix: 16) ?? 0
        return [16, 8, 0].map { Double(number >> $0 & 255) / 255 }
    }

    /// Relative luminance.
    private func luminance(_ colour: [Double]) -> Double {
        zip(colour, [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let linear = part.0 <= 0.04045 ? part.0 / 12.92 : pow((part.0 + 0.055) / 1.055, 2.4)
            return sum + part.1 * linear
        }
    }

    private func contrast(_ first: [Double], _ second: [Double]) -> Double {
        let values = [luminance(first), luminance(second)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }

    @Test func blackOnWhiteIs21() {
        #expect(abs(contrast([0, 0, 0], [1, 1, 1]) - 21) < 1e-9)
        #expect(abs(contrast(Self.parts("767676"), Self.parts("fff")) - 4.54) < 0.01)
    }

    @Test(arguments: Scheme.allCases)
    func wordsCanBeRead(scheme: Scheme) throws {
        let colours = try colours(scheme)
        for ground in ["paper", "raised"] {
            for ink in ["ink", "faint", "accent", "good", "bad"] {
                let ratio = contrast(try #require(colours[ink]), try #require(colours[ground]))
                #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
            }
        }
    }

    @Test(arguments: Scheme.allCases)
    func linesCanBeSeen(scheme: Scheme) throws {
        let colours = try colours(scheme)
        let paper = try #require(colours["paper"]), raised = try #require(colours["raised"])
        for number in 0..<6 {
            let ratio = contrast(try #require(colours["s\(number)"]), paper)
            #expect(ratio >= 3, "line \(number): \(ratio)")
        }
        // Bars lie on the raised ground, and the ring around what has the focus on either.
        for name in ["s0", "accent"] { #expect(contrast(try #require(colours[name]), raised) >= 3, "\(name)") }
    }
}
