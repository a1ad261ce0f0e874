import CHDF5
import Files
import Isolation

/// Touches everything in an HDF5 file that a reader may touch, in a process that may die of it.
///
/// The library trusts what it finds in a file, and some damage makes it read outside its memory (seen with 1.10.8). A walk
/// does not judge: content that is merely wrong is found and reported by whoever reads the file. There are two exceptions.
/// For texts, the library takes as much memory as a damaged length asks for before it finds that they are not there, and
/// only the bounds of the process stop it. And what cannot be listed is not touched, but could still be asked for by name.
package struct HDF5Walk {
    private var visited: Set<haddr_t> = []
    /// The first texts or list of names that could not be read, and the reason.
    private var unreadable: String?

    /// Chunked values of more bytes than this are not read; the index of their chunks is.
    private static let mostBytes = 1 << 28

    private init() {}

    /// The service that stages give to `Isolation.start`.
    package static let service = IsolatedService("hdf5") { question, _ in
        // A file that cannot be read has not killed the process.
        let walk = try? HDF5Walk.through(String(decoding: question, as: UTF8.self))
        return Array((walk?.unreadable ?? "").utf8)
    }

    /// Lets another process read the file at `path` first, if there is an `Isolation`.
    ///
    /// - Throws: `StorageError.damaged` if that process did not survive opening it.
    static func admit(_ path: String) throws(StorageError) {
        guard let isolation = Isolation.current else { return }
        do {
            try isolation.admit(path, through: service.name, reader: "the HDF5 library", bounds: bounds)
        } catch {
            throw switch error {
            case .notSurvived(_, let reader, let end):
                .damaged(path: path, reason: "\(reader) did not survive reading it and \(end.words)")
            case .refused(_, let reason): .damaged(path: path, reason: reason)
            }
        }
    }

    /// What the process that walks through a file may take of memory and of processor time.
    ///
    /// Reading takes a thousandth of this time. One gigabyte holds the largest values that are read and the library's caches.
    private static func bounds(bytes: Int) -> IsolationBounds {
        IsolationBounds(memory: 1 << 30, processorSeconds: 5 + bytes / 10_000_000)
    }

    private static func through(_ path: String) throws(StorageError) -> HDF5Walk {
        var walk = HDF5Walk()
        walk.visit(try HDF5File.open(path).root)
        return walk
    }

    private mutating func visit(_ group: HDF5Group) {
        guard isNew(group.handle) else { return }
        touch(group.attributes)
        var names: [String] = []
        note { () throws(StorageError) in names = try group.linkNames() }
        for name in names {
            // What cannot be opened here cannot be opened by a reader either, and the others must still be visited.
            guard let child = try? group.child(name) else { continue }
            if child.isGroup {
                if let group = try? group.group(child.name) { visit(group) }
            } else if let dataset = try? group.dataset(child.name), isNew(dataset.handle) {
                touch(dataset.attributes)
                try? touch(dataset)
            }
        }
    }

    /// Whether an object is met for the first time; links may form loops.
    private mutating func isNew(_ handle: HDF5Handle) -> Bool {
        var information = H5O_info_t()
        guard handle.use({ H5Oget_info2($0, &information, UInt32(H5O_INFO_BASIC)) }) >= 0 else { return false }
        return visited.insert(information.addr).inserted
    }

    private mutating func touch(_ attributes: HDF5Attributes) {
        var names: [String] = []
        note { () throws(StorageError) in names = try attributes.names() }
        for name in names {
            if (try? attributes.isText(name)) == true {
                note { () throws(StorageError) in _ = try attributes.value(name) }
            } else {
                _ = try? attributes.value(name)
            }
        }
    }

    /// Reads something that must be readable, and records the reason if it is not.
    private mutating func note(_ read: () throws(StorageError) -> Void) {
        do {
            try read()
        } catch .cannotRead(_, let object, let reason) {
            unreadable = unreadable ?? "\(object) cannot be read: \(reason)"
        } catch {
            // Whoever reads the file will report it.
        }
    }

    /// Reads the values, unless they are numbers in one piece, where nothing can go wrong.
    private mutating func touch(_ dataset: HDF5Dataset) throws(StorageError) {
        let properties = try HDF5Call.handle(dataset.place, closing: { H5Pclose($0) }) {
            dataset.handle.use { H5Dget_create_plist($0) }
        }
        let isChunked = properties.use { H5Pget_layout($0) } == H5D_CHUNKED
        if isChunked {
            var count: hsize_t = 0
            _ = dataset.handle.use { H5Dget_num_chunks($0, kalon_h5_all(), &count) }
        }
        guard try dataset.requireHeld(width: 8) * 8 <= Self.mostBytes else { return }
        switch dataset.kind {
        case .text: note { () throws(StorageError) in _ = try dataset.readTexts() }
        case .real where isChunked: _ = try dataset.read(Float.self)
        case .integer where isChunked: _ = try dataset.read(Int64.self)
        case .real, .integer, .other: break
        }
    }
}
