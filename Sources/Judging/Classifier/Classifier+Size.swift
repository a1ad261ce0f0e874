import Graphs
import Inference
import Networks

extension Classifier {
    /// The size of all weights that a verdict needs, in bytes of float32: networks, reductions and layers.
    ///
    /// - Returns: Nil if an extractor is a network in a file, which is not examined.
    /// - Throws: `NetworksError`, `GraphError`.
    public func weightBytes() throws -> Int? {
        var count = content.layers.reduce(0) { $0 + $1.weightCount }
        for reduction in content.application?.reductions ?? [] { count += reduction.components.elements.count }
        for extractor in pipeline?.extractors ?? [] {
            guard let parameters = try extractor.parameterCount() else { return nil }
            count += parameters
        }
        return count * MemoryLayout<Float>.size
    }
}
