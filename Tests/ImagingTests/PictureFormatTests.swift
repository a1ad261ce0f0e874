import Imaging
import Testing

@Test(
    "which files count as pictures",
    arguments: [
        ("a.jpg", true), ("A.JPEG", true), ("b.PnG", true), ("folder.d/c.webp", true), ("d.heic", true), ("e.tar.gif", true),
        ("f.ppm", true), ("IMG_1.HIF", true), ("DSC_1.NEF", true), ("g.cr3", true), ("h.jxl", true), ("i.jp2", true),
        ("notes.txt", false), ("jpg", false), ("picture.", false), (".jpg", false), ("._a.jpg", false), ("a.jpg.csv", false),
        ("x.png/notes", false),
    ])
func pictureNames(_ name: String, _ expected: Bool) {
    #expect(PictureFormat.isPicture(name: name) == expected)
}

@Test func everyExtensionBelongsToOneFormat() {
    let all = PictureFormat.allCases.flatMap(\.extensions)
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0 == $0.lowercased() })
}

@Test(
    "formats that are not read are called by their names",
    arguments: [
        ([0x76, 0x2F, 0x31, 0x01] as [UInt8], "OpenEXR"), (Array("8BPS\0\u{1}".utf8), "Photoshop"),
        (Array("%PDF-1.7".utf8), "PDF"),
        ([0, 0, 0, 0x18] + Array("ftypisom\0\0\0\0isom".utf8), "film"),
    ])
func unreadFormats(_ bytes: [UInt8], _ name: String) {
    #expect(throws: ImagingError.unreadFormat(path: "a.jpg", name: name)) {
        try PictureDecoder().decode(bytes, path: "a.jpg")
    }
}
