/// Where a weight file should hold a tensor, in the terms of the file.
struct TensorPlace {
    let file: String
    let tensor: String
    let shape: [Int]
    /// The bound that every value must lie above; nil for none.
    let lowest: Float?

    /// The values that `read` returns.
    ///
    /// - Throws: `NetworksError` unless something was found that has the right shape and is finite and in range.
    func values(foundShape: [Int]?, read: () throws -> [Float]?) throws -> [Float] {
        guard let foundShape else { throw NetworksError.missingTensor(file: file, tensor: tensor, shape: shape) }
        guard foundShape == shape else {
            throw NetworksError.tensorShape(file: file, tensor: tensor, found: foundShape, expected: shape)
        }
        guard let values = try read(), values.allSatisfy(\.isFinite) else {
            throw NetworksError.nonFiniteTensor(file: file, tensor: tensor)
        }
        if let lowest, let found = values.min(), found <= lowest {
            throw NetworksError.negativeVariance(file: file, tensor: tensor, value: found)
        }
        return values
    }
}
