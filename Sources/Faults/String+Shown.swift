extension String {
    /// The text as it may be shown on one line of a terminal or of a page.
    ///
    /// Names of files and texts of foreign files may hold anything. What would end the line, command a terminal, change the
    /// direction of what stands beside it, or not be seen at all is written as an escape such as `\n` or `\u{202E}`: scalar by
    /// scalar, for a control character that a combining mark follows is one still. Of what is invisible, only what
    /// belongs to an emoji stays. To show a text twice does no harm.
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

    /// The same for a text of several lines, whose ends stay.
    public var shownInLines: String {
        // By scalar: of "\r\n", which is one character, the first is shown.
        unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).shown }.joined(separator: "\n")
    }

    /// JSON in which everything that disturbs is an escape of JSON: the same values, and safe on a terminal.
    ///
    /// - Precondition: the text is JSON; such characters stand inside its strings alone, but for line breaks.
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
    /// Whether it ends lines, commands terminals, turns the direction of text, cannot be seen, or stands for nothing.
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
    /// Digits and the like are emoji to Unicode, too; beside them nothing invisible is needed.
    fileprivate var isPicture: Bool { value > 0x7F && (properties.isEmoji || properties.isEmojiModifier) }
}

extension String.UnicodeScalarView {
    /// Whether the scalar says how the emoji before it looks, or joins two emoji.
    fileprivate func isPartOfEmoji(at index: Index) -> Bool {
        guard index > startIndex else { return false }
        let before = self[self.index(before: index)]
        if self[index].isEmojiStyle { return before.isPicture }
        let next = self.index(after: index)
        guard self[index].isJoiner, next < endIndex else { return false }
        return (before.isPicture || before.isEmojiStyle) && self[next].isPicture
    }
}
