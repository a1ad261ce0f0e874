import Matrices

/// The values of every tensor of one graph, in one block of memory, in the order of the graph.
///
/// Immutable and shared: copies cost nothing.
public struct Parameters: Sendable {
    /// The name, shape and kind of each tensor, in order.
    public let specifications: [ParameterSpecification]
    private let storage: Storage
    private let places: [TensorName: Range<Int>]

    /// Written while it is made, and never again.
    private final class Storage: @unchecked Sendable {
        let values: FloatBuffer

        init(count: Int) { values = FloatBuffer(count: count) }
    }

    /// Parameters of a graph, computed tensor by tensor.
    ///
    /// Memory: all values once, and the tensor at hand.
    ///
    /// - Parameters:
    ///   - graph: The graph that needs the tensors.
    ///   - values: Returns the values of a tensor; called once for each, in order.
    /// - Throws: `GraphError.tensor` if `values` returns the wrong number of values, and whatever `values` throws.
    public init(of graph: Graph, values: (ParameterSpecification) throws -> [Float]) throws {
        try self.init(specifications: graph.parameters, values: values)
    }

    private init(specifications: [ParameterSpecification], values: (ParameterSpecification) throws -> [Float]) throws {
        self.specifications = specifications
        storage = Storage(count: specifications.reduce(0) { $0 + $1.count })
        var start = 0
        var places: [TensorName: Range<Int>] = [:]
        for specification in specifications {
            let tensor = try values(specification)
            guard tensor.count == specification.count else {
                throw GraphError.tensor(specification.name, found: tensor.count, expected: specification.count)
            }
            (storage.values.pointer + start).update(from: tensor, count: tensor.count)
            places[specification.name] = start..<start + tensor.count
            start += tensor.count
        }
        self.places = places
    }

    /// Parameters of a graph from all its tensors, in the order of the graph.
    ///
    /// - Throws: `GraphError.tensor` if there are too few tensors, or one has the wrong number of values.
    public init(of graph: Graph, tensors: [[Float]]) throws {
        var next = tensors.makeIterator()
        try self.init(of: graph) { try next.next() ?? Self.missing($0) }
    }

    /// A copy of the values of one tensor; nil if the graph needs no such tensor.
    public subscript(name: TensorName) -> [Float]? {
        places[name].map { place in
            Array(UnsafeBufferPointer(start: storage.values.pointer + place.lowerBound, count: place.count))
        }
    }

    /// Copies of all tensors, in order.
    public var tensors: [[Float]] { specifications.compactMap { self[$0.name] } }

    /// Where a tensor is in memory, valid as long as these parameters live.
    ///
    /// Traps if the graph needs no such tensor.
    package func pointer(to name: TensorName) -> UnsafePointer<Float> {
        guard let place = places[name] else { preconditionFailure("the graph needs no tensor \(name)") }
        return UnsafePointer(storage.values.pointer + place.lowerBound)
    }

    /// The same parameters with every tensor replaced by the result of `transform`.
    ///
    /// - Throws: `GraphError.tensor` if `transform` returns the wrong number of values, and whatever `transform` throws.
    public func mapped(_ transform: (ParameterSpecification, [Float]) throws -> [Float]) throws -> Parameters {
        try Parameters(specifications: specifications) { try transform($0, self[$0.name] ?? []) }
    }

    /// Parameters for another graph, which keep the tensors that both graphs have.
    ///
    /// - Parameters:
    ///   - graph: The graph that the new parameters are for.
    ///   - replacements: Take the place of tensors of these names.
    ///   - values: Returns the tensors that only the new graph has.
    /// - Throws: As `init(of:values:)`.
    public func moved(
        to graph: Graph, replacing replacements: [TensorName: [Float]] = [:],
        values: (ParameterSpecification) throws -> [Float] = Self.missing
    ) throws -> Parameters {
        try Parameters(of: graph) { specification in
            if let known = replacements[specification.name] ?? self[specification.name] { return known }
            return try values(specification)
        }
    }

    /// Reports a tensor as missing, for graphs that must bring no tensors of their own.
    ///
    /// - Throws: `GraphError.tensor`, always.
    public static func missing(_ specification: ParameterSpecification) throws -> [Float] {
        throw GraphError.tensor(specification.name, found: nil, expected: specification.count)
    }
}

extension Parameters: Equatable {
    /// Whether both are the same.
    public static func == (first: Parameters, second: Parameters) -> Bool {
        guard first.specifications == second.specifications else { return false }
        if first.storage === second.storage { return true }
        return first.storage.values.reading.elementsEqual(second.storage.values.reading)
    }
}
