import Concurrency
import Matrices

// In a plan that takes relevance back, what else is a gradient is the relevance of each value divided by the value. So most
// layers need nothing but their way back of gradients, and no layer divides by values that may be 0. Only inputs, and what is
// before their z-box, hold relevance itself.

extension MapSlot {
    /// Multiplies what came back by y / (y + stabiliser): what a layer with these results hands on to its sums.
    func balance(rows: Int, _ stabiliser: Float, team: WorkTeam) {
        guard let gradient = gradient?.pointer else { return }
        let loops = MapLoops(element: element)
        forEachPart(rows: rows, team: team) { offset, count in
            loops.balance(gradient + offset, by: kept.pointer.reading + offset, count: count, stabiliser)
        }
    }

    /// `y <- y + factor * x`, of values that lie as those of this slot.
    func add(
        _ x: UnsafeMutableRawPointer, to y: UnsafeMutableRawPointer, rows: Int, factor: Float, team: WorkTeam
    ) {
        let loops = MapLoops(element: element)
        forEachPart(rows: rows, team: team) { offset, count in
            loops.scale(x.reading + offset, into: y + offset, adds: true, count: count, by: factor)
        }
    }

    /// `y <- y + x * factor`, one factor a channel.
    func add(
        _ x: UnsafeMutableRawPointer, times factors: [Float], to y: UnsafeMutableRawPointer, rows: Int, team: WorkTeam
    ) {
        let loops = MapLoops(element: element)
        factors.withUnsafeBytes { factors in
            guard let first = factors.baseAddress else { return }
            MapPieces(self).forEach(rows: rows, team: team) { piece in
                loops.gate(
                    x.reading + piece.offset, by: first + piece.channel * MemoryLayout<Float>.size, into: y + piece.offset,
                    adds: true, piece.pixels)
            }
        }
    }

    /// Gives every pixel one number a channel.
    func fill(_ target: UnsafeMutableRawPointer, with numbers: [Float], rows: Int) {
        target.initializeMemory(as: UInt8.self, repeating: 0, count: rows * pictureBytes)
        let (values, layout) = (target.assumingMemoryBound(to: Float.self), layout)
        for plane in 0..<rows * layout.blocks {
            let (block, first) = (plane % layout.blocks, plane * layout.area * layout.block)
            for lane in 0..<layout.lanes(ofBlock: block) {
                let number = numbers[block * layout.block + lane]
                for pixel in 0..<layout.area { values[first + pixel * layout.block + lane] = number }
            }
        }
    }

    /// Takes a share of relevance itself, which is not divided by values.
    func takeRelevance(_ share: UnsafeMutableRawPointer, rows: Int, team: WorkTeam) {
        guard let gradient = gradient?.pointer else { return }
        let (loops, adds) = (MapLoops(element: element), beginShare())
        holdsRelevance = true
        forEachPart(rows: rows, team: team) { offset, count in
            loops.scale(share.reading + offset, into: gradient + offset, adds: adds, count: count, by: 1)
        }
    }

    /// Takes the relevance of maps of the same form, whose values count as those here.
    func takeRelevance(ofValues result: MapSlot, rows: Int, team: WorkTeam) {
        guard let target = gradient?.pointer, let gradient = result.gradient?.pointer.reading else { return }
        let (loops, adds) = (MapLoops(element: element), beginShare())
        holdsRelevance = true
        forEachPart(rows: rows, team: team) { offset, count in
            loops.multiply(
                gradient + offset, by: result.kept.pointer.reading + offset, into: target + offset, adds: adds, count: count)
        }
    }

    /// The sum over all values, each times the weight of its channel.
    func weighted(_ values: UnsafeMutableRawPointer, by weights: FloatBuffer, rows: Int) -> Double {
        let loops = MapLoops(element: element)
        let pieces = MapPieces(self)
        return (0..<pieces.count(rows: rows)).reduce(0) { sum, number in
            let piece = pieces[number]
            return sum + loops.weighted(values.reading + piece.offset, piece.pixels, by: weights.pointer + piece.channel)
        }
    }
}
