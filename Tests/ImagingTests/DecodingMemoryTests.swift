import Dispatch
import Foundation
import Imaging
import Synchronization
import Testing

/// What a decode takes is told from the header, refused where it is too much, and waited for where others have it.
@Suite struct DecodingMemoryTests {
    /// A TIFF of many bands that all lie in the same few bytes.
    private func tiff(side: Int, bands: Int) -> [UInt8] {
        var file = TIFFWriter()
        let tiles = (side / 256) * (side / 256)
        let piece = file.add([UInt8](repeating: 0, count: 64))
        file.begin(
            at: file.add([
                (256, [side]), (257, [side]), (258, [Int](repeating: 8, count: bands)), (259, [8]), (262, [2]), (277, [bands]),
                (284, [1]), (322, [256]), (323, [256]), (324, [Int](repeating: piece, count: tiles)),
                (325, [Int](repeating: 64, count: tiles)), (338, [Int](repeating: 0, count: bands - 3)),
            ]))
        return file.bytes
    }

    @Test func bandsCountAndNotPixelsAlone() throws {
        let file = tiff(side: 10240, bands: 200)
        #expect(file.count < 30_000)
        let error = #expect(throws: ImagingError.self) { try PictureDecoder().decode(file, path: "bands.tif") }
        #expect(
            error == .tooMuchMemory(path: "bands.tif", bytes: 203 * 10240 * 10240, maximum: PictureDecoder().maximumBytes))
        #expect(
            error?.sentence.contains("bands.tif: decoding the picture would take more memory than the limit of pixels allows")
                == true)
    }

    @Test func whatAPixelTakesDependsOnTheFormat() {
        func cost(_ format: PictureFormat, samples: Int, isInterlaced: Bool = false) -> Int {
            DecodeCost.bytes(pixels: 100, samples: samples, format: format, stream: nil, isInterlaced: isInterlaced)
        }
        #expect(cost(.png, samples: 8) == 600, "row by row")
        #expect(cost(.png, samples: 8, isInterlaced: true) == 1100)
        #expect(cost(.tiff, samples: 6) == 900)
        #expect(cost(.webp, samples: 3) == 1100)
        #expect(DecodeCost.bytes(pixels: .max / 2, samples: 8, format: .tiff, stream: nil, isInterlaced: false) == .max)
    }

    @Test func progressiveScansAreBounded() throws {
        // A frame of 16 million pixels, and 2000 scans that say nothing.
        let frame: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0x40, 0, 0x40, 0, 1, 1, 0x11, 0]
        let table: [UInt8] = [0xFF, 0xC4, 0, 20, 0, 1] + [UInt8](repeating: 0, count: 15) + [0]
        let quantisation: [UInt8] = [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0]
        let file = frame + quantisation + table + [[UInt8]](repeating: scan, count: 2000).flatMap { $0 } + [0xFF, 0xD9]
        #expect(throws: ImagingError.tooManyScans(path: "a.jpg", scans: 2000, width: 0x4000, height: 0x4000)) {
            try PictureDecoder().decode(file, path: "a.jpg")
        }
    }

    @Test func largeDecodesNeverTakeMoreTogetherThanThereIs() {
        let budget = MemoryBudget(bytes: 100)
        let state = Mutex((now: 0, most: 0, done: 0))
        DispatchQueue.concurrentPerform(iterations: 200) { index in
            let amount = 20 + index * 7 % 60
            let lease = budget.hold(5)
            lease.grow(by: amount)
            state.withLock { state in
                state.now += amount
                state.most = max(state.most, state.now)
            }
            sched_yield()
            state.withLock { state in
                state.now -= amount
                state.done += 1
            }
            withExtendedLifetime(lease) {}
        }
        let end = state.withLock { $0 }
        #expect(end.done == 200 && end.now == 0)
        #expect(end.most <= 100)
    }

    @Test func whatIsLargerThanAllGoesAlone() {
        let budget = MemoryBudget(bytes: 10)
        var lease: MemoryBudget.Lease? = budget.hold(8)
        lease?.grow(by: 50)
        let others = DispatchGroup()
        let order = Mutex([String]())
        DispatchQueue.global().async(group: others) {
            let small = budget.hold(9)
            order.withLock { $0.append("second") }
            withExtendedLifetime(small) {}
        }
        // Time for the other to go first by mistake; it passes whatever the machine does.
        Thread.sleep(forTimeInterval: 0.05)
        order.withLock { $0.append("first") }
        lease = nil
        others.wait()
        #expect(order.withLock { $0 } == ["first", "second"])
    }

    @Test func rowsOfManyBandsAreReadInStrips() throws {
        // Five bands of which three are shown: the others never fill memory of the whole picture.
        var file = TIFFWriter()
        let samples = (0..<40 * 30 * 5).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let strip = file.add(samples)
        file.begin(
            at: file.add([
                (256, [40]), (257, [30]), (258, [8, 8, 8, 8, 8]), (259, [1]), (262, [2]), (273, [strip]), (277, [5]),
                (278, [30]), (279, [samples.count]), (338, [0, 0]),
            ]))
        let picture = try PictureDecoder().decode(file.bytes, path: "five.tif")
        let expected = (0..<40 * 30).flatMap { Array(samples[5 * $0..<5 * $0 + 3]) }
        #expect(picture.pixels == expected)
    }
}
