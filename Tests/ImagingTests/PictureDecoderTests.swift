import Dispatch
import Foundation
import Imaging
import Synchronization
import TestSupport
import Testing

@Suite struct PictureDecoderTests {
    private let folder: Scratch
    private let decoder = PictureDecoder()

    init() throws { folder = try Scratch() }

    @Test func losslessFilesComeBack() throws {
        let picture = somePicture(width: 37, height: 23)
        try picture.write(to: folder.folder + "/a.png", as: .png)
        #expect(try decoder.decode(path: folder.folder + "/a.png") == picture)
        let header = Array("P6\n37 23\n255\n".utf8)
        #expect(try decoder.decode(path: folder.file("a.ppm", header + picture.pixels)) == picture)
    }

    @Test func greyIsRepeated() throws {
        let path = try folder.file("grey.pgm", Array("P5\n3 1\n255\n".utf8) + [0, 100, 255])
        #expect(try decoder.decode(path: path).pixels == [0, 0, 0, 100, 100, 100, 255, 255, 255])
    }

    @Test func sixteenBitsLoseTheLowByte() throws {
        let path = try folder.file(
            "deep.ppm", Array("P6\n1 2\n65535\n".utf8) + [0, 255, 1, 0, 128, 127, 255, 255, 200, 1, 16, 16])
        #expect(try decoder.decode(path: path).pixels == [0, 1, 128, 255, 200, 16])
    }

    @Test func alphaIsDroppedNotBlended() throws {
        // 2 x 1 RGBA: a transparent red pixel and a half-transparent blue one.
        let path = try folder.file("alpha.png", AwkwardFiles.rgba)
        #expect(try decoder.decode(path: path).pixels == [255, 0, 0, 10, 20, 250])
    }

