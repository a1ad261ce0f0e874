import Graphs
import Matrices

/// A linear layer that is trained to give numbers, such as the features of a teacher: dropout, then a dense layer.
public struct RegressionHead: Sendable, Equatable {
    /// The number of numbers it takes, at least 1.
    public let inputs: Int
    /// The number of numbers it gives, at least 1.
    public let columns: Int
    /// The share of its inputs that are dropped in training, at least 0 and below 1.
    public let dropout: Double

    private static let dense = "dense"

    /// A layer of this shape.
    ///
    /// - Parameters:
    ///   - inputs: The number of numbers it takes, at least 1.
    ///   - columns: The number of numbers it gives, at least 1.
    ///   - dropout: The share of its inputs that are dropped in training, at least 0 and below 1.
    public init(inputs: Int, columns: Int, dropout: Double) {
        self.inputs = inputs
        self.columns = columns
        self.dropout = dropout
    }

    /// The layer as a model `[inputs]` to the output `logits` `[columns]`, with first weights as Keras draws them.
    ///
    /// - Parameter seed: Decides the weights.
    /// - Throws: `GraphError` if a number is out of range.
    public func model(seed: UInt64) throws -> Model {
        let layers = [
            Graph.Layer("input", .input(.vector(inputs)), inputs: []),
            Graph.Layer("dropout", .dropout(rate: dropout), inputs: [0]),
            Graph.Layer(Self.dense, .dense(units: columns, hasBias: true), inputs: [1]),
        ]
        let graph = try Graph(layers: layers, outputs: [.init(NetworkArchitecture.logits, node: 2)])
        return try Model(
            graph, parameters: Parameters(of: graph) { Initialisation.projection($0, seed: seed) })
    }

    /// The kernel `[inputs, columns]` and the bias `[columns]` of a model of this shape.
    ///
    /// - Throws: `GraphError` if the model is of another shape.
    public func weights(of model: Model) throws -> (kernel: Matrix, bias: [Float]) {
        func tensor(_ role: TensorRole, _ count: Int) throws -> [Float] {
            let name = TensorName(layer: Self.dense, role: role)
            guard let values = model.parameters[name], values.count == count else {
                throw GraphError.tensor(name, found: model.parameters[name]?.count, expected: count)
            }
            return values
        }
        return (
            Matrix(rows: inputs, columns: columns, elements: try tensor(.kernel, inputs * columns)),
            try tensor(.bias, columns)
        )
    }
}
