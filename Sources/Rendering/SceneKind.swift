/// What a rendered picture shows.
package enum SceneKind: String, CaseIterable, Codable, Sendable {
    /// Mountains or hills, with a lake, a meadow or a field.
    case land
    /// The sea, with a boat, rocks or a lighthouse.
    case sea
    /// Mostly sky, with clouds, stars, balloons or birds.
    case sky
    /// A vessel and fruit on a table.
    case stillLife
}
