import Imaging

extension PictureFunction {
    /// The number for each of many pictures, of which only a batch exists at a time.
    ///
    /// - Parameters:
    ///   - count: How many pictures there are.
    ///   - progress: Told after each batch.
    ///   - done: How many evaluations came before.
    ///   - total: How many there are altogether.
    ///   - picture: Makes a picture from its number.
    /// - Returns: A number for each picture, in order.
    /// - Throws: `ExplanationError.cancelled`, and what the networks throw.
    func values(
        _ count: Int, progress: ExplanationProgress, done: Int = 0, of total: Int, picture: (Int) -> Picture
    ) throws -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(count)
        while values.count < count {
            let batch = (values.count..<min(values.count + max(batchSize, 1), count)).map(picture)
            let found = try self.values(of: batch)
            precondition(found.count == batch.count, "\(found.count) numbers for \(batch.count) pictures")
            values += found
            try progress.report(done + values.count, of: total)
        }
        return values
    }
}

/// What a reader must know about the numbers that an explanation was made from.
enum EvaluationNotes {
    /// The note about a judge that says the same whatever it sees; nil for any other.
    ///
    /// - Parameter values: The numbers of all evaluations, at least one.
    static func constant(_ values: [Double]) -> String? {
        guard let least = values.min(), let most = values.max(), most - least < 1e-7 else { return nil }
        return "The judge gives \(Float(most)) whatever is hidden, so there is nothing to explain."
    }
}
