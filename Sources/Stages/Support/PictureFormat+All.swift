import Imaging
import Storage

extension PictureFormat {
    /// The file name extensions of all formats, in lower case.
    public static var everyExtension: PictureEndings {
        PictureEndings(Set(allCases.flatMap(\.extensions)), raw: Set(PictureFormat.raw.extensions))
    }
}

extension PhotographList {
    /// What a person should know of files of the folder that are not among its photographs; nil where there is nothing.
    public var noteOnTwins: String? {
        switch rawTwins {
        case 0: nil
        case 1: "\(name): 1 RAW file stands beside a picture of the same name, which is taken in its place"
        default: "\(name): \(rawTwins) RAW files stand beside pictures of the same names, which are taken in their place"
        }
    }
}
