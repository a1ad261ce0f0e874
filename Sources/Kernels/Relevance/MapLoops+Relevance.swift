import CMapLoops

/// Loops that take relevance back, divided by the value that it belongs to.
extension MapLoops {
    /// `g <- g * y / (y + stabiliser)`, where the stabiliser has the sign of y.
    func balance(_ gradient: Writing, by y: Reading, count: Int, _ stabiliser: Float) {
        switch element {
        case .float32: kalon_balance_float32(y.floats, gradient.floats, count, stabiliser)
        case .bfloat16: kalon_balance_bfloat16(y.words, gradient.words, count, stabiliser)
        }
    }

    /// `sums <- factor * y * g / (sums + stabiliser)`, and 0 where y has another sign than `sign`, unless that is 0.
    func shares(
        of y: Reading, _ gradient: Reading, over sums: Writing, count: Int, _ stabiliser: Float, factor: Float, sign: Int32
    ) {
        switch element {
        case .float32: kalon_shares_float32(y.floats, gradient.floats, sums.floats, count, stabiliser, factor, sign)
        case .bfloat16: kalon_shares_bfloat16(y.words, gradient.words, sums.words, count, stabiliser, factor, sign)
        }
    }

    /// `dx <- g * function(x) / x`.
    func passBack(_ x: Reading, _ gradient: Reading, into dx: Writing, adds: Bool, count: Int, _ function: Int32) {
        let adds = Int32(adds ? 1 : 0)
        switch element {
        case .float32: kalon_pass_back_float32(x.floats, gradient.floats, dx.floats, count, function, adds)
        case .bfloat16: kalon_pass_back_bfloat16(x.words, gradient.words, dx.words, count, function, adds)
        }
    }

    /// `y <- x` where it has this sign, else 0.
    func half(_ x: Reading, into y: Writing, count: Int, sign: Int32) {
        switch element {
        case .float32: kalon_half_float32(x.floats, y.floats, count, sign)
        case .bfloat16: kalon_half_bfloat16(x.words, y.words, count, sign)
        }
    }

    /// `y <- other` where x is below 0.
    func choose(_ other: Reading, over y: Writing, whereNegative x: Reading, count: Int) {
        switch element {
        case .float32: kalon_choose_float32(x.floats, y.floats, other.floats, count)
        case .bfloat16: kalon_choose_bfloat16(x.words, y.words, other.words, count)
        }
    }

    /// The sum of the products.
    func dot(_ x: Reading, _ other: Reading, count: Int) -> Double {
        switch element {
        case .float32: kalon_dot_float32(x.floats, other.floats, count)
        case .bfloat16: kalon_dot_bfloat16(x.words, other.words, count)
        }
    }

    /// The sum of the values, each times the weight of its channel.
    func weighted(_ x: Reading, _ pixels: Pixels, by weights: UnsafePointer<Float>) -> Double {
        switch element {
        case .float32: kalon_weighted_float32(x.floats, pixels.count, pixels.lanes, pixels.stride, weights)
        case .bfloat16: kalon_weighted_bfloat16(x.words, pixels.count, pixels.lanes, pixels.stride, weights)
        }
    }
}
