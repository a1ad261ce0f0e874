import Concurrency
import Files
import Foundation
import Imaging
import Judging
import Matrices
import StageSupport

/// Photographs with their verdicts as one or more pictures.
///
/// Each is a grid of cards. A card shows a framed photograph, its verdict on a bar of the frame's colour, and its name.
struct PictureSheet {
    let verdicts: [Verdict]
    let writer: VerdictWriter
    let decoder: PictureDecoder
    let threads: Int

    /// With more photographs, a picture would be too large for many viewers.
    static let mostOnPage = 200

    private static let title = Typeface(size: 18, isBold: true)
    private static let verdictFace = Typeface(size: 15, isBold: true)
    private static let nameFace = Typeface(size: 13)

    /// Makes the pages one after the other, each in at most 40 MB of memory.
    ///
    /// Cost: decodes every photograph once more.
    ///
    /// - Throws: `ImagingError`, and what `write` throws.
    func pages(title: String, write: (_ number: Int, _ page: Picture) throws -> Void) throws {
        let (verdicts, decoder) = (verdicts, decoder)
        let side = CardLayout.pictureSide
        let thumbnails = Prefetcher(0..<verdicts.count, workers: threads, window: 4 * threads) { number in
            Thumbnail.picture(of: verdicts[number].path, side: side, decoder)
        }
        defer { thumbnails.stop() }
        let starts = Array(stride(from: 0, to: max(1, verdicts.count), by: Self.mostOnPage))
        for (number, start) in starts.enumerated() {
            let some = Array(verdicts[start..<min(verdicts.count, start + Self.mostOnPage)])
            let numbering = starts.count > 1 ? ", page \(number + 1) of \(starts.count)" : ""
            try write(number, page(some, title: title + numbering) { thumbnails.next() ?? nil })
        }
    }

    private func page(_ verdicts: [Verdict], title: String, thumbnail: () -> Picture?) throws(ImagingError) -> Picture {
        let layout = CardLayout(count: verdicts.count, lines: writer.names.count > 1 ? 2 : 1)
        var board = DrawingBoard(width: layout.width, height: layout.height, colour: Palette.paper)
        let words = try Self.title.lettering(title, within: layout.width - 2 * CardLayout.margin)
        board.write(words, left: CardLayout.margin, top: CardLayout.margin, Palette.ink)
        for (number, verdict) in verdicts.enumerated() {
            let corner = layout.corner(of: number)
            try draw(verdict, thumbnail(), on: &board, left: corner.left, top: corner.top)
        }
        return board.picture
    }

    private func draw(
        _ verdict: Verdict, _ picture: Picture?, on board: inout DrawingBoard, left: Int, top: Int
    ) throws(ImagingError) {
        let colour = verdict.isAesthetic ? Palette.aesthetic : Palette.notAesthetic
        let (side, frame, bar) = (CardLayout.pictureSide, CardLayout.frame, CardLayout.bar)
        board.fill(left: left, top: top, width: CardLayout.cardWidth, height: side + 2 * frame + bar, colour)
        board.fill(left: left + frame, top: top + frame, width: side, height: side, Palette.mount)
        if let picture {
            board.place(
                picture, left: left + frame + (side - picture.width) / 2, top: top + frame + (side - picture.height) / 2)
        } else {
            let words = try Self.nameFace.lettering("can no longer be read", within: side)
            board.write(words, left: left + frame + (side - words.width) / 2, top: top + side / 2, Palette.ink)
        }
        let told = "\(verdict.label) \(VerdictWriter.measure(of: verdict.opinion))"
        board.write(
            try Self.verdictFace.lettering(told, within: side), left: left + 2 * frame, top: top + frame + side + frame,
            Palette.paper)
        var below = top + side + 2 * frame + bar + frame
        let name = PathParts.name(of: verdict.path)
        for line in [writer.agreement(of: verdict), name].compactMap({ $0 }) {
            board.write(try Self.nameFace.lettering(line, within: side), left: left, top: below, Palette.ink)
            below += CardLayout.line
        }
    }
}

/// Colours that colour-blind people can tell apart, dark enough for white text (a contrast of at least 5 : 1).
private enum Palette {
    static let paper = PixelColour(255, 255, 255)
    static let ink = PixelColour(32, 32, 32)
    static let mount = PixelColour(232, 232, 232)
    static let aesthetic = PixelColour(0, 100, 160)
    static let notAesthetic = PixelColour(165, 65, 0)
}
