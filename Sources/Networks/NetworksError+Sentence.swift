import Faults

extension NetworksError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .unknownNetwork, .invalidWidth, .unknownTap, .repeatedTap, .invalidSeed: .usage
        case .unknownLayer, .layerCount, .missingTensor, .tensorShape, .unknownTensor, .nonFiniteTensor,
            .negativeVariance, .changedLayer:
            .badData
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .unknownNetwork(let name, let known):
            "unknown network '\(name)'; choose from \(known.joined(separator: ", "))"
        case .invalidWidth(let width, let network, let expected):
            "'\(width)' is not a width of \(network); give \(expected), as in \(network)@0.5"
        case .unknownTap(let tap, let near):
            "the network has no layer '\(tap)' to tap; similar names are \(near.joined(separator: ", "))"
        case .repeatedTap(let tap):
            "the layer '\(tap)' is tapped twice; name each layer once"
        case .invalidSeed(let text):
            "'\(text)' is not a seed; write seeded:S, where S is a whole number of 0 or more"
        case .unknownLayer(let file, let layer, let network, let near):
            "\(file): '\(layer)' does not belong to \(network) without its classifier "
                + "(nearest: \(near.joined(separator: ", "))); are these the weights of another network?"
        case .layerCount(let file, let family, let found, let expected, let network):
            "\(file): it has \(found) layers named \(family), but \(network) has \(expected); "
                + "are these the weights of another network?"
        case .missingTensor(let file, let tensor, let shape):
            "\(file): the tensor \(tensor) of shape \(shape) is missing; are these the weights of another network?"
        case .tensorShape(let file, let tensor, let found, let expected):
            "\(file): the tensor \(tensor) has shape \(found), but \(expected) is expected; "
                + "are these the weights of another size of the network?"
        case .unknownTensor(let file, let layer, let tensor, let expected):
            "\(file): the layer '\(layer)' holds an unexpected tensor '\(tensor)'; expected only \(expected.joined(separator: ", "))"
        case .nonFiniteTensor(let file, let tensor):
            "\(file): the tensor \(tensor) holds values that are not finite"
        case .negativeVariance(let file, let tensor, let value):
            "\(file): the tensor \(tensor) holds a variance of \(value), but a variance is never negative; is the file damaged, "
                + "or does it belong to another network?"
        case .changedLayer(let layer, let network):
            "the layer '\(layer)' has other tensors than in \(network), as after folding or rounding; write the weights as they were "
                + "before that"
        }
    }
}
