import Concurrency
import DataSets
import Files
import Foundation
import Imaging
import Matrices

/// A photograph with what was measured on it.
public struct ExploredPhotograph: Sendable {
    /// The photograph as its data set lists it.
    public let photograph: Photograph
    /// The size of the file in bytes.
    public let byteCount: Int
    /// What was measured on the picture.
    public let measures: PictureMeasures
    /// What the photograph is recognised by.
    public let candidate: DuplicateSearch.Candidate
    /// How the file was read.
    public let notes: ReadingNotes
}

/// One walk over the photographs of a data set, on several threads.
public struct ExplorationWalk: Sendable {
    private let decoder: PictureDecoder
    private let threads: Int

    /// Makes a walk.
    ///
    /// - Parameters:
    ///   - decoder: reads the photographs.
    ///   - threads: the number of threads, at least 1.
    public init(decoder: PictureDecoder, threads: Int) {
        self.decoder = decoder
        self.threads = threads
    }

    /// Calls `body` with the outcome of each photograph, in order.
    ///
    /// - Parameters:
    ///   - list: the photographs.
    ///   - body: called with what was measured, or with the reason why the photograph cannot be read.
    /// - Throws: what `body` throws.
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

/// A photograph that cannot be read, and the reason.
public struct UnreadablePhotograph: Error, Sendable, Codable, Equatable {
    /// The path relative to the data set.
    public let path: String
    /// Why it cannot be read, in a few words.
    public let reason: String
}
