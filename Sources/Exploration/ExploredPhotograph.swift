import Foundation
import Imaging
import Matrices
import Storage

/// A photograph with what was measured of it.
public struct ExploredPhotograph: Sendable {
    public let photograph: Photograph
    public let byteCount: Int
    public let measures: PictureMeasures
    public let candidate: DuplicateSearch.Candidate
    /// How it was read.
    public let notes: ReadingNotes
}

/// One walk over the photographs of a data set, on several threads.
public struct ExplorationWalk: Sendable {
    private let decoder: PictureDecoder
    private let threads: Int

    public init(decoder: PictureDecoder, threads: Int) {
        self.decoder = decoder
        self.threads = threads
    }

    /// Calls `body` with what became of each photograph, in order. Throws what `body` throws.
    public func run(
        _ list: PhotographList, body: (Result<ExploredPhotograph, UnreadablePhotograph>) throws -> Void
    ) throws {
        let photographs = list.photographs, decoder = decoder, name = list.name
        let prefetcher = Prefetcher(0..<photographs.count, workers: threads, window: 4 * threads) { number in
            Self.explore(photographs[number], set: name, decoder)
        }
        defer { prefetcher.stop() }
        while let outcome = prefetcher.next() { try body(outcome) }
    }

    private static func explore(
        _ photograph: Photograph, set: String, _ decoder: PictureDecoder
    ) -> Result<ExploredPhotograph, UnreadablePhotograph> {
        func unreadable(_ reason: String) -> Result<ExploredPhotograph, UnreadablePhotograph> {
            .failure(UnreadablePhotograph(path: photograph.path, reason: reason))
        }
        if let obstacle = photograph.obstacle { return unreadable(obstacle) }
        do throws(ImagingError) {
            let (picture, file) = try decoder.decode(path: photograph.location) { bytes in
                (count: bytes.count, digest: FileDigest.sha256(of: bytes))
            }
            let part = photograph.split.map { "\(set)/\($0.rawValue)" } ?? set
            return .success(
                ExploredPhotograph(
                    photograph: photograph, byteCount: file.count,
                    measures: try PictureMeasures(of: picture),
                    candidate: .init(
                        part: part, path: photograph.path, label: photograph.label, digest: file.digest,
                        hash: try PerceptualHash(of: picture)), notes: picture.notes))
        } catch {
            return unreadable(error.reason)
        }
    }
}

/// A photograph of which nothing can be said, and why.
public struct UnreadablePhotograph: Error, Sendable, Codable, Equatable {
    public let path: String
    public let reason: String
}
