import Foundation
import Matrices
import Testing
import TestSupport

/// Files that end whoever reads them: a stage says so, and lives.
@Suite struct UnknownFileTests {
    let scratch: Scratch
    private let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        for name in try FileManager.default.contentsOfDirectory(atPath: Fixture.path("damaged")) {
            try scratch.copy(Fixture.path("damaged/" + name), to: name)
        }
    }

    @Test(arguments: ["text-length.h5", "text-place.h5"])
    func anHDF5FileIsRefused(_ name: String) throws {
        let readers: [(stage: String, arguments: [String])] = [
            ("inspect", [name]), ("inspect", [name, "--json"]), ("train", [name, "--output", "o.h5"]),
            ("predict", [gallery.photographs[0], "--model", name]),
            ("extract", [gallery.pictures, "--output", "o.h5", "--extractor", "mobilenet-v1@0.25", "--weights", name]),
        ]
        for (stage, arguments) in readers {
            try scratch.run(stage, arguments).expectRefusal(65, name, "did not survive")
        }
    }

    @Test(arguments: ["axis.onnx", "attribute.onnx", "operator.onnx"], [[], ["--no-cache"]])
    func aNetworkIsRefused(_ name: String, _ options: [String]) throws {
        let arguments = [
            gallery.pictures, "--output", "o.h5", "--extractor", "onnx:" + name, "--stretch", "--values", "unit",
        ]
        try scratch.run("extract", arguments + options).expectRefusal(65, name, "OpenVINO did not survive")
        #expect(!scratch.exists("o.h5"))
    }

    /// A network that was kept compiled is not tried again, and gives the same.
    @Test func aNetworkGivesTheSameFromTheCache() throws {
        try scratch.copy(Fixture.path("model-files/maps.onnx"), to: "maps.onnx")
        let arguments = [gallery.pictures, "--extractor", "onnx:maps.onnx", "--size", "32", "--stretch", "--values", "unit"]
        for options in [["--no-cache", "--output", "a.h5"], ["--output", "b.h5"], ["--output", "c.h5"]] {
            try scratch.run("extract", arguments + options).expectDone()
        }
        let features = try ["a.h5", "b.h5", "c.h5"].map { try FeaturesValues(scratch.path($0)) }
        #expect(features[0] == features[1])
        #expect(features[1] == features[2])
    }

    /// Photographs whose decoders are killed from outside are decoded again.
    @Test func photographsOutliveTheirDecoders() throws {
        try scratch.makeFolder("set")
        for index in 0..<80 {
            // Copies: links to one picture are one photograph.
            try FileManager.default.copyItem(
                atPath: gallery.photographs[index % gallery.photographs.count],
                toPath: scratch.path("set/\(1000 + index).jpg"))
        }
        let arguments = ["set", "--output", "o.h5"] + Gallery.firstExtractor
        let running = try Command("kalon-extract", arguments, in: scratch.folder).start()
        var killed = 0
        while killed == 0, running.process.isRunning {
            for keeper in children(of: running.process.processIdentifier) {
                for decoder in children(of: keeper) where kill(decoder, SIGKILL) == 0 { killed += 1 }
            }
        }
        try running.outcome().expectDone()
        #expect(killed > 0)
        let values = try FeaturesValues(scratch.path("o.h5"))
        #expect(values.paths.count == 80)
        #expect(values.skipped.isEmpty)
    }

    /// The library asks for as much memory as a text's length says before it finds that there is no such text.
    @Test func aTextOfFourGigabytesIsRefusedBeforeItsMemoryIsTaken() throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: gallery.first)))
        // A text is its length, the address of a heap and a number in the heap; those of a data set follow one another.
        let place = try #require(
            bytes.places(of: Array("GCOL".utf8)).lazy.compactMap { heap in
                let address = (0..<8).map { UInt8(truncatingIfNeeded: heap >> ($0 * 8)) }
                return bytes.places(of: address).first { bytes[($0 + 16)...].starts(with: address) }
            }.first)
        bytes.replaceSubrange(place - 4..<place, with: [0xF0, 0xFF, 0xFF, 0xFF])
        try scratch.write(bytes, to: "long.h5")
        try scratch.run("inspect", ["long.h5"]).expectRefusal(65, "long.h5", "is a damaged HDF5 file", "cannot be read")
        // Nor does anything else that is damaged keep it from being found.
        let headers = bytes.places(of: Array("OHDR".utf8))
        #expect(headers.count > 3)
        for header in headers.dropFirst() {
            var further = bytes
            further[header + 8] ^= 0xFF
            try scratch.write(further, to: "further.h5")
            let outcome = try scratch.run("inspect", ["further.h5"])
            outcome.expectRefusal(65, "further.h5")
            #expect(outcome.error.contains("is a damaged HDF5 file") || outcome.error.contains("checksum"))
        }
    }

    /// With few descriptors, a stage says that it needs more.
    @Test(arguments: [4, 5, 6, 8, 16, 63])
    func fewDescriptorsAreNoReasonToCrash(_ count: Int) throws {
        for line in ["kalon-inspect '\(gallery.first)'", "kalon-predict '\(gallery.pictures)' --model '\(gallery.classifier)'"] {
            try Command(shell: "ulimit -n \(count); \(line)", in: scratch.folder).run().expectRefusal(
                69, "ulimit -n", "\(count) files")
        }
    }

    @Test(arguments: [64, 512])
    func aSmallStackIsNoReasonToCrash(kilobytes: Int) throws {
        let line = "kalon-predict '\(gallery.pictures)' --model '\(gallery.classifier)'"
        try Command(shell: "ulimit -s \(kilobytes); \(line)", in: scratch.folder).run().expectRefusal(
            69, "ulimit -s", "\(kilobytes) kB")
        try Command(shell: "ulimit -s 1024; \(line)", in: scratch.folder).run().expectDone()
    }

    @Test func sixtyFourDescriptorsAreEnough() throws {
        let line = "kalon-predict '\(gallery.pictures)' --model '\(gallery.classifier)'"
        try Command(shell: "ulimit -n 64; \(line)", in: scratch.folder).run().expectDone()
    }

    private func children(of process: pid_t) -> [pid_t] {
        let path = "/proc/\(process)/task/\(process)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }
}

extension [UInt8] {
    /// Where `part` begins.
    fileprivate func places(of part: [UInt8]) -> [Int] {
        indices.dropLast(part.count - 1).filter { self[$0] == part[0] && self[$0...].starts(with: part) }
    }
}
