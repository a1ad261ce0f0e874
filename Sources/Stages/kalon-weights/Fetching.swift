import Downloads
import Files
import Foundation
import StageSupport
import Weights

/// Downloads published files into a folder.
struct Fetching {
    let folder: WeightFolder
    let mirror: URL?
    let patience: Downloader.Patience
    let context: StageContext

    /// Makes sure that the file of `entry` is in the folder and checked.
    ///
    /// - Throws: `DownloadError`, `WeightsError`, `StorageError`.
    func fetch(_ entry: WeightCatalogue.Entry) throws {
        let file = folder.file(of: entry)
        let state = folder.state(of: entry)
        if state.isUsable { return context.progress.log("\(entry.name) is already installed") }
        if state.isHere, try acceptsWhatIsThere(entry) { return }
        let partial = try PartialFile(for: file)
        do {
            try download(entry, into: partial)
        } catch WeightsError.differs where partial.isSpliced {
            // The parts may come from different files, for which no server is to blame.
            context.progress.log("\(entry.name): the parts do not add up to the published file; downloading all of it again")
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
            context.progress.log("resuming after \(ProgressUnit.bytes.text(partial.bytes)) of an earlier run")
        }
        let downloader = Downloader(patience: patience) { event in
            show(event)
            try context.interruption.check()
        }
        try downloader.fetch(address, into: partial, expected: entry.bytesAtAddress)
        context.progress.log(entry.verdict(on: try install(entry, from: partial)))
    }

    /// Checks what came, and gives the file its name.
    private func install(_ entry: WeightCatalogue.Entry, from partial: PartialFile) throws -> FileDigests {
        guard let archive = entry.archive else {
            let digests = try folder.check(partial.path, as: entry)
            try partial.commit()
            try folder.record(digests, for: entry)
            return digests
        }
        do {
            let digests = try folder.importArchive(partial.path, archive, as: entry)
            partial.remove()
            return digests
        } catch WeightsError.unreadableArchive(_, let member, let problem) {
            throw WeightsError.unreadableArchive(file: try partial.reject(), member: member, problem: problem)
        }
    }

    /// Whether a file that somebody put into the folder, or modified, is the right one.
    private func acceptsWhatIsThere(_ entry: WeightCatalogue.Entry) throws -> Bool {
        do {
            let digests = try folder.check(folder.file(of: entry), as: entry)
            try folder.record(digests, for: entry)
            context.progress.log("\(entry.name) was already there; \(entry.verdict(on: digests))")
            return true
        } catch let error as WeightsError {
            context.progress.log("\(context.sentence(of: error)); downloading it again")
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
            context.progress.log("\(context.sentence(of: error)); trying again in \(String(format: "%g", pause)) s")
        case .startsOver:
            context.progress.log("cannot resume an earlier attempt; starting over")
        }
    }
}

extension WeightCatalogue.Entry {
    /// What a successful check proves, as a sentence.
    func verdict(on digests: FileDigests) -> String {
        hasPublishedDigest
            ? "\(name) is as published"
            : "no hash of \(name) is published, so nothing proves that it is what its authors made; its SHA-256 "
                + "\(digests.sha256) is stored, so that a later change is noticed"
    }
}
