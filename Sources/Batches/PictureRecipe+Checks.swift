extension PictureRecipe {
    /// More pixels than any network takes on a side, but few enough for pictures of such sides to fit into memory.
    private static let mostPixels = 8192

    /// - Throws: `BatchError.recipe`.
    func check() throws(BatchError) {
        try checkSide(width, "width of the input")
        try checkSide(height, "height of the input")
        guard (0...1).contains(mirrored) else {
            throw .recipe(name: "share of mirrored inputs", value: "\(mirrored)", expected: "from 0 to 1")
        }
        try check(resize, "resize")
        switch crop {
        case .random: try checkFit(in: resize, "resize")
        case .resized(let area, let shape):
            guard area.lowerBound > 0, area.upperBound <= 1 else {
                throw .recipe(name: "area of the random part", value: "\(area)", expected: "above 0 and at most 1")
            }
            guard shape.lowerBound > 0, shape.upperBound.isFinite else {
                throw .recipe(name: "shape of the random part", value: "\(shape)", expected: "finite and above 0")
            }
        }
        if case .centre(let resize) = evaluation {
            try check(resize, "resize for evaluation")
            try checkFit(in: resize, "resize for evaluation")
        }
    }

    private func check(_ resize: Resize, _ name: String) throws(BatchError) {
        switch resize {
        case .none: break
        case .plain(let width, let height):
            try checkSide(width, "width of the \(name)")
            try checkSide(height, "height of the \(name)")
        case .shorter(let side): try checkSide(side, "shorter side of the \(name)")
        case .border(let side): try checkSide(side, "side of the \(name)")
        }
    }

    private func checkSide(_ side: Int, _ name: String) throws(BatchError) {
        guard (1...Self.mostPixels).contains(side) else {
            throw .recipe(name: name, value: "\(side)", expected: "from 1 to \(Self.mostPixels) pixels")
        }
    }

    /// The input must fit into every photograph that was resized so.
    private func checkFit(in resize: Resize, _ name: String) throws(BatchError) {
        let least: (width: Int, height: Int) =
            switch resize {
            case .none: (0, 0)
            case .plain(let width, let height): (width, height)
            case .shorter(let side), .border(let side): (side, side)
            }
        guard width <= least.width, height <= least.height else {
            throw .recipe(
                name: name, value: resize == .none ? "none" : "to \(least.width)x\(least.height) pixels",
                expected: "to at least the \(width)x\(height) pixels that are cut out")
        }
    }
}
