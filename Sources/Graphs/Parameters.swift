import Matrices

/// The values of every tensor of one graph, in one piece of memory and in the graph's order.
///
/// Immutable and shared: copies cost nothing.
public struct Parameters: Sendable {
    /// What the tensors are, in order.
    public let specifications: [ParameterSpecification]
    private let storage: Storage
    private let places: [TensorName: Range<Int>]

    /// Written while it is made, and never again.
    private final class Storage: @unchecked Sendable {
        let values: FloatBuffer

        init(count: Int) { values = FloatBuffer(count: count) }
    }

    /// Parameters of a graph, each tensor as `values` gives it.
    ///
    /// Memory: all values once, and the tensor at hand.
    ///
    /// - Throws: `GraphError.tensor` for another number of values, and what `values` throws.
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

    /// Parameters of a graph from all its tensors, in its order.
    ///
    /// - Throws: `GraphError.tensor` if there are too few, or one has another number of values.
    public init(of graph: Graph, tensors: [[Float]]) throws {
        var next = tensors.makeIterator()
        try self.init(of: graph) { try next.next() ?? Self.missing($0) }
    }

    /// The values of one tensor, copied; nil if the graph needs no such tensor.
    public subscript(name: TensorName) -> [Float]? {
        places[name].map { place in
            Array(UnsafeBufferPointer(start: storage.values.pointer + place.lowerBound, count: place.count))
        }
    }

    /// All tensors, copied, in order.
    public var tensors: [[Float]] { specifications.compactMap { self[$0.name] } }

    /// Where a tensor lies, for as long as these parameters live. Traps if the graph needs no such tensor.
    package func pointer(to name: TensorName) -> UnsafePointer<Float> {
        guard let place = places[name] else { preconditionFailure("the graph needs no tensor \(name)") }
        return UnsafePointer(storage.values.pointer + place.lowerBound)
    }

    /// The same with every tensor as `transform` makes it of what it was.
    ///
    /// - Throws: `GraphError.tensor` for another number of values, and what `transform` throws.
    public func mapped(_ transform: (ParameterSpecification, [Float]) throws -> [Float]) throws -> Parameters {
        try Parameters(specifications: specifications) { try transform($0, self[$0.name] ?? []) }
    }

    /// The same for another graph, with tensors that both have as they are and the others as `values` gives them.
    ///
    /// - Throws: as `init(of:values:)`.
    public func moved(
        to graph: Graph, values: (ParameterSpecification) throws -> [Float] = Self.missing
    ) throws -> Parameters {
        try Parameters(of: graph) { specification in
            if let known = self[specification.name] { return known }
            return try values(specification)
        }
    }

    /// Throws `GraphError.tensor`: for graphs that bring no tensors of their own.
    public static func missing(_ specification: ParameterSpecification) throws -> [Float] {
        throw GraphError.tensor(specification.name, found: nil, expected: specification.count)
    }
}

extension Parameters: Equatable {
    public static func == (first: Parameters, second: Parameters) -> Bool {
        guard first.specifications == second.specifications else { return false }
        if first.storage === second.storage { return true }
        return first.storage.values.reading.elementsEqual(second.storage.values.reading)
    }
}
