import Graphs
import Imaging

/// A network that Kalon can build: its name, its layers, its input, and where its weights come from.
///
/// Two networks with the same name are equal.
public struct Network: Sendable {
    /// The name that `init(named:)` understands.
    public let name: String
    /// The layers whose pooled maps are the features unless others are chosen; `*` stands for any text.
    public let standardTaps: [String]
    /// How a picture is fitted to the size that the network was made for.
    public let geometry: Geometry
    /// The range of values that the published weights expect.
    public let values: PixelValues
    /// How pictures are resized unless asked otherwise.
    public let resampling: Resampling
    /// The smallest side of an input, in pixels, that every layer can handle.
    public let minimumSide: Int
    /// The library that has the same network, which gives the same features.
    public let twin: Twin
    /// Layers that the twin's weight files may hold in addition to those of the graph: its classifiers.
    let classifiers: Set<String>
    private let makeGraph: @Sendable (EfficientNet.Downsampling) throws(GraphError) -> Graph

    /// A network, which `FeatureExtractor` and `WeightedNetwork` take like those that are built in.
    ///
    /// - Parameters:
    ///   - name: what stored features call it.
    ///   - standardTaps: names of layers, in which `*` stands for any text.
    ///   - geometry: how a picture is fitted to the size that the network takes.
    ///   - values: the range of values that the weights expect.
    ///   - resampling: how pictures are resized; nil for the way of the twin.
    ///   - minimumSide: the smallest side of an input that every layer can work on, in pixels.
    ///   - twin: the library whose weight files fit.
    ///   - classifiers: layers that weight files may hold beyond those of the graph.
    ///   - graph: makes the layers, without a classifier.
    public init(
        name: String, standardTaps: [String], geometry: Geometry, values: PixelValues,
        resampling: Resampling? = nil, minimumSide: Int = 32, twin: Twin, classifiers: Set<String> = [],
        graph: @escaping @Sendable (EfficientNet.Downsampling) throws(GraphError) -> Graph
    ) {
        self.name = name
        self.standardTaps = standardTaps
        self.geometry = geometry
        self.values = values
        self.resampling = resampling ?? (twin == .torchvision ? .antialiasedBilinear : .bilinear)
        self.minimumSide = minimumSide
        self.twin = twin
        self.classifiers = classifiers
        makeGraph = graph
    }

    /// The whole graph, without a classifier.
    ///
    /// - Parameter downsampling: How convolutions of stride 2 are padded, for networks that offer a choice.
    /// - Throws: `GraphError`, which a network of this package never does.
    public func graph(downsampling: EfficientNet.Downsampling) throws(GraphError) -> Graph {
        try makeGraph(downsampling)
    }
}

extension Network: Hashable {
    /// Whether both are the same.
    public static func == (first: Network, second: Network) -> Bool { first.name == second.name }

    /// Hashes what makes values equal.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A library that has a network with equal features, and whose weight files can be read.
public enum Twin: Sendable, Hashable {
    /// Keras, with HDF5 files.
    case keras
    /// torchvision, with the PyTorch state in safetensors files or as `torch.save` writes it.
    case torchvision
    /// Another module of PyTorch, with its state in the same formats, and the licence of its published weights.
    case pytorch(licence: String)

    /// The format of its weight files, in words.
    public var format: String {
        switch self {
        case .keras: "Keras HDF5"
        case .torchvision, .pytorch: "PyTorch"
        }
    }

    /// The end of the names of the weight files that Kalon writes.
    public var fileExtension: String {
        switch self {
        case .keras: "h5"
        case .torchvision, .pytorch: "safetensors"
        }
    }

    /// The licence of the published weights, which were trained on ImageNet.
    public var licence: String {
        switch self {
        case .keras: "Apache-2.0 (Keras)"
        case .torchvision: "BSD-3-Clause (torchvision)"
        case .pytorch(let licence): licence
        }
    }
}
