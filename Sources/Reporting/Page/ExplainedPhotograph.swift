import Foundation

/// A photograph with the explanations of its verdict, as a page shows them.
package struct ExplainedPhotograph: Sendable {
    /// The photograph, or an explanation drawn over it.
    package struct Panel: Sendable {
        /// The words above it, such as the method's name.
        package let title: String
        /// What it shows, for readers who cannot see it.
        package let words: String
        /// A JPEG or PNG file.
        package let image: Data
        /// What its colours mean; nil for the photograph itself.
        package let scale: Scale?
        /// The words below it.
        package let caption: String

        /// Makes a panel.
        ///
        /// - Parameters:
        ///   - title: the words above it.
        ///   - words: what it shows, for readers who cannot see it.
        ///   - image: a JPEG or PNG file.
        ///   - scale: what its colours mean.
        ///   - caption: the words below it.
        package init(title: String, words: String, image: Data, scale: Scale?, caption: String) {
            (self.title, self.words, self.image, self.scale, self.caption) = (title, words, image, scale, caption)
        }
    }

    /// What the colours of a panel mean.
    package struct Scale: Sendable {
        /// Red, green and blue from one end to the other.
        package let colours: [SIMD3<UInt8>]
        /// What the first colour means.
        package let first: String
        /// What the last colour means.
        package let last: String

        /// Makes a scale.
        ///
        /// - Parameters:
        ///   - colours: red, green and blue from one end to the other, at least one.
        ///   - first: what the first colour means.
        ///   - last: what the last colour means.
        package init(colours: [SIMD3<UInt8>], first: String, last: String) {
            (self.colours, self.first, self.last) = (colours, first, last)
        }
    }

    /// The explained number as pixels are deleted or inserted in the order of one method.
    package struct Curves: Sendable {
        /// The method's name.
        package let method: String
        /// The shares of the pixels, in [0, 1].
        package let shares: [Double]
        /// The explained number as they are deleted.
        package let deletion: [Double]
        /// The explained number as they are inserted.
        package let insertion: [Double]

        /// Makes the curves of a method.
        ///
        /// - Parameters:
        ///   - method: the method's name.
        ///   - shares: the shares of the pixels.
        ///   - deletion: the explained number as they are deleted.
        ///   - insertion: the explained number as they are inserted.
        package init(method: String, shares: [Double], deletion: [Double], insertion: [Double]) {
            (self.method, self.shares, self.deletion, self.insertion) = (method, shares, deletion, insertion)
        }
    }

    /// The photograph's path.
    package let path: String
    /// The verdict, such as `aesthetic, 97.31 %`.
    package let verdict: String
    /// What is explained: `probability`, or `mean score`.
    package let quantity: String
    /// The photograph and its explanations.
    package var panels: [Panel] = []
    /// The figures of each method; nil without methods.
    package var figures: TextTable?
    /// How far each pair of methods points at the same place; nil for fewer than two.
    package var overlaps: TextTable?
    /// The curves of each method that was measured.
    package var curves: [Curves] = []
    /// Further tables, each under its title.
    package var tables: [(title: String, table: TextTable)] = []
    /// What a reader must know, as sentences.
    package var notes: [String] = []

    /// Makes a photograph without explanations.
    ///
    /// - Parameters:
    ///   - path: the photograph's path.
    ///   - verdict: the verdict in words.
    ///   - quantity: what is explained.
    package init(path: String, verdict: String, quantity: String) {
        (self.path, self.verdict, self.quantity) = (path, verdict, quantity)
    }
}
