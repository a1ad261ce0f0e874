/// What a rendered picture shows.
public enum SceneKind: String, CaseIterable, Codable, Sendable {
    case land
    case sea
    case sky
    case stillLife
}
