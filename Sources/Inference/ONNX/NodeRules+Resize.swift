extension NodeRules {
    /// Replaces a Resize node with antialiasing or exclude_outside, which the engine computes differently or not at all.
    ///
    /// The node becomes two products with the weights of each row and column, which the network computes from the size of
    /// the picture.
    @Sendable static func resize(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        if let policy = node.text("keep_aspect_ratio_policy"), policy != "stretch" {
            return .refused("has keep_aspect_ratio_policy = \(policy), which the engine ignores; use stretch")
        }
        let cuts = node.integer("exclude_outside") == 1
        guard node.integer("antialias") == 1 || (cuts && node.text("mode") == "cubic") else { return .kept }
        let words = node.integer("antialias") == 1 ? "antialias = 1" : "exclude_outside = 1"
        guard let kernel = ResizeKernel(node) else {
            return .refused(
                "has \(words) with a mode or a coordinate_transformation_mode that cannot be computed; use mode "
                    + "linear or cubic with half_pixel, pytorch_half_pixel, asymmetric or align_corners")
        }
        guard let picture = node.input(0), let axes = pictureAxes(context) else {
            return .refused("has \(words) along axes that are not those of a picture; resize the last two of four axes")
        }
        var made = context.replacement
        var weights = ResizeWeights(kernel: kernel, node: node, picture: picture)
        var last = picture
        for (place, axis) in axes.enumerated() {
            let matrix = weights.matrix(along: axis.number, at: axis.place, &made)
            let factors = axis.number == 2 ? [matrix, last] : [last, made.add("Transpose", [matrix])]
            if place == axes.count - 1 { return made.finished("MatMul", factors) }
            last = made.add("MatMul", factors)
        }
        return .kept
    }

    /// The axes of rows and columns, and the positions of their scales or sizes; nil if other axes are resized.
    private static func pictureAxes(_ context: NodeContext) -> [(number: Int, place: Int)]? {
        let node = context.node
        guard let named = node.integers("axes") else {
            // Without axes there is a scale for each of the four axes; other engines, too, leave the first two axes as they are.
            if let scales = node.input(2).flatMap(context.scope.floats), !scales.isEmpty {
                guard scales.count == 4, scales[0] == 1, scales[1] == 1 else { return nil }
            }
            return [(2, 2), (3, 3)]
        }
        let axes = named.map { $0 < 0 ? $0 + 4 : $0 }
        guard !axes.isEmpty, axes.allSatisfy({ $0 == 2 || $0 == 3 }), Set(axes).count == axes.count else { return nil }
        return axes.enumerated().map { ($0.element, $0.offset) }
    }
}

/// The weights of neighbours by their distance.
private struct ResizeKernel {
    /// The coefficient of the cubic; nil for linear weights.
    let cubic: Float?
    let coordinates: String
    let widens: Bool
    let excludesOutside: Bool

    /// Nil for modes that are not replaced.
    init?(_ node: ONNXNode) {
        switch node.text("mode") {
        case "linear": cubic = nil
        case "cubic": cubic = node.float("cubic_coeff_a") ?? -0.75
        default: return nil
        }
        coordinates = node.text("coordinate_transformation_mode") ?? "half_pixel"
        guard ["half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"].contains(coordinates) else { return nil }
        widens = node.integer("antialias") == 1
        excludesOutside = node.integer("exclude_outside") == 1
    }
}

/// Makes the nodes that compute the weights `[rows out, rows in]` of one axis.
private struct ResizeWeights {
    let kernel: ResizeKernel
    let node: ONNXNode
    let picture: String

