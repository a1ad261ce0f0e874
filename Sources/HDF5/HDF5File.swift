import CHDF5
import Files
import Foundation

/// An open HDF5 file.
///
/// A file that is read stays open as long as any of its groups and datasets is in use. A file that is written ends with
/// `close`, after which its groups and datasets no longer work.
package final class HDF5File: Sendable {
    private let handle: HDF5Handle
    package let root: HDF5Group

    private init(handle: HDF5Handle, identifier: hid_t, path: String, output: HDF5Output?) throws(StorageError) {
        let place = HDF5Place(file: path, object: "/", output: output)
        let group = try HDF5Call.handle(place, closing: { H5Gclose($0) }) {
            H5Gopen2(identifier, "/", kalon_h5_default())
        }
        self.handle = handle
        root = HDF5Group(handle: group, place: place)
    }

    /// Opens a file for reading.
    ///
    /// If there is an `Isolation`, another process must have survived reading it first.
    package static func open(_ path: String) throws(StorageError) -> HDF5File {
        try InputPath.requireReadableFile(path)
        try HDF5Walk.admit(path)
        _ = HDF5Call.prepared
        var isThreadSafe: hbool_t = false
        H5is_library_threadsafe(&isThreadSafe)
        guard isThreadSafe else { throw .libraryNotThreadSafe }
        HDF5Call.silence()
        guard H5Fis_hdf5(path) > 0 else { throw .otherFormat(path, expected: .hdf5) ?? .notHDF5(path: path) }
        let identifier = H5Fopen(path, kalon_h5_read_only(), kalon_h5_default())
        guard identifier >= 0 else { throw .damaged(path: path, reason: HDF5Call.innermostMessage()) }
        return try HDF5File(
            handle: HDF5Handle(identifier, closing: { H5Fclose($0) }), identifier: identifier, path: path,
            output: nil)
    }

    /// Creates a file at `path`, replacing one that exists; errors name it as `name`.
    ///
    /// Neither the file nor its objects store times, so equal contents give equal bytes.
    package static func create(_ path: String, reportedAs name: String) throws(StorageError) -> HDF5File {
        _ = HDF5Call.prepared
        let output = HDF5Output()
        let place = HDF5Place(file: name, object: "/", output: output)
        let access = try accessProperties(place)
        let creation = try HDF5Call.handle(place, closing: { H5Pclose($0) }) {
            H5Pcreate(kalon_h5_file_create_class())
        }
        try HDF5Call.check(place) { creation.use { H5Pset_obj_track_times($0, false) } }
        let identifier = try HDF5Call.check(place) {
            creation.use { creation in access.use { H5Fcreate(path, kalon_h5_truncate(), creation, $0) } }
        }
        return try HDF5File(
            handle: HDF5Handle(identifier, of: output, closing: { H5Fclose($0) }), identifier: identifier, path: name,
            output: output)
    }

    /// Writes what is still in memory and closes the file with everything in it.
    ///
    /// An output is complete only when this returns. The library writes late, so a full disk may be noticed only here.
    package func close() throws(StorageError) {
        let place = root.place
        try HDF5Call.check(place) { handle.use { H5Fflush($0, H5F_SCOPE_LOCAL) } }
        try HDF5Call.check(place) { handle.use { H5Fclose($0) } }
    }

    /// The properties with which files are opened.
    ///
    /// Closing the file closes everything that is open in it. Objects use the compact structures of HDF5 1.8, which every
    /// current reader knows.
    private static func accessProperties(_ place: HDF5Place) throws(StorageError) -> HDF5Handle {
        let access = try HDF5Call.handle(place, closing: { H5Pclose($0) }) { H5Pcreate(kalon_h5_file_access_class()) }
        try HDF5Call.check(place) { access.use { H5Pset_fclose_degree($0, H5F_CLOSE_STRONG) } }
        try HDF5Call.check(place) { access.use { H5Pset_libver_bounds($0, H5F_LIBVER_V18, H5F_LIBVER_V110) } }
        return access
    }
}
