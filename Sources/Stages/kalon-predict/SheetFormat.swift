import Foundation

/// The format of a contact sheet, chosen by its file name extension.
enum SheetFormat: String, CaseIterable {
    case html, png

    /// Nil for another extension.
    init?(path: String) {
        self.init(rawValue: (path as NSString).pathExtension.lowercased())
    }

    /// The files of a sheet with this many photographs: a page, or pictures `sheet.png`, `sheet-2.png`, ….
    func files(_ path: String, photographs: Int) -> [String] {
        guard self == .png else { return [path] }
        let pages = max(1, (photographs + PictureSheet.mostOnPage - 1) / PictureSheet.mostOnPage)
        let stem = (path as NSString).deletingPathExtension, ending = (path as NSString).pathExtension
        return [path] + (1..<pages).map { "\(stem)-\($0 + 1).\(ending)" }
    }
}
