import Imaging

extension PictureFormat {
    /// The file name extensions of all formats, in lower case.
    public static var everyExtension: Set<String> { Set(allCases.flatMap(\.extensions)) }
}