    @Test func orientationIsNotedAndNotApplied() throws {
        let jpeg = try somePicture(width: 20, height: 12).encoded(as: .jpeg(quality: 90), path: "-")
        // After the start marker, an EXIF segment whose one entry says "turn by a quarter".
        let turned: [UInt8] =
            [0xFF, 0xE1, 0, 34] + Array("Exif".utf8) + [0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
            + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
        let marked = try folder.file("turned.jpg", jpeg.prefix(2) + turned + jpeg.dropFirst(2))
        let (found, plain) = (try decoder.decode(path: marked), try decoder.decode(jpeg, path: "-"))
        #expect(found.pixels == plain.pixels && found.width == 20 && found.height == 12)
        #expect(found.orientation == .rightTop && plain.orientation == .topLeft)
        #expect(found.upright.width == 12 && found.upright.height == 20)
        #expect(Array(found.upright.pixels[33..<36]) == Array(found.pixels[0..<3]), "the first pixel is at the right")
        #expect(plain.upright == plain)
    }

    @Test func palettesAreExpanded() throws {
        let path = try folder.file("palette.png", AwkwardFiles.palette)
        #expect(try decoder.decode(path: path).pixels == [200, 30, 40, 10, 220, 90, 200, 30, 40])
    }

    @Test func onlyTheFirstFrameIsRead() throws {
        let picture = try decoder.decode(path: folder.file("moving.gif", AwkwardFiles.twoFrames))
        #expect(picture.width == 2 && picture.height == 1)
        #expect(picture.pixels == [255, 0, 0, 255, 0, 0])
    }

    @Test func namesAreTakenLiterally() throws {
        let picture = somePicture(width: 8, height: 8)
        for name in ["a[page=3].png", "b[1].png", "ä ö.png", "%s%n.png"] {
            try picture.write(to: "\(folder.folder)/\(name)", as: .png)
            #expect(try decoder.decode(path: "\(folder.folder)/\(name)") == picture)
        }
    }

    /// Where this system's libvips has their decoders.
    @Test(arguments: ["heic-lossy.heic", "avif-lossy.avif"])
    func modernFormatsAreReadOrRefused(_ name: String) throws {
        let original = try decoder.decode(path: Fixture.path("pictures/png-rgb-8.png"))
        do throws(ImagingError) {
            let picture = try decoder.decode(path: Fixture.path("pictures/" + name))
            #expect(picture.width == original.width && picture.height == original.height)
            #expect(picture.pixels.count == original.pixels.count)
            let total = zip(picture.pixels, original.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(Double(total) / Double(original.pixels.count) < 6)
        } catch {
            guard case .damaged(_, .heif, _) = error else { throw error }
        }
    }

    @Test func truncatedFilesAreRefused() throws {
        let picture = somePicture(width: 64, height: 48)
        for (encoding, format) in [(PictureEncoding.png, PictureFormat.png), (.jpeg(quality: 90), .jpeg)] {
            let whole = try picture.encoded(as: encoding, path: "-")
            for share in [0.1, 0.5, 0.95] {
                let path = try folder.file("cut", whole.prefix(Int(Double(whole.count) * share)))
                let error = #expect(throws: ImagingError.self) { try decoder.decode(path: path) }
                guard case .damaged(path, format, let reason)? = error else {
                    Issue.record("\(format) cut to \(share): \(String(describing: error))")
                    continue
                }
                #expect(!reason.isEmpty && !reason.contains("\n"))
            }
        }
    }

    @Test func damagedDataAreRefused() throws {
        var bytes = try somePicture(width: 200, height: 150).encoded(as: .jpeg(quality: 90), path: "-")
        for index in stride(from: bytes.count / 2, to: bytes.count * 3 / 4, by: 3) { bytes[index] = 0x5A }
        let path = try folder.file("bad.jpg", bytes)
        let error = #expect(throws: ImagingError.self) { try decoder.decode(path: path) }
        guard case .damaged? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func eachAwkwardFileHasItsReason() throws {
        let text = try folder.file("text.jpg", Array("these are words\n".utf8))
        #expect(throws: ImagingError.notAPicture(path: text)) { try decoder.decode(path: text) }
        let nearly = try folder.file("nearly.jpg", Array("P6 is the name of a format".utf8))
        #expect(throws: ImagingError.notAPicture(path: nearly)) { try decoder.decode(path: nearly) }
        let empty = try folder.file("empty.jpg", [])
        #expect(throws: ImagingError.empty(path: empty)) { try decoder.decode(path: empty) }
        let missing = folder.folder + "/none.jpg"
        #expect(throws: ImagingError.missing(path: missing)) { try decoder.decode(path: missing) }
        #expect(throws: ImagingError.missing(path: missing + "/a.jpg")) { try decoder.decode(path: missing + "/a.jpg") }
        #expect(throws: ImagingError.notAFile(path: folder.folder)) { try decoder.decode(path: folder.folder) }
        let immense = try folder.file("immense.jpg", [0xFF, 0xD8, 0xFF])
        let limit = 8 * 100 + 1 << 26
        #expect(truncate(immense, limit + 1) == 0)
        #expect(throws: ImagingError.tooLarge(path: immense, bytes: limit + 1, maximum: limit)) {
            try PictureDecoder(maximumPixels: 100).decode(path: immense)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root reads files without permissions"))
    func aFileWithoutPermissionsIsUnreadable() throws {
        let path = try folder.file("locked.jpg", [1])
        chmod(path, 0)
        #expect(throws: ImagingError.unreadable(path: path, reason: "permission denied")) { try decoder.decode(path: path) }
    }

    @Test func tooManyPixelsAreRefusedFromTheHeader() throws {
        let path = try folder.file("huge.ppm", Array("P6\n30000 30000\n255\n".utf8) + [0, 0, 0])
        #expect(throws: ImagingError.tooManyPixels(path: path, width: 30000, height: 30000, maximum: 1 << 28)) {
            try decoder.decode(path: path)
        }
        try somePicture(width: 10, height: 10).write(to: folder.folder + "/ten.png", as: .png)
        #expect(throws: ImagingError.tooManyPixels(path: folder.folder + "/ten.png", width: 10, height: 10, maximum: 99)) {
            try PictureDecoder(maximumPixels: 99).decode(path: folder.folder + "/ten.png")
        }
        #expect(try PictureDecoder(maximumPixels: 100).decode(path: folder.folder + "/ten.png").width == 10)
    }

    @Test func reasonsAreTheirOwnOnManyThreads() throws {
        let picture = somePicture(width: 60, height: 40)
        let jpeg = try picture.encoded(as: .jpeg(quality: 90), path: "-"), png = try picture.encoded(as: .png, path: "-")
        let whole = try decoder.decode(jpeg, path: "whole")
        let cutJPEG = Array(jpeg.prefix(jpeg.count / 2)), cutPNG = Array(png.prefix(png.count / 2))
        let expectedJPEG = reason(cutJPEG), expectedPNG = reason(cutPNG)
        #expect(expectedJPEG != expectedPNG)
        let wrong = Mutex([String]())
        DispatchQueue.concurrentPerform(iterations: 200) { index in
            switch index % 3 {
            case 0: if (try? PictureDecoder().decode(jpeg, path: "whole")) != whole { wrong.withLock { $0.append("whole") } }
            case 1: if reason(cutJPEG) != expectedJPEG { wrong.withLock { $0.append("JPEG") } }
            default: if reason(cutPNG) != expectedPNG { wrong.withLock { $0.append("PNG") } }
            }
        }
        #expect(wrong.withLock { $0 } == [])
    }
}

private func reason(_ bytes: [UInt8]) -> String? {
    do throws(ImagingError) {
        _ = try PictureDecoder().decode(bytes, path: "-")
        return nil
    } catch {
        return error.reason
    }
}
