import DataSets
import Files
import Imaging
import Records

/// What is noted about a photograph's file in addition to its features.
struct PictureFacts {
    /// What the file is recognised by; empty if it has disappeared since its features were computed.
    let digest: String
    let size: PictureSize

    init(of photograph: Photograph, _ decoder: PictureDecoder) {
        guard let digest = try? FileDigest.brief(of: photograph.location) else {
            (self.digest, size) = ("", PictureSize(width: 0, height: 0))
            return
        }
        self.digest = digest
        let sides = decoder.size(path: photograph.location)
        size = PictureSize(width: UInt32(exactly: sides?.width ?? 0) ?? 0, height: UInt32(exactly: sides?.height ?? 0) ?? 0)
    }
}
