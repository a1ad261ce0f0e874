/// What can go wrong between a network's name and its loaded weights.
public enum NetworksError: Error, Equatable {
    /// No network has this name; `known` are those that lists show.
    case unknownNetwork(String, known: [String])
    /// The text after `@` is not a width of the network.
    case invalidWidth(String, network: String, expected: String)
    /// No layer of the network has this name; `near` are up to five similar names.
    case unknownTap(String, near: [String])
    /// A layer is tapped twice.
    case repeatedTap(String)
    /// The text after `seeded:` is not a whole number of 0 or more.
    case invalidSeed(String)
    /// The file has a layer, or a tensor outside of layers, that the network does not have.
    case unknownLayer(file: String, layer: String, network: String, near: [String])
    /// The file has a different number of numbered layers, such as `conv2d_7`, than the network.
    case layerCount(file: String, family: String, found: Int, expected: Int, network: String)
    /// The file lacks a tensor.
    case missingTensor(file: String, tensor: String, shape: [Int])
    /// A tensor has the wrong shape.
    case tensorShape(file: String, tensor: String, found: [Int], expected: [Int])
    /// A layer of the file holds a tensor that the layer does not have.
    case unknownTensor(file: String, layer: String, tensor: String, expected: [String])
    /// A tensor holds a value that is not finite.
    case nonFiniteTensor(file: String, tensor: String)
    /// A variance is so negative that, even with the epsilon of the layer, it has no square root.
    case negativeVariance(file: String, tensor: String, value: Float)
    /// A layer of a model has other tensors than the network's layer of that name, so that the twin would not take them.
    case changedLayer(String, network: String)
}
