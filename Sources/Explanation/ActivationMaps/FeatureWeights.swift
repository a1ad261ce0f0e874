import Graphs
import Kernels

extension LayerPass {
    /// By how much what the softmax takes changes with each column of the features, for one picture: their weights, where only
    /// weighted sums lie between.
    ///
    /// - Parameters:
    ///   - features: The features of each input.
    ///   - weights: By what the inputs of the softmax are multiplied and summed up; each list gives one answer.
    /// - Returns: For each list of weights, the slopes of the columns of each input.
    package static func featureSlopes(
        of explained: ExplainedModel, at features: [[Float]], weights: [[Float]], threads: Int
    ) throws -> [[[Float]]] {
        let head = try explained.head()
        guard let logits = head.graph.index(ofOutput: "logits") else { return [] }
        let plan = try Plan(
            head, .init(batchSize: 1, isTraining: false, differentiatesInputs: true, workers: threads))
        // Inputs that lead nowhere are gone.
        let names = head.graph.inputs.map { head.graph.nodes[$0].name }
        let places = explained.features.map { names.firstIndex(of: explained.model.graph.nodes[$0].name) }
        let kept = zip(places, features).compactMap { place, values in place.map { ($0, values) } }.sorted { $0.0 < $1.0 }
        return withPointers(kept.map(\.1)) { pointers in
            plan.forward(inputs: pointers, rows: 1)
            return weights.map { weights in
                plan.beginBackward()
                plan.addGradient(at: logits, rows: 1) { $0.update(from: weights, count: weights.count) }
                plan.backward(rows: 1, consumer: NoConsumer())
                return zip(places, features).map { place, values in
                    guard let place else { return [Float](repeating: 0, count: values.count) }
                    return Array(UnsafeBufferPointer(start: plan.inputGradient(place), count: values.count))
                }
            }
        }
    }

    private static func withPointers<Result>(
        _ lists: [[Float]], _ body: ([UnsafePointer<Float>]) -> Result
    ) -> Result {
        func next(_ rest: ArraySlice<[Float]>, _ pointers: [UnsafePointer<Float>]) -> Result {
            guard let first = rest.first else { return body(pointers) }
            return first.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { preconditionFailure("features without columns") }
                return next(rest.dropFirst(), pointers + [start])
            }
        }
        return next(lists[...], [])
    }
}
