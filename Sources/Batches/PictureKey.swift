import DataSets
import Files
import Foundation
import Imaging

/// What a resized photograph is recognised by: its name, the size and the time of its file, and all that was done to it.
struct PictureKey: Hashable {
    let first: UInt64
    let second: UInt64

    /// The size of a key in a file, in bytes.
    static let bytes = 16

    /// The key of a photograph after one of the resizes of a recipe; nil if there is no file.
    init?(_ photograph: Photograph, _ resize: PictureRecipe.Resize, of recipe: PictureRecipe) {
        var status = stat()
        guard stat(photograph.location, &status) == 0 else { return nil }
        // Whether a photograph is refused depends on both resizes of the recipe.
        let text = """
            \(photograph.path)
            \(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)
            \(resize.name), \(recipe.resize.name), \(recipe.evaluationResize.name)
            \(recipe.resampling.rawValue) \(recipe.orientation.rawValue)
            """
        let digest = Data(text.utf8).withUnsafeBytes { FileDigest.sha256(of: $0) }
        guard let first = UInt64(digest.prefix(16), radix: 16), let second = UInt64(digest.dropFirst(16).prefix(16), radix: 16)
        else { return nil }
        (self.first, self.second) = (first, second)
    }

    init(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        (first, second) = (LittleEndian.number(bytes[0..<8]), LittleEndian.number(bytes[8..<16]))
    }

    var data: Data { LittleEndian.bytes(first) + LittleEndian.bytes(second) }
}
