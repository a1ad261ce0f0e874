extension String {
    /// The text on one line: characters that would end or disturb it, as names of files may hold, are written as
    /// escapes such as `\n`.
    public var onOneLine: String {
        guard unicodeScalars.contains(where: Self.isDisturbing) else { return self }
        return unicodeScalars.map { Self.isDisturbing($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
    }

    private static func isDisturbing(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
}
