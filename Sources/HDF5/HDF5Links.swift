import CHDF5
import Files

/// The one place that follows links inside HDF5 files.
extension HDF5Group {
    /// The most links that may lead from one to the next; this is libhdf5's own limit.
    private static let mostLinks = 16

    /// The way to the object at `path` by names of objects alone, from this group or from the root; nil if there is no such
    /// object.
    ///
    /// Links within the file are followed here, step by step, so that what is opened is never a link. Throws
    /// `StorageError.linkOutside` for a link that leads to another file or that only another program can follow, and
    /// `.invalidContent` for links that form an endless loop.
    func resolved(_ path: String) throws(StorageError) -> String? {
        var way = path.hasPrefix("/") ? "/" : ""
        var steps = path.split(separator: "/").map(String.init)[...]
        var links = 0
        while let step = steps.popFirst() {
            if step == "." { continue }
            let next = way.isEmpty || way.hasSuffix("/") ? way + step : way + "/" + step
            switch try link(next) {
            case nil: return nil
            case .object: way = next
            case .path(let target):
                links += 1
                guard links <= Self.mostLinks else { throw invalid(path, "its links form an endless loop") }
                if target.hasPrefix("/") { way = "/" }
                steps = target.split(separator: "/").map(String.init) + steps
            case .outside(let target):
                throw .linkOutside(file: place.file, object: place.child(path).object, target: target)
            }
        }
        return way.isEmpty ? "." : way
    }

    private enum Link {
        case object
        /// To a place in the same file.
        case path(String)
        case outside(String)
    }

    private func link(_ path: String) throws(StorageError) -> Link? {
        let place = place.child(path)
        let isThere = try HDF5Call.check(place) { handle.use { H5Lexists($0, path, kalon_h5_default()) } }
        if isThere == 0 { return nil }
        var information = H5L_info_t()
        try HDF5Call.check(place) { handle.use { H5Lget_info($0, path, &information, kalon_h5_default()) } }
        switch information.type {
        case H5L_TYPE_HARD: return .object
        case H5L_TYPE_SOFT: return .path(try target(of: path, byteCount: information.u.val_size))
        case H5L_TYPE_EXTERNAL: return .outside("an object of another file")
        default: return .outside("something that only another program can follow")
        }
    }

    private func target(of path: String, byteCount: Int) throws(StorageError) -> String {
        guard byteCount <= 1 << 16 else { throw invalid(path, "a link of \(byteCount) bytes is too long") }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        try HDF5Call.check(place.child(path)) {
            handle.use { H5Lget_val($0, path, &bytes, bytes.count, kalon_h5_default()) }
        }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// The groups that a walk through a file has entered, so that links back to one of them do not make the walk endless.
package struct HDF5Visits {
    /// More levels than the layers of any network have.
    private static let deepest = 1000
    private var entered: Set<UInt64>
    private let file: String

    package init(from group: HDF5Group) throws(StorageError) {
        entered = [try group.address]
        file = group.place.file
    }

    /// Whether the walk enters `child`, which is `depth` groups deep: only if it is a group that has not been entered yet.
    ///
    /// Throws `StorageError.invalidContent` if groups are nested too deep.
    package mutating func enters(_ child: HDF5Group.Child, depth: Int) throws(StorageError) -> Bool {
        guard let address = child.address, child.isGroup, entered.insert(address).inserted else { return false }
        guard depth <= Self.deepest else {
            throw .invalidContent(
                file: file, object: "the group \(child.name)",
                problem: "more than \(Self.deepest) groups are nested in one another")
        }
        return true
    }
}
