extension NetworkArchitecture {
    /// The memory that training needs in addition to the features, in bytes.
    ///
    /// It is four times the weights (the network, the best so far, two moments) and the numbers of one batch. The estimate is a
    /// lower bound, accurate to within a few megabytes.
    public func trainingBytes(inputs: Int, batchSize: Int) -> Int {
        var width = inputs
        var weights = 0.0
        var numbers = Double(inputs)
        for layer in layers {
            switch layer {
            case .dense(let units, _), .softmax(let units):
                weights += Double(width + 1) * Double(units)
                width = units
                numbers += 2 * Double(width)
            case .batchNormalization:
                weights += 4 * Double(width)
                numbers += 3 * Double(width)
            case .dropout:
                numbers += 2 * Double(width)
            }
        }
        let bytes = 4 * (4 * weights + Double(batchSize) * numbers)
        return bytes < Double(Int.max) ? Int(bytes) : Int.max
    }
}
