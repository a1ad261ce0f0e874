import Foundation
import TestSupport
import Testing

/// What `kalon-inspect` says of files.
@Suite struct InspectTests {
    struct Description: Decodable {
        struct Dataset: Decodable {
            let name: String
            let shape: [Int]
            let type: String
        }

        let kind: String?
        let holds: String?
        let seconds: Double?
        let attributes: [String: String]
        let datasets: [Dataset]
        let labels: [String: Int]
    }

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    @Test func aFeaturesFile() throws {
        let outcome = try scratch.run("inspect", [gallery.first, "--json"])
        outcome.expectDone()
        let description = try JSONDecoder().decode(Description.self, from: Data(outcome.output.utf8))
        #expect(description.kind == "features/1")
        #expect(description.holds == "\(Gallery.count) photographs, 256 columns")
        #expect(try #require(description.seconds) > 0)
        #expect(description.attributes["extractor"] == "mobilenet-v1@0.25")
        #expect(description.attributes["command"]?.hasPrefix("kalon-extract ") ?? false)
        #expect(description.datasets.first { $0.name == "/features" }?.shape == [Gallery.count, 256])
        let types = Dictionary(uniqueKeysWithValues: description.datasets.map { ($0.name, $0.type) })
        #expect(types["/features"] == "float32" && types["/labels"] == "int8" && types["/paths"] == "text")
        #expect(description.labels == ["aesthetic": Gallery.count / 2, "not aesthetic": Gallery.count / 2])
        let text = try scratch.run("inspect", [gallery.first])
        text.expectDone()
        #expect(text.output.contains("features/1, \(Gallery.count) photographs, 256 columns, made in "))
        #expect(text.output.contains("float32 [\(Gallery.count), 256]"))
    }

    @Test func otherFiles() throws {
        try scratch.write("words", to: "text.h5")
        try scratch.run("inspect", ["none.h5"]).expectRefusal(66, "none.h5")
        try scratch.run("inspect", ["text.h5"]).expectRefusal(65, "text.h5", "not an HDF5 file")
        try scratch.run("inspect", ["."]).expectRefusal(66, ".", "folder")
        let classifier = try scratch.run("inspect", [gallery.classifier])
        classifier.expectDone()
        #expect(classifier.output.contains("classifier/1, 640 columns, "))
    }
}
