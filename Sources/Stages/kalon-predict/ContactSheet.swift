import Concurrency
import Files
import Foundation
import Imaging
import Judging
import Matrices
import Reporting
import StageSupport

/// Photographs with their verdicts on a page, or on pictures.
struct ContactSheet {
    /// The file to write; its extension chooses the format.
    let path: String
    let format: SheetFormat
    let verdicts: [Verdict]
    let writer: VerdictWriter
    let decoder: PictureDecoder
    let threads: Int

    /// The most photographs that a sheet shows.
    static let mostPictures = 2000

    /// Writes the files.
    ///
    /// Cost: decodes every photograph once more.
    ///
    /// - Throws: `StorageError`, `ImagingError`.
    func write(title: String) throws {
        let aesthetic = verdicts.count(where: \.isAesthetic)
        let counts = "\(aesthetic) aesthetic, \(verdicts.count - aesthetic) not aesthetic"
        switch format {
        case .html: try AtomicOutput.write(html(title: title, heading: counts), to: path)
        case .png:
            let files = format.files(path, photographs: verdicts.count)
            let sheet = PictureSheet(verdicts: verdicts, writer: writer, decoder: decoder, threads: threads)
            try sheet.pages(title: "\(title): \(counts)") { number, page in
                let bytes = try page.encoded(as: .png, path: files[number])
                try AtomicOutput.write(Data(bytes), to: files[number])
            }
        }
    }

    private func html(title: String, heading: String) -> Data {
        let (verdicts, decoder) = (verdicts, decoder)
        let thumbnails = Prefetcher(0..<verdicts.count, workers: threads, window: 4 * threads) { number in
            Thumbnail.jpeg(of: verdicts[number].path, decoder)
        }
        defer { thumbnails.stop() }
        var content = ReportContent(title: title, results: [])
        content.grids = [
            PhotographGrid(
                title: heading,
                pictures: verdicts.map { verdict in
                    .init(path: verdict.path, words: writer.words(for: verdict), thumbnail: thumbnails.next() ?? nil)
                })
        ]
        return ReportPage(content).html
    }
}
