import Foundation

/// Files of `Tests/Fixtures`.
package enum Fixture {
    package static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/" + name).path
    }

    /// What a file of JSON says.
    package static func json<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
    }
}
