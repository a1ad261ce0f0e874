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
        result.forEachPlane(rows: rows, team: team) { plain, offset, pixels in
            loops.pack(source.values + plain, into: result.values.pointer + offset, adds: false, pixels)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading else { return }
        let loops = MapLoops(element: result.element)
        source.addGradient(rows: rows) { target in
            result.forEachPlane(rows: rows, team: team) { plain, offset, pixels in
                loops.unpack(gradient + offset, into: target + plain, adds: false, pixels)
            }
        }
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
        source.forEachPlane(rows: rows, team: team) { plain, offset, pixels in
            loops.unpack(source.values.pointer.reading + offset, into: result.target + plain, adds: false, pixels)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let target = source.gradient?.pointer else { return }
        let (loops, adds) = (MapLoops(element: source.element), source.beginShare())
        source.forEachPlane(rows: rows, team: team) { plain, offset, pixels in
            loops.pack(UnsafePointer(result.gradientTarget) + plain, into: target + offset, adds: adds, pixels)
        }
    }
}

extension MapSlot {
    /// Each block of each picture: where it begins in a plain slot, in values, and in this one, in bytes.
    fileprivate func forEachPlane(rows: Int, team: WorkTeam, _ body: (_ plain: Int, _ offset: Int, MapLoops.Pixels) -> Void) {
        WorkBlocks.forEach(rows * layout.blocks, team: team.suited(to: rows * layout.count)) { plane, _ in
            let (picture, block) = (plane / layout.blocks, plane % layout.blocks)
            body(
                (picture * layout.channels + block * layout.block) * layout.area,
                plane * layout.area * layout.block * element.bytes,
                .init(count: layout.area, lanes: layout.lanes(ofBlock: block), stride: layout.block))
        }
    }
}
