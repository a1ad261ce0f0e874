import Foundation
import Imaging
import Matrices
import TestSupport
import Testing

/// RAW files are judged by the largest JPEG that the camera put into them.
@Suite struct RawPreviewTests {
    private let decoder = PictureDecoder()

    private func expect(
        _ file: [UInt8], named name: String, shows jpeg: [UInt8], _ orientation: ExifOrientation, _ comment: Comment? = nil
    ) throws {
        let (found, expected) = (try decoder.decode(file, path: name), try decoder.decode(jpeg, path: "-"))
        #expect(found.width == expected.width && found.height == expected.height, comment)
        #expect(found.pixels == expected.pixels, comment)
        #expect(found.orientation == orientation, comment)
        #expect(found.isPreview, comment)
    }

    @Test func everyMakersPreviewIsFoundAndTurned() throws {
        let jpeg = try CameraFiles.jpeg(96, 64)
        try expect(CameraFiles.nef(preview: jpeg, orientation: 6), named: "a.NEF", shows: jpeg, .rightTop)
        try expect(
            CameraFiles.nef(preview: jpeg, orientation: 8, isBigEndian: false), named: "a.arw", shows: jpeg, .leftBottom)
        try expect(CameraFiles.cr2(preview: jpeg, orientation: 3), named: "a.cr2", shows: jpeg, .bottomRight)
        try expect(CameraFiles.noted("IIRO", preview: jpeg, orientation: 6), named: "a.orf", shows: jpeg, .rightTop)
        try expect(CameraFiles.noted("IIU\0", preview: jpeg, orientation: 8), named: "a.rw2", shows: jpeg, .leftBottom)
        try expect(CameraFiles.raf(preview: jpeg), named: "a.raf", shows: jpeg, .topLeft)
        try expect(CameraFiles.cr3(previews: [jpeg], orientation: 6), named: "a.cr3", shows: jpeg, .rightTop)
        try expect(CameraFiles.noted("II*\0", preview: jpeg, orientation: 6), named: "a.pef", shows: jpeg, .rightTop)
    }

    @Test func theContentDecidesAndNotTheName() throws {
        let jpeg = try CameraFiles.jpeg(96, 64)
        for name in ["a.tif", "a", "a.jpg"] {
            try expect(CameraFiles.nef(preview: jpeg, orientation: 6), named: name, shows: jpeg, .rightTop, "\(name)")
            try expect(CameraFiles.cr3(previews: [jpeg], orientation: 1), named: name, shows: jpeg, .topLeft, "\(name)")
        }
        let plain = try decoder.decode(jpeg, path: "a.nef")
        #expect(!plain.isPreview && plain.width == 96)
    }

    @Test func theLargestPreviewIsTakenWhereverItIs() throws {
        let (small, large) = (try CameraFiles.jpeg(32, 24), try CameraFiles.jpeg(120, 80, seed: 2))
        for previews in [[small, large], [large, small], [small, large, small]] {
            try expect(CameraFiles.cr3(previews: previews, orientation: 1), named: "a.cr3", shows: large, .topLeft)
        }
    }

    @Test func anOrientationInThePreviewHoldsWhereTheFileHasNone() throws {
        let turned = try bytes(of: Fixture.path("pictures/turned-6.jpg"))
        try expect(CameraFiles.raf(preview: turned), named: "a.raf", shows: turned, .rightTop)
    }

