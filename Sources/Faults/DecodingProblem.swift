/// What is wrong with text that could not be decoded, in words for a person.
package struct DecodingProblem {
    private let error: any Error

    /// Describes an error of a decoder.
    ///
    /// - Parameter error: what the decoder threw.
    package init(_ error: any Error) { self.error = error }

    /// The problem as the end of a sentence that begins with the name of what was decoded: `has no taps`, `is not valid
    /// JSON`.
    package var words: String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): "has no \(Self.path(context.codingPath + [key]))"
        case .valueNotFound(_, let context): "has nothing for \(Self.path(context.codingPath))"
        case .typeMismatch(let type, let context):
            "has a value other than \(Self.name(of: type)) for \(Self.path(context.codingPath))"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: "is not valid JSON"
        case .dataCorrupted(let context):
            "has no usable \(Self.path(context.codingPath)): \(context.debugDescription)"
        default: "cannot be read"
        }
    }

    /// Such as `input.geometry.side`; the index of the first element of a list is left out.
    private static func path(_ keys: [any CodingKey]) -> String {
        let keys = keys.first?.intValue == 0 ? keys.dropFirst() : keys[...]
        let text = keys.reduce("") { text, key in
            guard let number = key.intValue else { return text + (text.isEmpty ? "" : ".") + key.stringValue }
            return text + "[\(number)]"
        }
        return text.isEmpty ? "its value" : text
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is Double.Type, is Float.Type: "a number"
        default: "what is expected"
        }
    }
}