    mutating func matrix(along axis: Int, at place: Int, _ made: inout NodeReplacement) -> String {
        let shape = made.add("Shape", [picture])
        let count = float(made.add("Gather", [shape, index(axis, &made)]), &made)
        let (scale, countOut) = sizes(place, count, &made)
        let zero = made.constant(Float(0)), one = made.constant(Float(1))
        let centres = self.centres(countOut, scale: scale, count: count, &made)
        let narrow = kernel.widens ? made.add("Min", [scale, one]) : one
        let reach = made.add("Div", [made.constant(Float(kernel.cubic == nil ? 1 : 2)), narrow])
        let border = made.add("Add", [made.add("Ceil", [reach]), one])
        let places = made.add("Range", [made.add("Neg", [border]), made.add("Add", [count, border]), one])
        let distances = made.add("Abs", [made.add("Sub", [places, column(centres, &made)])])
        var weights = self.weights(made.add("Mul", [distances, narrow]), &made)
        let last = made.add("Sub", [count, one])
        let inside = made.add("Max", [made.add("Min", [places, last]), zero])
        if kernel.excludesOutside {
            weights = made.add("Mul", [weights, float(made.add("Equal", [inside, places]), &made)])
        }
        let ones = column(made.add("Add", [made.add("Mul", [places, zero]), one]), &made)
        let shares = made.add("Div", [weights, made.add("MatMul", [weights, ones])])
        // A place outside the picture takes the nearest pixel inside.
        let pixels = made.add("Range", [zero, count, one])
        let nearest = float(made.add("Equal", [column(inside, &made), pixels]), &made)
        return made.add("MatMul", [shares, nearest])
    }

    /// The scale of an axis, and the number of rows after scaling.
    private func sizes(_ place: Int, _ count: String, _ made: inout NodeReplacement) -> (scale: String, count: String) {
        if let sizes = node.input(3) {
            let countOut = float(made.add("Gather", [sizes, index(place, &made)]), &made)
            return (made.add("Div", [countOut, count]), countOut)
        }
        let scale = made.add("Gather", [node.input(2) ?? "", index(place, &made)])
        return (scale, made.add("Floor", [made.add("Mul", [count, scale])]))
    }

    /// The position of each new row among the rows of the picture.
    private func centres(
        _ countOut: String, scale: String, count: String, _ made: inout NodeReplacement
    ) -> String {
        let zero = made.constant(Float(0)), one = made.constant(Float(1)), half = made.constant(Float(0.5))
        let rows = made.add("Range", [zero, countOut, one])
        switch kernel.coordinates {
        case "asymmetric": return made.add("Div", [rows, scale])
        case "align_corners":
            let steps = made.add("Max", [made.add("Sub", [countOut, one]), one])
            return made.add("Div", [made.add("Mul", [rows, made.add("Sub", [count, one])]), steps])
        default:
            let centres = made.add("Sub", [made.add("Div", [made.add("Add", [rows, half]), scale]), half])
            guard kernel.coordinates == "pytorch_half_pixel" else { return centres }
            // A single row is at the position of the first.
            return made.add("Mul", [centres, made.add("Min", [made.add("Sub", [countOut, one]), one])])
        }
    }

    private func weights(_ distances: String, _ made: inout NodeReplacement) -> String {
        let zero = made.constant(Float(0)), one = made.constant(Float(1))
        guard let a = kernel.cubic else { return made.add("Max", [made.add("Sub", [one, distances]), zero]) }
        let near = polynomial([a + 2, -(a + 3), 0, 1], distances, &made)
        let far = polynomial([a, -5 * a, 8 * a, -4 * a], distances, &made)
        let isFar = made.add("Less", [distances, made.constant(Float(2))])
        let rest = made.add("Where", [isFar, far, zero])
        return made.add("Where", [made.add("Less", [distances, one]), near, rest])
    }

    /// A polynomial by Horner's rule; the highest power comes first.
    private func polynomial(_ factors: [Float], _ value: String, _ made: inout NodeReplacement) -> String {
        var sum = made.constant(factors[0])
        for factor in factors.dropFirst() {
            sum = made.add("Add", [made.add("Mul", [sum, value]), made.constant(factor)])
        }
        return sum
    }

    private func float(_ name: String, _ made: inout NodeReplacement) -> String {
        made.add("Cast", [name], [ONNXAttribute("to", ONNXTensor.Kind.float32)])
    }

    private func column(_ name: String, _ made: inout NodeReplacement) -> String {
        made.add("Reshape", [name, made.constant([-1, 1])])
    }

    /// An index without an axis, so that a single number is gathered.
    private func index(_ place: Int, _ made: inout NodeReplacement) -> String {
        made.add("Constant", [], [ONNXAttribute("value", tensor: ONNXTensor.encoded(single: place))])
    }
}
