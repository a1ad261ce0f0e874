import Evolution

/// What a search is gone on with: where it had come to, and the networks that its masks begin from.
struct SearchState: Codable {
    let snapshot: SearchSnapshot
    let networks: [KeptNetworks.Outline]
}
