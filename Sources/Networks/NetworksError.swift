/// What can go wrong between a network's name and its loaded weights.
public enum NetworksError: Error, Equatable {
    case unknownNetwork(String, known: [String])
    case invalidWidth(String, network: String, expected: String)
    case unknownTap(String, near: [String])
    case repeatedTap(String)
    case invalidSeed(String)
    /// A layer of the file, or a tensor of one that has no layers, that the network does not have.
    case unknownLayer(file: String, layer: String, network: String, near: [String])
    /// Layers that the file numbers, such as `conv2d_7`, are not as many as the network's.
    case layerCount(file: String, family: String, found: Int, expected: Int, network: String)
    case missingTensor(file: String, tensor: String, shape: [Int])
    case tensorShape(file: String, tensor: String, found: [Int], expected: [Int])
    case unknownTensor(file: String, layer: String, tensor: String, expected: [String])
    case nonFiniteTensor(file: String, tensor: String)
    /// A variance of which, with the layer's epsilon, no square root can be taken.
    case negativeVariance(file: String, tensor: String, value: Float)
}
