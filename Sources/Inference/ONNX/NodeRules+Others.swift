import Foundation

extension NodeRules {
    /// The engine assumes a bias of 1, so the bias is factored out: (b + a s)^β is b^β (1 + a/b s)^β.
    @Sendable static func responseNormalisation(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard let size = node.integer("size"), size % 2 == 1 else {
            return .refused("has an even size, for which engines give different values; use an odd one")
        }
        let bias = node.float("bias") ?? 1
        guard bias != 1 else { return .kept }
        guard bias > 0 else { return .refused("has bias = \(bias); expected a number above 0") }
        let alpha = node.float("alpha") ?? 0.0001, beta = node.float("beta") ?? 0.75
        var made = context.replacement
        let normalised = made.addHidden(
            node.with([ONNXAttribute("alpha", alpha / bias), ONNXAttribute("bias", Float(1))]))
        let factor = made.constant(Float(pow(Double(bias), -Double(beta))))
        return made.finished("Mul", [normalised[0], factor])
    }

    @Sendable static func regions(_ context: NodeContext) -> NodeVerdict {
        if context.node.text("mode") == "max" {
            return .refused("has mode = max, which the engine computes differently; use avg")
        }
        guard context.node.integer("sampling_ratio") ?? 0 > 0 else {
            return .refused("has no sampling_ratio, which the engine chooses differently; give a number above 0")
        }
        return .kept
    }

    @Sendable static func recurrent(_ context: NodeContext) -> NodeVerdict {
        .refused(
            "is recurrent, and the engine computes recurrent layers wrongly in a network that was stored and read again; use a "
                + "network without them")
    }

    @Sendable static func fourier(_ context: NodeContext) -> NodeVerdict {
        guard context.operatorSet >= 20 else { return .kept }
        return .refused("has its axis as an input, which the engine ignores; export with operator set 17")
    }

    @Sendable static func random(_ context: NodeContext) -> NodeVerdict {
        .refused("gives different values at every run; use a network that always gives the same features")
    }

    @Sendable static func dropout(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        let training = NodeVerdict.refused(
            "is in training mode, which gives different values at every run; export the network for inference")
        if context.operatorSet < 7 { return node.integer("is_test") ?? 0 == 0 ? training : .kept }
        guard let mode = node.input(2) else { return .kept }
        return context.scope.integers(mode) == [0] ? .kept : training
    }

    @Sendable static func batchNormalisation(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        let isTraining =
            context.operatorSet < 7
            ? node.integer("is_test") ?? 0 == 0
            : context.operatorSet < 14
                ? node.outputs.dropFirst().contains { !$0.isEmpty }
                : node.integer("training_mode") == 1
        guard isTraining else { return .kept }
        return .refused("is in training mode, which normalises by the picture itself; export the network for inference")
    }

    /// Replaces nodes with a scale for each channel, which the engine expects along another axis.
    @Sendable static func quantisedConvolution(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard node.inputs.count >= 8, context.isPerChannel(4) || context.isPerChannel(5) else { return .kept }
        let axes =
            node.integers("kernel_shape")?.count
            ?? node.input(3).flatMap(context.scope.sides).map { $0.count - 2 } ?? 2
        var made = context.replacement
        let picture = made.add("DequantizeLinear", Array(node.inputs[0...2]))
        let kernels = made.dequantised(
            node.inputs[3], node.inputs[4], node.inputs[5], shape: [-1] + [Int](repeating: 1, count: axes + 1))
        var inputs = [picture, kernels]
        if let bias = node.input(8) {
            let values = made.add("Cast", [bias], [ONNXAttribute("to", ONNXTensor.Kind.float32)])
            inputs.append(made.add("Mul", [values, made.add("Mul", [node.inputs[1], node.inputs[4]])]))
        }
        let sums = made.add("Conv", inputs, node.attributes)
        return made.finished("QuantizeLinear", [sums] + node.inputs[6...7])
    }

    @Sendable static func quantisedProduct(_ context: NodeContext) -> NodeVerdict {
        let node = context.node
        guard node.inputs.count >= 8 else { return .kept }
        guard !context.isPerChannel(1), !context.isPerChannel(2) else {
            return .refused(
                "has a scale for each row; use one scale, or MatMul between DequantizeLinear and "
                    + "QuantizeLinear")
        }
        guard context.isPerChannel(4) || context.isPerChannel(5) else { return .kept }
        var made = context.replacement
        let rows = made.add("DequantizeLinear", Array(node.inputs[0...2]))
        let columns = made.dequantised(node.inputs[3], node.inputs[4], node.inputs[5], shape: [-1])
        let sums = made.add("MatMul", [rows, columns])
        return made.finished("QuantizeLinear", [sums] + node.inputs[6...7])
    }
}

extension NodeReplacement {
    /// (codes - zero) * scale, with zero and scale brought to `shape`.
    fileprivate mutating func dequantised(_ codes: String, _ scale: String, _ zero: String, shape: [Int]) -> String {
        let sides = constant(shape)
        let float = ONNXAttribute("to", ONNXTensor.Kind.float32)
        var values = add("Cast", [codes], [float])
        if !zero.isEmpty {
            values = add("Sub", [values, add("Reshape", [add("Cast", [zero], [float]), sides])])
        }
        return add("Mul", [values, add("Reshape", [scale, sides])])
    }
}