    @Test func whatTheSensorGaveIsNoPreview() throws {
        let (preview, tile) = (try CameraFiles.jpeg(64, 48), try CameraFiles.jpeg(160, 120, seed: 3))
        try expect(CameraFiles.dng(preview: preview, tile: tile), named: "a.dng", shows: preview, .bottomRight)
        #expect(throws: ImagingError.noPreview(path: "a.dng")) {
            try decoder.decode(CameraFiles.dng(preview: nil, tile: tile), path: "a.dng")
        }
        let error = #expect(throws: ImagingError.noPreview(path: "a.cr2")) {
            try decoder.decode(CameraFiles.cr2(preview: [0], orientation: 1), path: "a.cr2")
        }
        #expect(error?.sentence.contains("a.cr2: the RAW file has no preview") == true)
    }

    @Test func aPlainPictureBeforeTheSensorsDataWillDo() throws {
        let tile = try CameraFiles.jpeg(160, 120)
        let picture = try decoder.decode(CameraFiles.dng(preview: nil, tile: tile, beginsPlain: true), path: "a.dng")
        #expect(picture.width == 4 && picture.height == 3 && picture.isPreview)
        #expect(picture.pixels == [UInt8](repeating: 40, count: 36) && picture.orientation == .bottomRight)
    }

    @Test func whatIsNotedOfReading() throws {
        let small = try decoder.decode(CameraFiles.raf(preview: CameraFiles.jpeg(639, 20)), path: "a.raf")
        let large = try decoder.decode(CameraFiles.raf(preview: CameraFiles.jpeg(640, 20)), path: "a.raf")
        let turned = try decoder.decode(CameraFiles.cr2(preview: CameraFiles.jpeg(20, 640), orientation: 6), path: "a.cr2")
        #expect(small.notes == [.preview, .smallPreview])
        #expect(large.notes == .preview)
        #expect(turned.notes == [.preview, .turned])
        #expect(somePicture(width: 4, height: 4).notes == [])
    }

    @Test func damagedFilesEndInAReasonOrAPicture() throws {
        let jpeg = try CameraFiles.jpeg(48, 32)
        let files = [
            CameraFiles.nef(preview: jpeg, orientation: 6), CameraFiles.cr2(preview: jpeg, orientation: 6),
            CameraFiles.dng(preview: jpeg, tile: jpeg), CameraFiles.cr3(previews: [jpeg], orientation: 6),
            CameraFiles.noted("IIU\0", preview: jpeg, orientation: 6),
        ]
        var stream = RandomStream(seed: 5, name: "damage")
        func below(_ bound: Int) -> Int { Int(stream.next() % UInt64(bound)) }
        var (pictures, refusals) = (0, 0)
        for file in files {
            for _ in 0..<60 {
                var damaged = file
                for _ in 0..<8 { damaged[below(file.count)] = UInt8(below(256)) }
                if below(3) == 0 { damaged = Array(damaged.prefix(below(file.count))) }
                do throws(ImagingError) {
                    _ = try decoder.decode(damaged, path: "a.nef")
                    pictures += 1
                } catch {
                    #expect(!error.reason.isEmpty)
                    refusals += 1
                }
            }
        }
        #expect(pictures > 0 && refusals > 0 && pictures + refusals == 300)
    }

    /// Directories that lead to one another, that claim more than there is, and markers that lead nowhere.
    @Test func filesMadeToBeWalkedForEverEnd() throws {
        var loop = TIFFWriter()
        let (children, strips) = (1000, 60_000)
        let place = 8 + 4 * (children + strips)
        let first = loop.add(
            [
                (262, [32803]), (273, [Int](repeating: 8, count: strips)), (330, [Int](repeating: place, count: children)),
            ], next: place)
        #expect(first == place)
        loop.begin(at: first)
        #expect(throws: ImagingError.self) { try decoder.decode(loop.bytes, path: "a.nef") }
        // Every start marker stands inside the segment before it, so that each walk would go to the end.
        let chain: [UInt8] = [0xFF, 0xE0, 0, 4, 0xFF, 0xD8]
        let starts = [[UInt8]](repeating: chain, count: 200_000).flatMap { $0 }
        #expect(throws: ImagingError.noPreview(path: "a.raf")) {
            try decoder.decode(CameraFiles.raf(preview: [0xFF, 0xD8] + starts), path: "a.raf")
        }
    }
}
