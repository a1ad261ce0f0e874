extension String {
    /// The text in a form that can be shown on one line of a terminal or a page.
    ///
    /// File names and texts from foreign files may hold anything. Whatever would end the line, control a terminal, change
    /// the direction of the text next to it or be invisible is written as an escape such as `\n` or `\u{202E}`. This works
    /// scalar by scalar, because a control character followed by a combining mark is still a control character. Of the
    /// invisible scalars, only those that belong to an emoji stay. Applying it twice gives the same result as applying it
    /// once.
    public var shown: String {
        guard !utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return self }
        let scalars = unicodeScalars
        var result = ""
        result.reserveCapacity(utf8.count)
        for index in scalars.indices {
            let scalar = scalars[index]
            if !scalar.disturbs || scalars.isPartOfEmoji(at: index) {
                result.unicodeScalars.append(scalar)
            } else {
                result += scalar.escaped(asASCII: true)
            }
        }
        return result
    }

    /// The same for a text of several lines; the line ends stay.
    public var shownInLines: String {
        // By scalar, because "\r\n" is one character, of which the first scalar must be shown.
        unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).shown }.joined(separator: "\n")
    }

    /// JSON in which every disturbing scalar is a JSON escape: the same values, but safe on a terminal.
    ///
    /// - Precondition: the text is JSON, so that such scalars, except line breaks, appear only inside its strings.
    public var shownAsJSON: String {
        guard !utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A }) else { return self }
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            guard scalar.disturbs, scalar != "\n" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether the scalar ends lines, controls terminals, changes the direction of text, is invisible, or is not a
    /// character.
    package var disturbs: Bool {
        guard !(0x20...0x7E).contains(value) else { return false }
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    private static let joiner: Unicode.Scalar = "\u{200D}"

    fileprivate var isJoiner: Bool { self == Self.joiner }
    fileprivate var isEmojiStyle: Bool { self == "\u{FE0F}" || self == "\u{FE0E}" }
    /// Whether the scalar is an emoji beyond ASCII.
    ///
    /// Unicode counts digits and some signs as emoji, too, but they need nothing invisible next to them.
    fileprivate var isPicture: Bool { value > 0x7F && (properties.isEmoji || properties.isEmojiModifier) }
}

extension String.UnicodeScalarView {
    /// Whether the scalar sets the style of the emoji before it, or joins two emoji.
    fileprivate func isPartOfEmoji(at index: Index) -> Bool {
        guard index > startIndex else { return false }
        let before = self[self.index(before: index)]
        if self[index].isEmojiStyle { return before.isPicture }
        let next = self.index(after: index)
        guard self[index].isJoiner, next < endIndex else { return false }
        return (before.isPicture || before.isEmojiStyle) && self[next].isPicture
    }
}
