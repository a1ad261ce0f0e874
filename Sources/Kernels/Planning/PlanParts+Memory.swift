extension PlanParts {
    /// An arena for the maps of all kernels: within the limit if computing some maps once more on the way back helps.
    ///
    /// - Throws: `PlanError.memory` if even that takes more than the limit.
    func arena() throws(PlanError) -> Arena {
        let isDifferentiated = settings.isTraining || settings.differentiatesInputs
        let plain = Arena(announcedBlocks(isDifferentiated: isDifferentiated))
        guard let limit = settings.memoryLimit, plain.bytes > limit else { return plain }
        // What is looked at on the way back must be there.
        guard settings.relevance == nil, settings.observed.isEmpty else {
            throw .memory(needed: plain.bytes, limit: limit, batchSize: settings.batchSize)
        }
        restoreMaps()
        let smaller = Arena(announcedBlocks(isDifferentiated: isDifferentiated))
        guard smaller.bytes <= limit else {
            throw .memory(needed: smaller.bytes, limit: limit, batchSize: settings.batchSize)
        }
        return smaller
    }

    /// Lets maps that can be computed once more go after the way forward.
    private func restoreMaps() {
        var users: [ObjectIdentifier: Int] = [:]
        for (position, kernel) in kernels.enumerated() where kernel.result.wantsGradient {
            for block in kernel.kernel.uses.backward { users[ObjectIdentifier(block)] = position }
        }
        for (position, kernel) in kernels.enumerated() {
            guard let slot = kernel.kernel.restorable, let user = users[ObjectIdentifier(slot.values)] else { continue }
            slot.restored = ArenaBlock(bytes: slot.values.bytes)
            restorations[user, default: []].append(position)
        }
    }

    /// The memory of maps, each piece with the moments at which it is used: a moment a kernel forward, then one a kernel back.
    private func announcedBlocks(isDifferentiated: Bool) -> [ArenaBlock] {
        var (blocks, seen): ([ArenaBlock], Set<ObjectIdentifier>) = ([], [])
        func announce(_ used: [ArenaBlock], at moment: Int) {
            for block in used {
                if seen.insert(ObjectIdentifier(block)).inserted {
                    block.forgetUses()
                    blocks.append(block)
                }
                block.use(at: moment)
            }
        }
        for (position, kernel) in kernels.enumerated() {
            let uses = kernel.kernel.uses
            announce(uses.forward, at: position)
            guard isDifferentiated, kernel.result.wantsGradient else { continue }
            announce(uses.backward + keptBlocks(of: kernel), at: 2 * kernels.count - 1 - position)
        }
        return blocks
    }

    /// The values of a kernel's maps that are looked at on the way back, besides those that its gradients need.
    private func keptBlocks(of kernel: PlannedKernel) -> [ArenaBlock] {
        let isObserved = observed[ObjectIdentifier(kernel.result)] != nil
        guard settings.relevance != nil || isObserved else { return [] }
        let result = [kernel.result.valueBlock].compactMap { $0 }
        return settings.relevance?.measures == true ? result + kernel.sources.compactMap(\.valueBlock) : result
    }
}
