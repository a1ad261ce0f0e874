import Evaluation
import Testing

@Suite struct MeasuredAccuracyTests {
    @Test func anAccuracyStandsWithAllThatItTakesToJudgeIt() {
        let accuracy = MeasuredAccuracy(right: 7, photographs: 8, ones: 3)
        #expect(
            accuracy.words
                == "accuracy 87.50 % of 8 photographs (95 % interval 52.9 to 97.8; 62.50 % if all were called the commoner class)"
        )
        #expect(MeasuredAccuracy(share: 0.875, photographs: 8, ones: 3) == accuracy)
        #expect(MeasuredAccuracy(share: .nan, photographs: 0, ones: 0).words == "accuracy unknown, of 0 photographs")
    }

    @Test func photographsThatWereTrainedOnStandApart() throws {
        let photographs = (0..<10).map { number in
            JudgedPhotograph(
                path: "p\(number)", label: number < 5 ? 1 : 0, probability: number < 4 || number == 9 ? 0.9 : 0.2,
                isTrainedOn: number < 3 || number > 6)
        }
        let set = try SetResult(
            name: "s", photographs: photographs, threshold: 0.5, skipped: [:], unlabelled: 0, published: nil)
        let unseen = try #require(set.unseen)
        #expect(set.accuracy == 0.8 && unseen.trainedOn == 6)
        #expect(unseen.aesthetic == 2 && unseen.notAesthetic == 2 && unseen.accuracy == 0.75 && unseen.majority == 0.5)
        let none = try SetResult(
            name: "s",
            photographs: photographs.map { JudgedPhotograph(path: $0.path, label: $0.label, probability: $0.probability) },
            threshold: 0.5, skipped: [:], unlabelled: 0, published: nil)
        #expect(none.unseen == nil && none.majority == 0.5)
    }

    @Test func sizesThatGiveTheClassAwayAreFound() throws {
        func separation(_ sizes: [(Int, Int)], _ labels: [Int8]) -> SizeSeparation? {
            SizeSeparation(sizes: sizes.map { (width: $0.0, height: $0.1) }, labels: labels)
        }
        let labels = (0..<40).map { Int8($0 % 2) }
        let larger = separation((0..<40).map { ($0 % 2 == 1 ? 1600 + $0 : 640 - $0, 480) }, labels)
        #expect(larger?.words == "their number of pixels" && larger?.right == 40 && larger?.photographs == 40)
        // Turned pictures are of one size.
        let square = separation((0..<40).map { $0 % 2 == 1 ? (500, 500) : $0 % 4 == 0 ? (1000, 250) : (250, 1000) }, labels)
        #expect(square?.words == "the ratio of their sides")
        let exact = separation((0..<40).map { $0 % 2 == 1 ? (512, 512) : $0 % 4 == 0 ? (500, 500) : (530, 530) }, labels)
        #expect(exact?.words == "the length of their sides")
        #expect(separation((0..<40).map { (600 + $0 / 2, 480) }, labels) == nil)
        #expect(separation([(Int, Int)](repeating: (640, 480), count: 40), labels) == nil)
        // Few photographs are told apart by chance, and unknown sizes tell nothing.
        #expect(separation((0..<6).map { ($0 % 2 == 1 ? 1600 : 640, 480) }, Array(labels.prefix(6))) == nil)
        #expect(separation([(Int, Int)](repeating: (0, 0), count: 40), labels) == nil)
    }
}
