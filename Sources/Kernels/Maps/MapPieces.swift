import Concurrency

/// A piece of the maps of a slot: pixels of one block of channels of one picture.
struct MapPiece {
    let number: Int
    let picture: Int
    let block: Int
    /// Where the piece begins, in bytes from the start of the slot.
    let offset: Int
    let pixels: MapLoops.Pixels
    /// The first of its channels.
    let channel: Int
}

extension MapPiece {
    /// Where the numbers of a whole block of channels are in a slot that has one for each channel, in bytes.
    func numberOffset(in slot: MapSlot) -> Int { number * slot.layout.block * slot.element.bytes }
}

/// How the maps of a slot are divided into pieces that stay in a processor's cache, whatever the number of threads.
struct MapPieces {
    private let layout: MapLayout
    private let elementBytes: Int
    private let pixelsAPiece: Int
    private let piecesABlock: Int

    /// Values of a piece.
    private static let count = 16_384

    /// - Parameter isWhole: Whether a piece is all pixels of a block of channels, for what takes these together.
    init(_ slot: MapSlot, isWhole: Bool = false) {
        layout = slot.layout
        elementBytes = slot.element.bytes
        pixelsAPiece = isWhole ? layout.area : max(1, min(layout.area, Self.count / layout.block))
        piecesABlock = WorkBlocks.count(of: pixelsAPiece, covering: layout.area)
    }

    /// The pieces of so many pictures.
    func count(rows: Int) -> Int { rows * layout.blocks * piecesABlock }

    subscript(number: Int) -> MapPiece {
        let (plane, part) = (number / piecesABlock, number % piecesABlock)
        let (picture, block) = (plane / layout.blocks, plane % layout.blocks)
        let first = part * pixelsAPiece
        let count = min(pixelsAPiece, layout.area - first)
        return MapPiece(
            number: number, picture: picture, block: block,
            offset: (plane * layout.area + first) * layout.block * elementBytes,
            pixels: .init(count: count, lanes: layout.lanes(ofBlock: block), stride: layout.block), channel: block * layout.block)
    }

    func forEach(rows: Int, team: WorkTeam, _ body: (MapPiece) -> Void) {
        WorkBlocks.forEach(count(rows: rows), team: team.suited(to: rows * layout.count)) { number, _ in body(self[number]) }
    }
}
