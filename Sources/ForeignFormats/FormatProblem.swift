/// What is wrong with a file of a foreign format, as the end of a sentence.
package struct FormatProblem: Error, Equatable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
