extension NodeRules {
    @Sendable static func averagePool(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard let window = Window(node) else { return .kept }
        if let refusal = window.refusal { return refusal }
        guard window.roundsUp, node.integer("count_include_pad") == 1, window.pads.contains(where: { $0 != 0 }),
            let input = node.input(0)
        else { return .kept }
        guard window.padsItself == nil else {
            return .refused("has ceil_mode, count_include_pad and auto_pad; give pads instead of auto_pad")
        }
        // If the padding is a node before the pooling, it counts in the average, and what lies beyond it does not.
        var made = context.replacement
        let axes = window.pads.count / 2
        let pads = [0, 0] + window.pads.prefix(axes) + [0, 0] + window.pads.suffix(axes)
        let padded =
            context.operatorSet < 11
            ? made.add("Pad", [input], [ONNXAttribute("pads", pads)]) : made.add("Pad", [input, made.constant(pads)])
        var changed = node.with([ONNXAttribute("count_include_pad", 0)], without: ["pads"])
        changed.inputs = [padded]
        guard window.mayStartBeyond else { return .replaced(made.nodes + [changed]) }
        let whole = made.addHidden(changed)
        return window.cropping(whole, of: node, input: input, &made)
    }

    @Sendable static func maximumPool(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard let window = Window(node) else { return .kept }
        if let refusal = window.refusal { return refusal }
        if node.integer("storage_order") == 1, node.output(1) != nil {
            return .refused("has storage_order = 1, which the engine ignores; use 0")
        }
        guard window.roundsUp, window.padsItself == nil, window.mayStartBeyond, let input = node.input(0) else {
            return .kept
        }
        var made = context.replacement
        let whole = made.addHidden(node.with())
        return window.cropping(whole, of: node, input: input, &made)
    }

    @Sendable static func normPool(_ context: NodeContext) -> NodeVerdict {
        guard let window = Window(context.node) else { return .kept }
        if let refusal = window.refusal { return refusal }
        guard window.roundsUp else { return .kept }
        return .refused("has ceil_mode, for which engines give different values; use 0")
    }

    @Sendable static func transposedConvolution(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard node.text("auto_pad") == "SAME_UPPER", node.integers("output_shape") != nil else { return .kept }
        return .refused("has output_shape with auto_pad = SAME_UPPER, which the engine pads on the other side; give pads")
    }

    /// The windows of a pooling node.
    private struct Window {
        let sides, strides, dilations, pads: [Int]
        let roundsUp: Bool
        /// The automatic padding; nil for none.
        let padsItself: String?

        /// Nil for an invalid node, which OpenVINO refuses.
        init?(_ node: ONNXNode) {
            guard let sides = node.integers("kernel_shape") else { return nil }
            self.sides = sides
            strides = node.integers("strides") ?? sides.map { _ in 1 }
            dilations = node.integers("dilations") ?? sides.map { _ in 1 }
            pads = node.integers("pads") ?? (sides + sides).map { _ in 0 }
            let isWhole =
                [strides.count, dilations.count].allSatisfy { $0 == sides.count }
                && pads.count == 2 * sides.count
            let numbers = sides + strides + dilations + pads
            guard isWhole, numbers.allSatisfy({ (0...1 << 20).contains($0) }), !strides.contains(0) else { return nil }
            roundsUp = node.integer("ceil_mode") == 1
            let padding = node.text("auto_pad") ?? "NOTSET"
            padsItself = padding == "NOTSET" ? nil : padding
        }

        /// The refusal of what engines do not agree on; nil if they do.
        var refusal: NodeVerdict? {
            guard padsItself?.hasPrefix("SAME") == true, dilations.contains(where: { $0 != 1 }) else { return nil }
            return .refused("has dilations with auto_pad, for which engines give different values; give pads")
        }

        /// Whether the last window may begin beyond the picture, where the standard has no window.
        var mayStartBeyond: Bool {
            let axes = sides.count
            return (0..<axes).contains { axis in
                pads[axes + axis] + strides[axis] > (sides[axis] - 1) * dilations[axis] + 1
            }
        }

        /// Removes windows that begin beyond the picture, so that those that begin before its end remain.
        func cropping(
            _ whole: [String], of node: ONNXNode, input: String, _ made: inout NodeReplacement
        ) -> NodeVerdict {
            let axes = sides.count
            let shape = made.add("Shape", [input])
            let two = made.constant([2]), all = made.constant([2 + axes]), along = made.constant([0])
            let picture = made.add("Slice", [shape, two, all, along])
            let reach = made.add("Add", [picture, made.constant((0..<axes).map { pads[$0] + strides[$0] - 1 })])
            let ends = made.add("Div", [reach, made.constant(strides)])
            let starts = made.constant([Int](repeating: 0, count: axes)), picked = made.constant(Array(2..<2 + axes))
            var nodes = made.nodes
            for (name, output) in zip(whole, node.outputs) where !output.isEmpty {
                nodes.append(ONNXNode(kind: "Slice", inputs: [name, starts, ends, picked], outputs: [output]))
            }
            nodes[nodes.count - 1].name = node.name
            return .replaced(nodes)
        }
    }
}
