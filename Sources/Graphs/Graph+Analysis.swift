extension Graph {
    /// The positions of the nodes that need each node.
    package var readers: [[Int]] {
        var readers = [[Int]](repeating: [], count: nodes.count)
        for (position, node) in nodes.enumerated() { for input in node.inputs { readers[input].append(position) } }
        return readers
    }

    /// The given node and all nodes that it needs, directly or not.
    package func ancestors(of position: Int) -> Set<Int> { ancestors(of: [position]) }

    /// The given nodes and all nodes that they need, directly or not.
    func ancestors(of positions: [Int]) -> Set<Int> {
        var found = Set(positions)
        var pending = positions
        while let next = pending.popLast() {
            for input in nodes[next].inputs where found.insert(input).inserted { pending.append(input) }
        }
        return found
    }

    /// Whether the values at `position` are never negative, whatever the picture.
    ///
    /// - Parameter inputIs: Whether the values of the picture are never negative.
    package func isNonNegative(_ position: Int, inputIs: Bool) -> Bool {
        let node = nodes[position]
        guard !node.inputs.isEmpty else { return inputIs }
        switch node.signature.sign {
        case .neverNegative: return true
        case .any: return false
        case .asInputs: return node.inputs.allSatisfy { isNonNegative($0, inputIs: inputIs) }
        }
    }

    /// Multiplications and additions in products with kernels; 0 if a size is not known.
    package var floatingPointOperations: Int { nodes.reduce(0) { $0 + $1.floatingPointOperations } }
}

extension Graph.Node {
    /// Multiplications and additions in products with a kernel; 0 if a size is not known.
    package var floatingPointOperations: Int { (shape.count ?? 0) * signature.operationsAValue }

    /// Whether the node only passes on some of the values that it takes.
    package var keepsValues: Bool { signature.keepsValues }
}
