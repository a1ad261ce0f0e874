import ArgumentParser

/// Settings that go together, chosen by how many photographs there are to learn from.
public enum Preset: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For as many photographs as one person collects: a linear head, or a network that is trained for longer in smaller steps.
    case small
    /// The published recipe, which was made for 80,000 photographs.
    case published

    /// From this many labelled photographs on, the published recipe is taken. With fewer, an epoch of it has at most seven steps, fifteen
    /// of them a hundred, and its validation part less than a hundred photographs. On up to 630 photographs a linear head is as good as
    /// scikit-learn's (Documentation/measurements.md).
    public static let publishedFrom = 1000

    public init(photographs: Int) {
        self = photographs < Self.publishedFrom ? .small : .published
    }

    var epochs: Int { self == .small ? 150 : 15 }
    var batch: Int { self == .small ? 32 : 128 }
    var patience: Int? { self == .small ? 40 : nil }
}

/// What is trained.
public enum Head: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// Logistic regression.
    case linear
    /// Hidden layers.
    case network
}
