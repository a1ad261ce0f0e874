import Downloads
import Foundation
import StageSupport
import Storage
import Weights

/// Brings published files into a folder.
struct Fetching {
    let folder: WeightFolder
    let mirror: URL?
    let patience: Downloader.Patience
    let context: StageContext

    /// Makes sure that the file of `entry` is in the folder, checked. Throws `DownloadError`, `WeightsError`,
    /// `StorageError`.
    func fetch(_ entry: WeightCatalogue.Entry) throws {
        let file = folder.file(of: entry)
        let state = folder.state(of: entry)
        if state.isUsable { return context.progress.log("\(entry.name) is here already") }
        if state.isHere, try acceptsWhatIsThere(entry) { return }
        let partial = try PartialFile(for: file)
        do {
            try download(entry, into: partial)
        } catch WeightsError.differs where partial.isSpliced {
            // The parts may be of different files, which no server is to blame for.
            context.progress.log("\(entry.name): the parts do not make the published file; fetching all of it again")
            try partial.discard()
            try rejecting(partial, entry) { try download(entry, into: partial) }
        } catch WeightsError.differs(let difference) {
            try reject(partial, entry, difference)
        }
    }

    /// Downloads, checks, and gives the file its name.
    private func download(_ entry: WeightCatalogue.Entry, into partial: PartialFile) throws {
        let address = entry.address(mirror: mirror)
        context.progress.log("\(entry.name) from \(address.absoluteString)")
        context.progress.begin(done: partial.bytes, unit: .bytes)
        if partial.bytes > 0 {
            context.progress.log("going on after \(ProgressUnit.bytes.text(partial.bytes)) of an earlier run")
        }
        let downloader = Downloader(patience: patience) { event in
            show(event)
            try context.interruption.check()
        }
        try downloader.fetch(address, into: partial, expected: entry.bytes)
        let digests = try folder.check(partial.path, as: entry)
        try partial.commit()
        try folder.record(digests, for: entry)
        context.progress.log(entry.verdict(on: digests))
    }

    /// A file that somebody put there, or touched: whether it is the right one.
    private func acceptsWhatIsThere(_ entry: WeightCatalogue.Entry) throws -> Bool {
        do {
            let digests = try folder.check(folder.file(of: entry), as: entry)
            try folder.record(digests, for: entry)
            context.progress.log("\(entry.name) was there already; \(entry.verdict(on: digests))")
            return true
        } catch let error as WeightsError {
            context.progress.log("\(error.sentence); fetching it again")
            return false
        }
    }

    private func rejecting(_ partial: PartialFile, _ entry: WeightCatalogue.Entry, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch WeightsError.differs(let difference) {
            try reject(partial, entry, difference)
        }
    }

    private func reject(
        _ partial: PartialFile, _ entry: WeightCatalogue.Entry, _ difference: WeightDifference
    ) throws -> Never {
        throw WeightsError.rejected(
            difference, address: entry.address(mirror: mirror).absoluteString, keptAt: try partial.reject())
    }

    private func show(_ event: Downloader.Event) {
        switch event {
        case .came(let bytes, let total):
            context.progress.update(done: bytes, total: total)
        case .failed(let error, let pause):
            context.progress.log("\(error.sentence); trying again in \(String(format: "%g", pause)) s")
        case .startsOver:
            context.progress.log("what an earlier attempt left cannot be gone on from; starting over")
        }
    }
}

extension WeightCatalogue.Entry {
    /// What a check that found nothing wrong is worth.
    func verdict(on digests: FileDigests) -> String {
        hasPublishedDigest
            ? "\(name) is as published"
            : "no hash of \(name) is published, so nothing shows that it is what its authors made; its SHA-256 is "
                + "\(digests.sha256), written down to notice a later change"
    }
}
