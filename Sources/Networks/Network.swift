import Graphs
import Imaging

/// A network that Kalon can build: what it is called, how pictures and weights come into it, and its layers.
///
/// Two networks of the same name are equal.
public struct Network: Sendable {
    /// The name that `init(named:)` understands.
    public let name: String
    /// The layers whose pooled maps are the features unless others are asked for; `*` stands for any text.
    public let standardTaps: [String]
    /// How a picture is brought to the size that the network was made for.
    public let geometry: Geometry
    /// The values that the published weights expect.
    public let values: PixelValues
    /// The smallest side of an input in pixels that every layer can work on.
    public let minimumSide: Int
    /// The network elsewhere that gives the same features.
    public let twin: Twin
    /// Layers that the twin's weight files may hold beyond those of the graph: its classifiers.
    let classifiers: Set<String>
    private let makeGraph: @Sendable (EfficientNet.Downsampling) throws(GraphError) -> Graph

    /// A network, which `FeatureExtractor` and `WeightedNetwork` take like those that are built in.
    ///
    /// - Parameters:
    ///   - name: what stored features call it.
    ///   - standardTaps: names of layers, in which `*` stands for any text.
    ///   - minimumSide: the smallest side of an input that every layer can work on, in pixels.
    ///   - twin: the library whose weight files fit.
    ///   - classifiers: layers that weight files may hold beyond those of the graph.
    ///   - graph: makes the layers, without a classifier.
    public init(
        name: String, standardTaps: [String], geometry: Geometry, values: PixelValues, minimumSide: Int = 32,
        twin: Twin, classifiers: Set<String> = [],
        graph: @escaping @Sendable (EfficientNet.Downsampling) throws(GraphError) -> Graph
    ) {
        self.name = name
        self.standardTaps = standardTaps
        self.geometry = geometry
        self.values = values
        self.minimumSide = minimumSide
        self.twin = twin
        self.classifiers = classifiers
        makeGraph = graph
    }

    /// The whole graph, without a classifier.
    ///
    /// - Throws: `GraphError`, which a network of this package never does.
    public func graph(downsampling: EfficientNet.Downsampling) throws(GraphError) -> Graph {
        try makeGraph(downsampling)
    }
}

extension Network: Hashable {
    public static func == (first: Network, second: Network) -> Bool { first.name == second.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The library whose network of that name gives equal features, and whose weight files are read.
public enum Twin: Sendable {
    case keras
    case torchvision

    /// The format of its weight files.
    public var format: String {
        switch self {
        case .keras: "Keras HDF5"
        case .torchvision: "safetensors"
        }
    }

    /// How the names of its weight files end.
    public var fileExtension: String {
        switch self {
        case .keras: "h5"
        case .torchvision: "safetensors"
        }
    }

    /// The licence under which the library publishes its weights, which were trained on ImageNet.
    public var licence: String {
        switch self {
        case .keras: "Apache-2.0 (Keras)"
        case .torchvision: "BSD-3-Clause (torchvision)"
        }
    }
}
