import Batches
import DataSets
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct PictureCacheTests {
    private let album: Album
    private let notices = Notices()
    private let order = [5, 0, 3, 1, 4, 2, 3]

    init() throws {
        album = try Album(count: 6)
    }

    private var path: String { album.scratch.path("cache/pictures.cache") }

    private func batches(
        cached: Bool = true, maximumBytes: Int = 1 << 20, folder: String? = nil, recipe: PictureRecipe? = nil
    ) throws -> PhotographBatches {
        let cache = PictureCache(
            folder: folder ?? album.scratch.path("cache"), maximumBytes: maximumBytes, notice: notices.add)
        return try PhotographBatches(
            of: album.photographs, recipe: try recipe ?? smallRecipe(), seed: 3, batchSize: 4, threads: 2,
            cache: cached ? cache : nil)
    }

    private func epoch(_ batches: PhotographBatches, _ number: Int = 0) throws -> [PhotographBatch] {
        try batches.training(epoch: number, order: order).all()
    }

    /// Puts other pixels into the files of photographs, and keeps what the cache recognises them by, apart from the time if asked.
    private func exchange(_ numbers: Range<Int>, keepingTimes: Bool = true) throws {
        for number in numbers {
            let photograph = album.photographs[number], picture = try album.picture(number)
            var status = stat()
            try #require(stat(photograph.location, &status) == 0)
            let other = noise(width: picture.width, height: picture.height, seed: 500 + UInt64(number))
            try album.scratch.write(netpbm(other), to: "pictures/\(photograph.path)")
            let time = keepingTimes ? status.st_mtim : timespec(tv_sec: status.st_mtim.tv_sec + 5, tv_nsec: 0)
            try #require(utimensat(AT_FDCWD, photograph.location, [time, time], 0) == 0)
        }
    }

    /// One epoch of a run of its own, which closes the cache at its end.
    private func run(
        cached: Bool = true, maximumBytes: Int = 1 << 20, recipe: PictureRecipe? = nil
    ) throws -> [PhotographBatch] {
        try epoch(batches(cached: cached, maximumBytes: maximumBytes, recipe: recipe))
    }

    @Test func cachedInputsAreTheSameBytes() throws {
        let expected = try (0..<3).map { try epoch(batches(cached: false), $0) }
        let first = try batches()
        #expect(try (0..<3).map { try epoch(first, $0) } == expected)
        #expect(try first.evaluation().all() == batches(cached: false).evaluation().all())
        #expect(notices.all == [])
    }

    @Test func picturesComeFromTheCacheInALaterRun() throws {
        let expected = try run()
        let evaluated = try batches().evaluation().all()
        try exchange(0..<6)
        // The files hold other pictures by now.
        #expect(try run(cached: false) != expected)
        #expect(try run() == expected)
        #expect(try batches().evaluation().all() == evaluated)
        #expect(notices.all == [])
    }

    @Test func photographsThatChangedAreDecodedAgain() throws {
        _ = try run()
        try exchange(0..<2, keepingTimes: false)
        #expect(try run() == run(cached: false))
        let size = try album.scratch.data("cache/pictures.cache").count
        #expect(try run() == run(cached: false))
        #expect(try album.scratch.data("cache/pictures.cache").count == size && notices.all == [])
    }

    @Test func readingAllFillsTheCache() throws {
        try batches().readAll(training: Array(0..<6))
        let expected = try run(cached: false)
        try exchange(0..<6)
        #expect(try run() == expected)
    }

    /// Where a record of the small recipe begins, and how long it is.
    private func record(_ number: Int) -> (start: Int, count: Int) {
        let count = 40 + 20 * 18 * 3 + 8
        return ("kalon picture cache 1\n".utf8.count + number * count, count)
    }

    @Test func damagedPicturesAreDecodedAgain() throws {
        let expected = try run()
        var content = try album.scratch.data("cache/pictures.cache")
        try #require(content.count == record(6).start)
        content[record(1).start + 500] ^= 128
        content[record(4).start + 501] ^= 1
        try album.scratch.write(content, to: "cache/pictures.cache")
        #expect(try run() == expected)
        #expect(notices.all == ["\(path): a picture in the cache is damaged; such photographs are decoded again"])
        #expect(try run() == expected)
    }

    @Test func aDamagedFileIsMadeAgain() throws {
        let expected = try run()
        var content = try album.scratch.data("cache/pictures.cache")
        content[record(2).start + 17] ^= 4
        try album.scratch.write(content, to: "cache/pictures.cache")
        #expect(try run() == expected)
        #expect(notices.all == ["\(path): the file is damaged; the cache of pictures is made again"])
        #expect(try album.scratch.data("cache/pictures.cache").count == record(6).start)
    }

    @Test(arguments: [["kalon picture cache 0", "and more"], ["a"]])
    func aForeignFileIsMadeAgain(lines: [String]) throws {
        try album.scratch.write(lines.joined(separator: "\n"), to: "cache/pictures.cache")
        #expect(try run() == run(cached: false))
        #expect(
            notices.all == [
                "\(path): this is not a cache of pictures that this version can read; the cache of pictures is made again"
            ])
    }

    @Test(arguments: [1, 39, 40, 41, 900, 1128])
    func aRecordThatAKillCutShortIsDropped(missing: Int) throws {
        let expected = try run()
        let content = try album.scratch.data("cache/pictures.cache")
        try album.scratch.write(content.dropLast(missing), to: "cache/pictures.cache")
        #expect(try run() == expected)
        #expect(try album.scratch.data("cache/pictures.cache").count == content.count && notices.all == [])
    }

    @Test func theFileStaysWithinItsLimit() throws {
        let limit = record(3).start + 5
        let expected = try run(cached: false)
        let batches = try batches(maximumBytes: limit)
        for _ in 0..<2 { #expect(try epoch(batches) == expected) }
        #expect(try album.scratch.data("cache/pictures.cache").count == record(3).start)
        let full = "\(path): the cache of pictures is full (\(limit) bytes); the other photographs are decoded in every epoch"
        #expect(notices.all == [full])
    }

    @Test func aSmallerLimitHoldsForAnOldFile() throws {
        let expected = try run()
        let limit = record(2).start
        #expect(try run(maximumBytes: limit) == expected)
        #expect(try album.scratch.data("cache/pictures.cache").count == limit)
        #expect(
            notices.all.first
                == "\(path): it has more than the \(limit) bytes that are allowed; the cache of pictures is made again")
    }

    @Test func picturesOfOtherRecipesGiveWay() throws {
        _ = try run()
        let recipe = try smallRecipe(resize: .plain(width: 20, height: 19))
        #expect(try run(recipe: recipe) == run(cached: false, recipe: recipe))
        #expect(
            notices.all == [
                "\(path): most pictures in it are of other photographs, or were resized otherwise; the cache of pictures is made again"
            ])
    }

    @Test func oneRunAtATimeUsesTheFile() throws {
        let first = try batches()
        let expected = try epoch(first)
        #expect(try run() == expected)
        #expect(notices.all.count == 1 && notices.all[0].contains("another run is working"))
        #expect(try epoch(first, 1) == epoch(batches(cached: false), 1))
    }

    @Test func whatCannotBeACacheIsPassedOver() throws {
        try album.scratch.makeFolder("cache/pictures.cache")
        #expect(try run() == run(cached: false))
        try album.scratch.write("", to: "file")
        #expect(try epoch(batches(folder: album.scratch.path("file"))) == run(cached: false))
        #expect(notices.all.count == 2 && notices.all.allSatisfy { $0.contains("the cache of pictures cannot be used") })
    }

    @Test func photographsThatAreNotResizedAreNotKept() throws {
        let recipe = try PictureRecipe(width: 9, height: 9, resize: .none, crop: .standardResized)
        #expect(try run(recipe: recipe) == run(cached: false, recipe: recipe))
        #expect(try album.scratch.data("cache/pictures.cache").count == record(0).start)
    }

    @Test(.enabled("mounting a small file system takes root") { SmallDisk.isPossible })
    func aFullDiskDoesNotStopTheWork() throws {
        let disk = try #require(SmallDisk(bytes: 4096))
        let expected = try run(cached: false)
        let batches = try batches(folder: disk.folder)
        for _ in 0..<2 { #expect(try epoch(batches) == expected) }
        #expect(notices.all.count == 1 && notices.all[0].contains("the cache of pictures cannot grow (no space left on device)"))
        let size = try Data(contentsOf: URL(fileURLWithPath: disk.folder + "/pictures.cache")).count
        #expect(size == record(3).start)
    }
}
