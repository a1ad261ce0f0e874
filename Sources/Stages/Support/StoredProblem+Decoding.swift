import Faults
import Foundation

extension StoredProblem {
    /// What a decoder found, in plain words.
    init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            self.init("", "it cannot be read: \(error.localizedDescription)")
            return
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(Self.path(context.codingPath + [key]), "is missing")
        case .valueNotFound(let type, let context):
            self.init(Self.path(context.codingPath), "is empty; \(Self.words(for: type)) was expected")
        case .typeMismatch(let type, let context):
            self.init(Self.path(context.codingPath), "has the wrong type; \(Self.words(for: type)) was expected")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init("", "it is not JSON, or is nested too deeply")
        case .dataCorrupted(let context):
            self.init(Self.path(context.codingPath), "has an impossible value")
        @unknown default:
            self.init("", "it is not the expected JSON")
        }
    }

    /// The path of a key, such as `sets[0].photographs[3].label`.
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object of named values"
        }
    }
}
