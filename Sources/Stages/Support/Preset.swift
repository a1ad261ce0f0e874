import ArgumentParser

/// A set of options for training, chosen by the number of photographs unless it is named.
public enum Preset: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For as many photographs as one person collects: a linear head, or a network trained for more epochs in smaller steps.
    case small
    /// The published recipe, which was made for 80,000 photographs.
    case published

    /// The number of labelled photographs from which the published recipe is used.
    ///
    /// With fewer, an epoch of it has at most seven steps, its fifteen epochs have about a hundred, and the validation part
    /// has fewer than a hundred photographs. On up to 630 photographs, a linear head is as good as scikit-learn's
    /// (Documentation/measurements.md).
    public static let publishedFrom = 1000

    /// The preset for this number of labelled photographs.
    public init(photographs: Int) {
        self = photographs < Self.publishedFrom ? .small : .published
    }

    var epochs: Int { self == .small ? 150 : 15 }
    var batch: Int { self == .small ? 32 : 128 }
    var patience: Int? { self == .small ? 40 : nil }
}

/// The part of a classifier that is trained.
public enum Head: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// Logistic regression.
    case linear
    /// A network of dense layers.
    case network
}
