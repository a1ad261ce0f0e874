import Evolution
import Selection

/// What an interrupted search resumes from: its last generation, and the networks that its masks start from.
struct SearchState: Codable {
    let snapshot: SearchSnapshot
    let networks: [KeptNetworks.Outline]
}
