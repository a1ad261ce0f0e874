import Concurrency
import Graphs

/// From maps that lie channel by channel in a plain slot to a slot of maps.
final class PackingKernel: Kernel {
    private let source: Slot
    private let result: MapSlot
    private let team: WorkTeam

    init(from source: Slot, to result: MapSlot, team: WorkTeam) {
        (self.source, self.result, self.team) = (source, result, team)
    }

    var uses: ArenaUses { ArenaUses(forward: [result.values], backward: [result.gradient].compactMap { $0 }) }

    func forward(rows: Int) {
        let loops = MapLoops(element: result.element)
        MapPieces(result, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.pack(
                source.values + piece.plainOffset(in: result.layout), into: result.values.pointer + piece.offset, adds: false,
                piece.pixels)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading else { return }
        let loops = MapLoops(element: result.element)
        source.addGradient(rows: rows) { target in
            MapPieces(result, isWhole: true).forEach(rows: rows, team: team) { piece in
                loops.unpack(
                    gradient + piece.offset, into: target + piece.plainOffset(in: result.layout), adds: false, piece.pixels)
            }
        }
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        backward(rows: rows, consumer: NoConsumer())
        source.holdsRelevance = result.holdsRelevance
        return 0
    }
}

/// From a slot of maps to maps that lie channel by channel, which are also what vectors are made of.
final class UnpackingKernel: Kernel {
    private let source: MapSlot
    private let result: Slot
    private let team: WorkTeam

    init(from source: MapSlot, to result: Slot, team: WorkTeam) {
        (self.source, self.result, self.team) = (source, result, team)
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses { ArenaUses(forward: [source.values], backward: [source.gradient].compactMap { $0 }) }

    func forward(rows: Int) {
        let loops = MapLoops(element: source.element)
        MapPieces(source, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.unpack(
                source.values.pointer.reading + piece.offset, into: result.target + piece.plainOffset(in: source.layout),
                adds: false, piece.pixels)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let target = source.gradient?.pointer else { return }
        let (loops, adds) = (MapLoops(element: source.element), source.beginShare())
        MapPieces(source, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.pack(
                UnsafePointer(result.gradientTarget) + piece.plainOffset(in: source.layout), into: target + piece.offset,
                adds: adds, piece.pixels)
        }
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        backward(rows: rows, consumer: NoConsumer())
        source.holdsRelevance = result.holdsRelevance
        return 0
    }
}

extension MapPiece {
    /// Where a whole block of channels begins in a plain slot, in values.
    fileprivate func plainOffset(in layout: MapLayout) -> Int { (picture * layout.channels + channel) * layout.area }
}
