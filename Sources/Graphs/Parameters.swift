/// The values of every tensor of one graph, in one piece of memory and in the graph's order.
///
/// Immutable and shared: copies cost nothing.
public struct Parameters: Sendable, Equatable {
    /// What the tensors are, in order.
    public let specifications: [ParameterSpecification]
    /// All values, tensor after tensor.
    public let values: [Float]
    private let places: [TensorName: Range<Int>]

    /// Parameters of a graph, each tensor as `values` gives it.
    ///
    /// Memory: all values once, and the tensor at hand.
    ///
    /// - Throws: `GraphError.tensor` for another number of values, and what `values` throws.
    public init(of graph: Graph, values: (ParameterSpecification) throws -> [Float]) throws {
        let specifications = graph.parameters
        var all: [Float] = []
        all.reserveCapacity(specifications.reduce(0) { $0 + $1.count })
        for specification in specifications {
            let tensor = try values(specification)
            guard tensor.count == specification.count else {
                throw GraphError.tensor(specification.name, found: tensor.count, expected: specification.count)
            }
            all += tensor
        }
        self.init(specifications: specifications, values: all)
    }

    private init(specifications: [ParameterSpecification], values: [Float]) {
        self.specifications = specifications
        self.values = values
        var start = 0
        var places: [TensorName: Range<Int>] = [:]
        for specification in specifications {
            places[specification.name] = start..<start + specification.count
            start += specification.count
        }
        self.places = places
    }

    /// The values of one tensor, in place; nil if the graph needs no such tensor.
    public subscript(name: TensorName) -> ArraySlice<Float>? {
        places[name].map { values[$0] }
    }

    /// The same for another graph, with tensors that both have as they are and the others as `values` gives them.
    ///
    /// - Throws: as `init(of:values:)`.
    public func moved(
        to graph: Graph, values: (ParameterSpecification) throws -> [Float] = Self.missing
    ) throws -> Parameters {
        try Parameters(of: graph) { specification in
            if let known = self[specification.name] { return Array(known) }
            return try values(specification)
        }
    }

    /// Throws `GraphError.tensor`: for graphs that bring no tensors of their own.
    public static func missing(_ specification: ParameterSpecification) throws -> [Float] {
        throw GraphError.tensor(specification.name, found: nil, expected: specification.count)
    }

    public static func == (first: Parameters, second: Parameters) -> Bool {
        first.specifications == second.specifications && first.values == second.values
    }
}
