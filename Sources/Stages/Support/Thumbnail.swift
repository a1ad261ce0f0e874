import Foundation
import Imaging

/// Small versions of photographs for pages.
public enum Thumbnail {
    /// In pixels; about twice the size at which pages show them.
    private static let side = 240

    /// A JPEG of the photograph, turned upright, at most 240 pixels wide and high.
    ///
    /// - Returns: Nil if the photograph does not exist or cannot be read.
    public static func jpeg(of path: String, _ decoder: PictureDecoder) -> Data? {
        guard let picture = picture(of: path, side: side, decoder),
            let bytes = try? picture.encoded(as: .jpeg(quality: 80), path: path)
        else { return nil }
        return Data(bytes)
    }

    /// The photograph, turned upright, at most `side` pixels wide and high.
    ///
    /// - Returns: Nil if the photograph does not exist or cannot be read.
    public static func picture(of path: String, side: Int, _ decoder: PictureDecoder) -> Picture? {
        try? decoder.decode(path: path).thumbnail(side: side)
    }
}
