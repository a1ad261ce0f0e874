import DataSets
import Imaging

extension PictureFormat {
    /// The file name extensions of all formats, in lower case.
    public static var everyExtension: PictureEndings {
        PictureEndings(Set(allCases.flatMap(\.extensions)), raw: Set(PictureFormat.raw.extensions))
    }
}

extension PhotographList {
    /// A sentence about RAW files that were left out because there is a picture of the same name; nil if there are none.
    public var noteOnTwins: String? {
        switch rawTwins {
        case 0: nil
        case 1: "\(name): 1 RAW file has a picture of the same name beside it, which is used instead"
        default: "\(name): \(rawTwins) RAW files have pictures of the same names beside them, which are used instead"
        }
    }
}
