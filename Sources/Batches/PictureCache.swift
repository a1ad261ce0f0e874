import Foundation

/// Where resized photographs are kept so that only the first epoch decodes them.
///
/// They are in one file, `pictures.cache`, which one run at a time uses. It never makes a run fail: if it cannot be used, or if
/// something in it is damaged, `notice` gets a sentence, and photographs are decoded as if there were no cache. A photograph
/// whose file has changed since is decoded again; that is seen by the size and the time of the file.
public struct PictureCache: Sendable {
    /// The folder, which is made if it does not exist.
    public let folder: String
    /// The most bytes that the file may have; photographs that no longer fit are decoded every time.
    public let maximumBytes: Int
    let notice: @Sendable (String) -> Void

    /// A cache in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder; it need not exist.
    ///   - maximumBytes: the most bytes that the file may have. A picture of 256 x 256 pixels takes 197 kB.
    ///   - notice: called on any thread with a sentence if the file, or a picture in it, cannot be used or kept.
    public init(folder: String, maximumBytes: Int, notice: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.maximumBytes = maximumBytes
        self.notice = notice
    }

    /// The path of the file.
    public var path: String { folder + "/pictures.cache" }
}
