import Imaging
import Testing

@Test(
    "which files count as pictures",
    arguments: [
        ("a.jpg", true), ("A.JPEG", true), ("b.PnG", true), ("folder.d/c.webp", true), ("d.heic", true), ("e.tar.gif", true),
        ("f.ppm", true),
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
