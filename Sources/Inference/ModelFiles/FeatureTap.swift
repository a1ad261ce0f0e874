import Networks

/// A tensor of a network, and how it becomes features.
struct FeatureTap: Equatable {
    let name: String
    let pooling: Pooling
    let width: Int
}

/// Finds the requested tensors, and how each is pooled.
///
/// Tensors of rank 2 are taken as they are. Rank 3 is `[1, tokens, width]`, and the user says which tokens are used. Rank 4 is
/// averaged over the picture. The axis of the channels is the one whose length does not follow the size of the picture. If the
/// network takes one size only, it is the axis that differs in length from two others that are equal.
struct TapFinder {
    let graph: ModelGraph
    let input: ModelInput
    let tokens: TokenPooling?

    private var path: String { graph.file.path }

    /// The named taps, or the named outputs, or the only output.
    ///
    /// `height` and `width` are the sides of prepared pictures, nil if they vary.
    ///
    /// - Throws: `ModelFileError`, and `NetworksError` for names.
    func taps(named taps: [String]?, outputs: [String]?, height: Int?, width: Int?) throws -> [FeatureTap] {
        let names = try chosen(taps: taps, outputs: outputs)
        let isFree = graph.refusal(ofSides: input.sides(height: nil, width: nil)) == nil
        let free = isFree ? shapes(of: names) : [:]
        if let reason = graph.refusal(ofSides: input.sides(height: height, width: width)) {
            throw ModelFileError.sidesRefused(path: path, height: height, width: width, reason: reason)
        }
        let fixed = shapes(of: names)
        return try names.map { name in
            guard let tensor = fixed[name] else { preconditionFailure("the tensor \(name) went away") }
            return try tap(tensor, whenFree: free[name])
        }
    }

    private func chosen(taps: [String]?, outputs: [String]?) throws -> [String] {
        let all = graph.outputs.map(\.name)
        if let outputs {
            for name in outputs where !all.contains(name) {
                throw ModelFileError.unknownOutput(path: path, name: name, outputs: nearestNames(to: name, among: all))
            }
            return try tapPositions(of: outputs, among: all).map { all[$0] }
        }
        if let taps { return try tensorNames(taps) }
        guard all.count == 1 else { throw ModelFileError.outputMissing(path: path, outputs: graph.outputs) }
        return all
    }

    /// The tensors that match; a pattern matches a tensor once, under the name that sorts first.
    private func tensorNames(_ taps: [String]) throws(NetworksError) -> [String] {
        let tensors = graph.tensors
        var seen: Set<Int> = []
        let first = tensors.filter { seen.insert($0.number).inserted }.map(\.name)
        var names: [String] = []
        for tap in taps {
            let among = tap.contains("*") ? first : tensors.map(\.name)
            for name in try tapPositions(of: [tap], among: among).map({ among[$0] }) {
                guard !names.contains(name) else { throw .repeatedTap(name) }
                names.append(name)
            }
        }
        return names
    }

    private func shapes(of names: [String]) -> [String: ModelTensor] {
        let wanted = Set(names)
        let tensors = (graph.tensors + graph.outputs).filter { wanted.contains($0.name) }
        return Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func tap(_ tensor: ModelTensor, whenFree free: ModelTensor?) throws(ModelFileError) -> FeatureTap {
        guard let sides = tensor.sides, (2...4).contains(sides.count), sides[0] == 1 || sides[0] == nil else {
            throw .tapShape(path: path, tensor: tensor)
        }
        guard ["f32", "f16", "bf16", "f64"].contains(tensor.type) else { throw .tapType(path: path, tensor: tensor) }
        let pooling: Pooling
        switch sides.count {
        case 2: pooling = .none
        case 3:
            guard let tokens else { throw .tokensMissing(path: path, tensor: tensor) }
            pooling = Pooling(tokens)
        default:
            guard let axis = channelAxis(sides: sides, whenFree: free?.sides) else {
                throw .channelsUnclear(path: path, tensor: tensor)
            }
            pooling = axis == 1 ? .channelsFirst : .channelsLast
        }
        guard let width = sides[pooling.widthAxis] else { throw .tapShape(path: path, tensor: tensor) }
        return FeatureTap(name: tensor.name, pooling: pooling, width: width)
    }

    private func channelAxis(sides: [Int?], whenFree free: [Int?]?) -> Int? {
        if let free, free.count == 4 {
            let still = (1...3).filter { free[$0] != nil }
            if still.count == 1 { return still[0] == 2 ? nil : still[0] }
        }
        let isFirst = sides[2] == sides[3] && sides[1] != sides[2]
        let isLast = sides[1] == sides[2] && sides[3] != sides[2]
        guard isFirst != isLast else { return nil }
        return isFirst ? 1 : 3
    }
}
