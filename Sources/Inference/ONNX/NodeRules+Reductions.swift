extension NodeRules {
    @Sendable static func softmax(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        let axis = node.integer("axis") ?? 1
        guard (11...12).contains(context.operatorSet), axis != -1, let input = node.input(0) else { return .kept }
        var made = context.replacement
        let shape = made.add("Shape", [input])
        let rows = made.add("Flatten", [input], [ONNXAttribute("axis", axis)])
        let shares = made.add("Softmax", [rows], [ONNXAttribute("axis", 1)])
        return made.finished("Reshape", [shares, shape])
    }

    @Sendable static func reduction(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        if let axes = node.integers("axes") {
            switch context.operatorSet {
            case ..<13: return .kept
            case 18...: return .refused("has the attribute axes, which has been an input since operator set 18")
            default: break
            }
            guard node.kind != "ReduceL2" else { return .kept }
            var made = context.replacement
            var changed = node.with(without: ["axes"])
            changed.inputs = [node.inputs.first ?? "", made.constant(axes)]
            return .replaced(made.nodes + [changed])
        }
        guard node.integer("noop_with_empty_axes") == 1, node.input(1) == nil || context.isEmptyConstant(1) else {
            return .kept
        }
        switch node.kind {
        case "ReduceL1", "ReduceL2": return context.replacement.finished("Abs", Array(node.inputs.prefix(1)))
        case "ReduceLogSum": return context.replacement.finished("Log", Array(node.inputs.prefix(1)))
        default: return .kept
        }
    }
}
