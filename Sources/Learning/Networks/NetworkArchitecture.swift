import Graphs

/// The layers of a fully connected classifier, first to last.
///
/// The last layer is a softmax over classes, or gives one number: a score in [0, 1], or by a sigmoid the probability of a class.
public struct NetworkArchitecture: Sendable, Equatable {
    /// The layers, first to last.
    public let layers: [DenseLayer]
    /// The number of classes, which is the number of units of the last layer; 1 for a network that gives one number.
    public let classes: Int

    /// An architecture with these layers.
    ///
    /// - Throws: `LearningError` if a number of a layer is out of range, or the last layer is neither a softmax over at least two
    ///   classes nor a linear layer or a sigmoid of one unit.
    public init(layers: [DenseLayer]) throws(LearningError) {
        for (index, layer) in layers.enumerated() {
            try Self.check(layer, at: index, isLast: index == layers.count - 1)
        }
        switch layers.last {
        case .softmax(let units): classes = units
        case .dense(units: 1, activation: .linear), .dense(units: 1, activation: .sigmoid): classes = 1
        default: throw .lastLayerGivesNoAnswer
        }
        self.layers = layers
    }

    /// Hidden layers of the given widths, then a softmax over the classes.
    ///
    /// Each hidden layer is dense with an activation, then batch normalisation, then dropout (0.25, and 0.5 after the last
    /// hidden layer). Without widths it is multinomial logistic regression.
    ///
    /// - Parameters:
    ///   - hiddenWidths: The units of each hidden layer, each at least 1.
    ///   - activation: The activation of the hidden layers.
    ///   - classes: The number of classes, at least 2.
    /// - Throws: `LearningError.layerValue` if a number is out of range.
    public init(hiddenWidths: [Int], activation: Activation = .relu, classes: Int) throws(LearningError) {
        try self.init(layers: Self.layers(hiddenWidths: hiddenWidths, activation: activation, classes: classes))
    }

    /// The published classifier of aesthetic photographs: hidden layers with 2048, 1024 and 256 units.
    ///
    /// - Precondition: There are at least two classes.
    public static func published(classes: Int = 2) -> NetworkArchitecture {
        precondition(classes >= 2, "a classifier needs at least two classes")
        return NetworkArchitecture(
            checked: layers(hiddenWidths: [2048, 1024, 256], activation: .relu, classes: classes), classes: classes)
    }

    /// The activation of the last layer, for a network that gives one number; nil for a softmax.
    public var numberActivation: Activation? {
        if case .dense(_, let activation) = layers.last { activation } else { nil }
    }

    private init(checked layers: [DenseLayer], classes: Int) {
        self.layers = layers
        self.classes = classes
    }

    private static func layers(hiddenWidths: [Int], activation: Activation, classes: Int) -> [DenseLayer] {
        let hidden = hiddenWidths.enumerated().flatMap { position, width -> [DenseLayer] in
            let rate = position == hiddenWidths.count - 1 ? 0.5 : 0.25
            return [.dense(units: width, activation: activation), .batchNormalization, .dropout(rate: rate)]
        }
        return hidden + [.softmax(classes: classes)]
    }

    private static func check(_ layer: DenseLayer, at index: Int, isLast: Bool) throws(LearningError) {
        switch layer {
        case .dense(let units, _):
            if units < 1 { throw .layerValue(layer: index, name: "units", value: Double(units), expected: "at least 1") }
        case .softmax(let classes):
            if classes < 2 { throw .layerValue(layer: index, name: "units", value: Double(classes), expected: "at least 2") }
            if !isLast { throw .hiddenSoftmax(layer: index) }
        case .batchNormalization(let momentum, let epsilon):
            if !(0...1 ~= momentum) {
                throw .layerValue(layer: index, name: "momentum", value: momentum, expected: "between 0 and 1")
            }
            if !(epsilon > 0 && epsilon.isFinite) {
                throw .layerValue(layer: index, name: "epsilon", value: epsilon, expected: "above 0")
            }
        case .dropout(let rate):
            if !(0..<1 ~= rate) {
                throw .layerValue(layer: index, name: "rate", value: rate, expected: "at least 0 and below 1")
            }
        }
    }
}

extension NetworkArchitecture: Codable {
    private enum CodingKeys: CodingKey { case layers }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        try self.init(layers: decoder.container(keyedBy: CodingKeys.self).decode([DenseLayer].self, forKey: .layers))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(layers, forKey: .layers)
    }
}
