import Foundation
import Imaging
import Rendering
import Testing
import TestSupport

@Suite struct RendererTests {
    @Test func theSameSeedGivesTheSamePixels() {
        for aesthetic in [true, false] {
            let first = PictureRenderer(seed: 3).render(index: 5, aesthetic: aesthetic)
            let again = PictureRenderer(seed: 3).render(index: 5, aesthetic: aesthetic)
            #expect(first.picture == again.picture && first.kind == again.kind && first.faults == again.faults)
        }
    }

    @Test func seedClassAndIndexAllMatter() {
        let pictures = [
            PictureRenderer(seed: 3).render(index: 0, aesthetic: true),
            PictureRenderer(seed: 4).render(index: 0, aesthetic: true),
            PictureRenderer(seed: 3).render(index: 1, aesthetic: true),
            PictureRenderer(seed: 3).render(index: 0, aesthetic: false),
        ].map(\.picture)
        for (position, picture) in pictures.enumerated() {
            #expect(!pictures[..<position].contains(picture))
        }
    }

    @Test func bothClassesShowEveryKindAndFormat() {
        for aesthetic in [true, false] {
            let rendered = (0..<48).map { PictureRenderer(seed: 11).render(index: $0, aesthetic: aesthetic) }
            #expect(Set(rendered.map(\.kind)) == Set(SceneKind.allCases))
            #expect(rendered.contains { $0.picture.width > $0.picture.height })
            #expect(rendered.contains { $0.picture.width < $0.picture.height })
            #expect(rendered.allSatisfy { (250...540).contains(min($0.picture.width, $0.picture.height)) })
            if aesthetic {
                #expect(rendered.allSatisfy { $0.faults.isEmpty })
            } else {
                #expect(rendered.allSatisfy { (1...3).contains($0.faults.count) && Set($0.faults).count == $0.faults.count })
                #expect(Set(rendered.flatMap(\.faults)) == Set(PictureFault.allCases))
            }
        }
    }

    /// No single one of these numbers may give the class away: craft has to be learned.
    @Test func simpleStatisticsDoNotSeparateTheClasses() {
        let statistics: [(String, (Picture) -> Double)] = [
            ("width", { Double($0.width) }), ("aspect", { Double($0.width) / Double($0.height) }), ("mean", mean),
            ("deviation", deviation),
        ]
        let good = (0..<40).map { PictureRenderer(seed: 2).render(index: $0, aesthetic: true).picture }
        let bad = (0..<40).map { PictureRenderer(seed: 2).render(index: $0, aesthetic: false).picture }
        for (name, statistic) in statistics {
            let accuracy = bestThreshold(good.map(statistic), bad.map(statistic))
            #expect(accuracy < 0.85, "\(name) alone tells \(accuracy) of the pictures apart")
        }
    }

    @Test func aSetIsTheSameOnAnyNumberOfThreads() throws {
        let one = try Scratch(), three = try Scratch()
        try renderDataset(into: one.folder, count: 5, seed: 8, threads: 1)
        try renderDataset(into: three.folder, count: 5, seed: 8, threads: 3)
        let names = [
            "aesthetic/0001.jpg", "aesthetic/0002.jpg", "aesthetic/0003.jpg", "not-aesthetic/0001.jpg", "not-aesthetic/0002.jpg",
        ]
        for name in names {
            let (left, right) = (try bytes(of: "\(one.folder)/\(name)"), try bytes(of: "\(three.folder)/\(name)"))
            #expect(left == right, "\(name)")
        }
        let manifest = try String(contentsOfFile: one.folder + "/manifest.csv", encoding: .utf8)
        #expect(
            manifest
                == "path,label\naesthetic/0001.jpg,1\naesthetic/0002.jpg,1\naesthetic/0003.jpg,1\nnot-aesthetic/0001.jpg,0\nnot-aesthetic/0002.jpg,0\n"
        )
        #expect(try one.names == ["aesthetic", "manifest.csv", "not-aesthetic"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: one.folder + "/aesthetic").count == 3)
    }

    @Test func aPictureDoesNotDependOnTheCount() throws {
        let small = try Scratch(), large = try Scratch()
        try renderDataset(into: small.folder, count: 2, seed: 8, threads: 2)
        try renderDataset(into: large.folder, count: 4, seed: 8, threads: 2)
        let (left, right) = (
            try bytes(of: small.folder + "/not-aesthetic/0001.jpg"), try bytes(of: large.folder + "/not-aesthetic/0001.jpg")
        )
        #expect(left == right)
    }

    @Test func aFolderThatCannotBeMadeIsAnError() throws {
        let folder = try Scratch()
        let path = try folder.write([1], to: "taken")
        let error = #expect(throws: ImagingError.self) { try renderDataset(into: path, count: 2, seed: 1, threads: 1) }
        #expect(error?.kind == .cannotWrite)
    }

    private func mean(_ picture: Picture) -> Double {
        picture.pixels.reduce(0) { $0 + Double($1) } / Double(picture.pixels.count)
    }

    private func deviation(_ picture: Picture) -> Double {
        let centre = mean(picture)
        let squares = picture.pixels.reduce(0) { $0 + (Double($1) - centre) * (Double($1) - centre) }
        return (squares / Double(picture.pixels.count)).squareRoot()
    }

    /// The accuracy of the best single threshold, in either direction.
    private func bestThreshold(_ good: [Double], _ bad: [Double]) -> Double {
        (good + bad).map { threshold in
            let right = good.count { $0 > threshold } + bad.count { $0 <= threshold }
            return Double(max(right, good.count + bad.count - right)) / Double(good.count + bad.count)
        }.max() ?? 0
    }
}
