import Foundation
import Imaging
import Testing
import TestSupport

@Test("the same picture gives the same bytes", arguments: [PictureEncoding.png, .jpeg(quality: 92)])
func encodingIsDeterministic(_ encoding: PictureEncoding) throws {
    let picture = somePicture(width: 80, height: 55)
    let first = try picture.encoded(as: encoding, path: "-")
    for _ in 0..<3 { #expect(try picture.encoded(as: encoding, path: "-") == first) }
}

@Test func aJPEGIsCloseToItsPicture() throws {
    let picture = somePicture(width: 80, height: 55)
    let back = try PictureDecoder().decode(picture.encoded(as: .jpeg(quality: 92), path: "-"), path: "-")
    try #require(back.width == 80 && back.height == 55 && back.pixels.count == picture.pixels.count)
    let total = zip(back.pixels, picture.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(Double(total) / Double(picture.pixels.count) < 4)
}

@Test func writingReplacesWholeFilesAndLeavesNothingBehind() throws {
    let folder = try Scratch()
    let picture = somePicture(width: 9, height: 7)
    let path = try folder.file("a.png", [1, 2, 3])
    try picture.write(to: path, as: .png)
    #expect(try PictureDecoder().decode(path: path) == picture)
    #expect(try folder.names == ["a.png"])
}

@Test func aFailedWriteLeavesWhatWasThere() throws {
    let folder = try Scratch()
    try FileManager.default.createDirectory(atPath: folder.folder + "/taken", withIntermediateDirectories: true)
    let picture = somePicture(width: 9, height: 7)
    for path in [folder.folder + "/taken", folder.folder + "/none/a.png"] {
        let error = #expect(throws: ImagingError.self) { try picture.write(to: path, as: .png) }
        #expect(error?.kind == .cannotWrite)
        #expect(error?.path == path)
    }
    #expect(try folder.names == ["taken"])
}
