import Foundation
import TestSupport
import Testing

/// The programs of `Snippets/`, which the documentation quotes and which end with a signal unless what they say is true.
@Suite struct SnippetTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Snippets").path

    @Test func theExamplesOfTheDocumentationAreTrue() throws {
        let gallery = try Gallery.shared()
        let scratch = try Scratch()
        for (name, target) in [
            ("pictures", gallery.pictures), ("features.h5", gallery.first), ("classifier.h5", gallery.classifier),
        ] {
            try FileManager.default.createSymbolicLink(atPath: scratch.path(name), withDestinationPath: target)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".swift") }
        #expect(files.count >= 4)
        for file in files.sorted() {
            let outcome = try Command(String(file.dropLast(".swift".count)), [], in: scratch.folder).run()
            #expect(!outcome.isSignal && outcome.code == 0, "\(file): \(outcome.testDescription)")
        }
    }
}
