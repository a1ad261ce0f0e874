import Faults

extension NetworksError: Fault {
    public var kind: FaultKind {
        switch self {
        case .unknownNetwork, .invalidWidth, .unknownTap, .repeatedTap, .invalidSeed: .usage
        case .unknownLayer, .layerCount, .missingTensor, .tensorShape, .unknownTensor, .nonFiniteTensor,
            .negativeVariance:
            .badData
        }
    }

    public var sentence: String {
        switch self {
        case .unknownNetwork(let name, let known):
            "there is no network '\(name)'; known are \(known.joined(separator: ", "))"
        case .invalidWidth(let width, let network, let expected):
            "'\(width)' is no width of \(network); expected is \(expected), as in \(network)@0.5"
        case .unknownTap(let tap, let near):
            "the network has no layer '\(tap)' to tap; near it are \(near.joined(separator: ", "))"
        case .repeatedTap(let tap):
            "the layer '\(tap)' is tapped twice; each can be taken once"
        case .invalidSeed(let text):
            "'\(text)' is no seed; write seeded:S with a whole number S of 0 or more"
        case .unknownLayer(let file, let layer, let network, let near):
            "\(file): '\(layer)' does not belong to \(network) without its classifier "
                + "(nearest: \(near.joined(separator: ", "))); are these the weights of another network?"
        case .layerCount(let file, let family, let found, let expected, let network):
            "\(file): it has \(found) layers named \(family), \(network) has \(expected); "
                + "are these the weights of another network?"
        case .missingTensor(let file, let tensor, let shape):
            "\(file): the tensor \(tensor) of shape \(shape) is missing; are these the weights of another network?"
        case .tensorShape(let file, let tensor, let found, let expected):
            "\(file): the tensor \(tensor) has shape \(found), expected \(expected); "
                + "are these the weights of another size of the network?"
        case .unknownTensor(let file, let layer, let tensor, let expected):
            "\(file): the layer '\(layer)' holds a tensor '\(tensor)'; expected only \(expected.joined(separator: ", "))"
        case .nonFiniteTensor(let file, let tensor):
            "\(file): the tensor \(tensor) holds values that are not finite"
        case .negativeVariance(let file, let tensor, let value):
            "\(file): the tensor \(tensor) holds a variance of \(value), and a variance is never below zero; is the file damaged, "
                + "or of another network?"
        }
    }
}
