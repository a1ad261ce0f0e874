import Batches
import DataSets
import Foundation
import Imaging
import Records
import TestSupport
import Testing

@Suite struct PhotographBatchesTests {
    private func batches(
        _ album: Album, seed: UInt64 = 7, batchSize: Int = 4, threads: Int = 2, ahead: Int = 2,
        knownBroken: [SkippedPhotograph] = []
    ) throws -> PhotographBatches {
        try PhotographBatches(
            of: album.photographs, recipe: try smallRecipe(), seed: seed, batchSize: batchSize, threads: threads,
            batchesAhead: ahead, knownBroken: knownBroken)
    }

    @Test(arguments: [(1, 1), (2, 1), (2, 3), (5, 2)])
    func bytesDoNotDependOnThreads(threads: Int, ahead: Int) throws {
        let album = try Album(count: 11)
        let order = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 10, 8, 3]
        let expected = try batches(album, threads: 3).training(epoch: 2, order: order).all()
        let found = try batches(album, threads: threads, ahead: ahead).training(epoch: 2, order: order).all()
        #expect(found == expected)
        #expect(expected.map(\.rows) == [4, 4, 4, 1] && expected.flatMap(\.photographs) == order)
        #expect(expected.allSatisfy { $0.pixels.count == $0.rows * 12 * 16 * 3 && ($0.width, $0.height) == (16, 12) })
    }

    @Test func inputsDependOnNothingButSeedEpochNameAndOccurrence() throws {
        let album = try Album(count: 6)
        let order = [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]
        /// The inputs of every photograph, in the order of their occurrence.
        func byPhotograph(_ batches: PhotographBatches, epoch: Int, _ order: [Int]) throws -> [Int: [[UInt8]]] {
            Dictionary(grouping: inputs(try batches.training(epoch: epoch, order: order).all()), by: \.photograph)
                .mapValues { $0.map(\.pixels) }
        }
        let first = try byPhotograph(batches(album), epoch: 0, order)
        #expect(first.count == 6 && first.values.allSatisfy { $0.count == 2 })
        // Another order, another size of batches.
        #expect(try byPhotograph(batches(album, batchSize: 5), epoch: 0, order.reversed()) == first)
        // Another list, in which the photographs have other numbers.
        var turned = album
        turned.photographs.reverse()
        let others = try byPhotograph(batches(turned), epoch: 0, order)
        #expect((0..<6).allSatisfy { first[$0] == others[5 - $0] })
        // The occurrences of a photograph, its epochs and the seeds differ; a few of the 70 places may be equal by chance.
        let next = try byPhotograph(batches(album), epoch: 1, order)
        let reseeded = try byPhotograph(batches(album, seed: 8), epoch: 0, order)
        #expect(first.values.count { $0[0] != $0[1] } >= 4)
        #expect(first.keys.count { first[$0] != next[$0] } >= 4 && first.keys.count { first[$0] != reseeded[$0] } >= 4)
        // An epoch can be repeated.
        let again = try batches(album)
        _ = try again.training(epoch: 1, order: order).all()
        #expect(try byPhotograph(again, epoch: 0, order) == first)
    }

    @Test func evaluationIsInOrderAndTheSameEveryTime() throws {
        let album = try Album(count: 5)
        let batches = try batches(album, batchSize: 2)
        let all = try batches.evaluation().all()
        #expect(all.map(\.photographs) == [[0, 1], [2, 3], [4]])
        #expect(try batches.evaluation().all() == all)
        #expect(try self.batches(album, seed: 99, batchSize: 2, threads: 1).evaluation().all() == all)
        let some = inputs(try batches.evaluation(order: [4, 0, 4]).all())
        let every = inputs(all)
        #expect(some.map(\.photograph) == [4, 0, 4] && some.map(\.pixels) == [4, 0, 4].map { every[$0].pixels })
    }

    /// Three sound photographs among four that cannot be read.
    private func albumWithBroken() throws -> Album {
        var album = try Album(count: 2)
        let whole = try noise(width: 40, height: 40, seed: 8).encoded(as: .png, path: "cut.png")
        try album.add("cut.png", Array(whole.prefix(whole.count / 2)))
        try album.add("empty.png", [])
        album.add("missing.png")
        album.photographs.append(Photograph(path: "odd.png", location: "odd", label: -1, obstacle: "its name is odd"))
        try album.add("last.ppm", noise(width: 33, height: 44, seed: 9))
        return album
    }

    @Test func brokenPhotographsAreLeftOut() throws {
        let album = try albumWithBroken()
        let batches = try batches(album, batchSize: 2)
        for _ in 0..<2 {
            // The second batch would be empty.
            let found = try batches.training(epoch: 0, order: [0, 2, 3, 4, 5, 6, 1, 2]).all()
            #expect(found.map(\.photographs) == [[0], [6], [1]])
            #expect(batches.skipped.map(\.path) == ["cut.png", "empty.png", "missing.png", "odd.png"])
        }
        let reasons = batches.skipped.map(\.reason)
        #expect(reasons[0].hasPrefix("the PNG picture is truncated or corrupt") && reasons[3] == "its name is odd")
        #expect(Array(reasons[1...2]) == ["the file is empty", "there is no such file"])
        #expect(try batches.evaluation().all().map(\.photographs) == [[0, 1], [6]])
    }

    @Test func brokenPhotographsStayOut() throws {
        let album = try albumWithBroken()
        let batches = try batches(album)
        try batches.readAll(training: [0, 1, 2], evaluation: [3, 6])
        #expect(batches.skipped.map(\.path) == ["cut.png", "empty.png"])
        try album.scratch.write(netpbm(noise(width: 40, height: 40, seed: 1)), to: "pictures/cut.png")
        #expect(try batches.training(epoch: 0, order: [0, 2]).all().map(\.photographs) == [[0]])
        // Also in a later run that is told.
        let later = try self.batches(album, knownBroken: batches.skipped)
        #expect(try later.training(epoch: 1, order: [2, 0]).all().map(\.photographs) == [[0]])
        #expect(later.skipped == batches.skipped)
        #expect(try self.batches(album).training(epoch: 1, order: [2, 0]).all().map(\.photographs) == [[2, 0]])
    }

    @Test func nothingToReadIsAnError() throws {
        let album = try albumWithBroken()
        let batches = try batches(album, batchSize: 2)
        func expect(_ sentence: String, _ body: () throws -> Void) {
            #expect(Sample.sentence(body) == sentence)
        }
        let all =
            "none of the 3 photographs could be read (the first is missing.png: there is no such file); repair them, or check the paths"
        expect(all) { _ = try batches.training(epoch: 0, order: [4, 2, 3, 2]).next() }
        expect(all) { _ = try batches.evaluation(order: [4, 2, 3]).next() }
        expect(all) { try batches.readAll(training: [4, 2], evaluation: [3]) }
        expect("the only photograph, empty.png, could not be read: the file is empty") {
            _ = try batches.evaluation(order: [3]).next()
        }
        #expect(try batches.evaluation(order: []).next() == nil)
        try batches.readAll(training: [])
    }

    @Test(arguments: [(1 << 40, 2), (Int.max, 2), (2, Int.max)])
    func batchesThatNoMemoryHolds(batchSize: Int, ahead: Int) throws {
        let album = try Album(count: 1)
        let found = Sample.sentence { _ = try batches(album, batchSize: batchSize, ahead: ahead) }
        #expect(found?.contains("inputs cannot be kept ready: that takes") == true, "\(found ?? "nothing")")
    }

    @Test func aPassCanBeStopped() throws {
        let album = try Album(count: 9)
        let batches = try batches(album, batchSize: 2)
        let pass = batches.training(epoch: 0, order: Array(0..<9))
        let first = try pass.next()
        pass.stop()
        #expect(try first?.rows == 2 && pass.next() == nil)
        // One that is released unfinished ends as well, and another begins from the start.
        _ = try batches.training(epoch: 0, order: Array(0..<9)).next()
        #expect(try batches.training(epoch: 0, order: Array(0..<9)).next() == first)
        struct Stopped: Error {}
        #expect(throws: Stopped.self) {
            try batches.readAll(training: Array(0..<9)) { if $0 == 3 { throw Stopped() } }
        }
    }

    @Test func photographsAreCountedOnce() throws {
        var album = try Album(count: 1)
        try album.scratch.copy(Fixture.path("pictures/turned-6.jpg"), to: "pictures/turned.jpg")
        album.add("turned.jpg")
        let batches = try batches(album)
        #expect(batches.reading == ReadingCounts())
        _ = try batches.training(epoch: 0, order: [0, 1, 1]).all()
        _ = try batches.evaluation().all()
        #expect(batches.reading == ReadingCounts(turned: 1))
    }

    @Test func orientationIsAppliedWhereAskedFor() throws {
        var album = try Album()
        try album.scratch.copy(Fixture.path("pictures/turned-6.jpg"), to: "pictures/turned.jpg")
        album.add("turned.jpg")
        func input(_ orientation: OrientationRule) throws -> [UInt8] {
            let recipe = try PictureRecipe(
                width: 8, height: 8, resize: .plain(width: 8, height: 8), orientation: orientation)
            let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 1, batchSize: 1, threads: 1)
            return inputs(try batches.evaluation().all())[0].pixels
        }
        let picture = try album.picture(0)
        for (rule, shown) in [(OrientationRule.ignored, picture), (.applied, picture.upright)] {
            let description = InputDescription(
                geometry: .stretch(width: 8, height: 8), values: .byte, resampling: .antialiasedBilinear)
            let plain = Picture(width: shown.width, height: shown.height, pixels: shown.pixels)
            #expect(try input(rule) == description.tensor(from: plain).values.map { UInt8($0) })
        }
        #expect(try input(.applied) != input(.ignored))
    }
}
