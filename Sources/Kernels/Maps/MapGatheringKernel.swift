import CMapLoops
import Concurrency
import Graphs
import Matrices

/// Where a channel of a node comes from that only passes on what others give.
struct ChannelOrigin {
    let slot: MapSlot
    let channel: Int
}

/// Channels of several maps side by side: concatenations, slices, shuffles and selections, however many follow one another.
final class MapGatheringKernel: Kernel {
    /// What one source gives: for each pair of blocks, which channels go where.
    private struct Share {
        let source: MapSlot
        let copies: [Copy]
        let coversSource: Bool
    }

    private struct Copy {
        let from: Int
        let to: Int
        let moves: [kalon_move]
        /// The same from the result to the source.
        let back: [kalon_move]
    }

    private let result: MapSlot
    private let shares: [Share]
    private let team: WorkTeam
    private let coversResult: Bool

    init(_ origins: [ChannelOrigin], to result: MapSlot, team: WorkTeam) {
        (self.result, self.team) = (result, team)
        var sources: [MapSlot] = []
        var places: [ObjectIdentifier: [(channel: Int, target: Int)]] = [:]
        for (target, origin) in origins.enumerated() {
            let key = ObjectIdentifier(origin.slot)
            if places[key] == nil { sources.append(origin.slot) }
            places[key, default: []].append((origin.channel, target))
        }
        shares = sources.map { source in
            let pairs = places[ObjectIdentifier(source)] ?? []
            return Share(
                source: source, copies: Self.copies(pairs, from: source.layout, to: result.layout),
                coversSource: Set(pairs.map(\.channel)).count == source.layout.channels)
        }
        coversResult = result.layout.channels.isMultiple(of: result.layout.block)
    }

    /// Channels block by block, with those in one step that are evenly spaced.
    private static func copies(_ pairs: [(channel: Int, target: Int)], from source: MapLayout, to result: MapLayout) -> [Copy] {
        let byBlocks = Dictionary(grouping: pairs) { [$0.channel / source.block, $0.target / result.block] }
        return byBlocks.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { blocks, pairs in
            var moves: [kalon_move] = []
            for (channel, target) in pairs {
                let (from, to) = (channel % source.block, target % result.block)
                if var last = moves.last, last.extends(to: from, to) {
                    last.count += 1
                    moves[moves.count - 1] = last
                } else {
                    moves.append(kalon_move(source: from, sourceStep: 1, target: to, targetStep: 1, count: 1))
                }
            }
            return Copy(from: blocks[0], to: blocks[1], moves: moves, back: moves.map(\.reversed))
        }
    }

    var mapSources: [MapSlot] { shares.map(\.source) }

    var uses: ArenaUses {
        ArenaUses(
            forward: shares.map(\.source.values) + [result.values],
            backward: (shares.map(\.source.gradient) + [result.gradient]).compactMap { $0 })
    }

    private var loops: MapLoops { MapLoops(element: result.element) }

    func forward(rows: Int) {
        let bytes = result.element.bytes
        if !coversResult {
            result.values.pointer.initializeMemory(as: UInt8.self, repeating: 0, count: rows * result.pictureBytes)
        }
        WorkBlocks.forEach(rows * shares.count, team: team.suited(to: rows * result.layout.count)) { number, _ in
            let (share, row) = (shares[number / rows], number % rows)
            let (from, to) = (share.source.layout, result.layout)
            let input = share.source.values.pointer.reading + row * share.source.pictureBytes
            let output = result.values.pointer + row * result.pictureBytes
            for copy in share.copies {
                copy.moves.withUnsafeBufferPointer { moves in
                    loops.move(
                        input + copy.from * from.area * from.block * bytes, to: output + copy.to * to.area * to.block * bytes,
                        adds: false, pixels: to.area, fromStride: from.block, toStride: to.block, moves)
                }
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading else { return }
        let bytes = result.element.bytes
        let adds = shares.map { $0.source.wantsGradient && $0.source.beginShare() }
        WorkBlocks.forEach(rows * shares.count, team: team.suited(to: rows * result.layout.count)) { number, _ in
            let (share, row) = (shares[number / rows], number % rows)
            guard let target = share.source.gradient?.pointer else { return }
            let (from, to) = (share.source.layout, result.layout)
            let picture = target + row * share.source.pictureBytes
            // Channels may be taken several times, or not at all.
            if !adds[number / rows] { picture.initializeMemory(as: UInt8.self, repeating: 0, count: share.source.pictureBytes) }
            for copy in share.copies {
                copy.back.withUnsafeBufferPointer { moves in
                    loops.move(
                        gradient + row * result.pictureBytes + copy.to * to.area * to.block * bytes,
                        to: picture + copy.from * from.area * from.block * bytes, adds: true, pixels: to.area,
                        fromStride: to.block, toStride: from.block, moves)
                }
            }
        }
    }
}

extension kalon_move {
    /// Whether the next channel continues the steps of those before; two channels may have any.
    fileprivate mutating func extends(to source: Int, _ target: Int) -> Bool {
        let (from, to) = (source - self.source, target - self.target)
        if count == 1 {
            guard from > 0, to > 0 else { return false }
            (sourceStep, targetStep) = (from, to)
            return true
        }
        return from == sourceStep * count && to == targetStep * count
    }

    fileprivate var reversed: kalon_move {
        kalon_move(source: target, sourceStep: targetStep, target: source, targetStep: sourceStep, count: count)
    }
}
