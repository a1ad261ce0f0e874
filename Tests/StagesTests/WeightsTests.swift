import Files
import Foundation
import Records
import Testing
import TestSupport

/// Weight files: of another network, of no network, moved.
@Suite struct WeightsTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        try export("mobilenet-v1@0.25", seed: 1, to: "w.h5")
    }

    private func export(_ network: String, seed: Int, to name: String) throws {
        try scratch.run("export", ["--extractor", network, "--weights", "seeded:\(seed)", "--output", name]).expectDone()
    }

    private func extract(_ network: String, weights: String, to output: String = "o.h5") throws -> Outcome {
        try scratch.run(
            "extract", [gallery.pictures, "--extractor", network, "--weights", weights, "--size", "64", "--output", output])
    }

    @Test func weightsOfAFileAreThoseOfTheSeed() throws {
        try extract("mobilenet-v1@0.25", weights: "w.h5").expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == FeaturesValues(gallery.first))
        let header = try FeaturesFile.open(scratch.path("o.h5")).header
        #expect(header.weights == "w.h5")
        #expect(try header.weightsSHA256 == FileDigest.sha256(of: scratch.path("w.h5")))
    }

    @Test func weightsOfASafetensorsFileAreThoseOfTheSeed() throws {
        try export("shufflenet-v2@0.5", seed: 1, to: "w.safetensors")
        try extract("shufflenet-v2@0.5", weights: "w.safetensors", to: "file.h5").expectDone()
        try extract("shufflenet-v2@0.5", weights: "seeded:1", to: "seed.h5").expectDone()
        #expect(try FeaturesValues(scratch.path("file.h5")) == FeaturesValues(scratch.path("seed.h5")))
        try extract("shufflenet-v2", weights: "w.safetensors")
            .expectRefusal(65, "w.safetensors", "stage2.0.branch1.2.weight", "[58, 24, 1, 1]", "[24, 24, 1, 1]")
        try extract("resnet-18", weights: "w.safetensors").expectRefusal(65, "conv1.0.weight", "resnet-18")
        try extract("resnet-18", weights: "w.h5").expectRefusal(65, "w.h5", "a safetensors file was expected")
    }

    /// A state as `torch.save` writes it, the same as safetensors, and what is not a state.
    @Test func weightsOfAFileOfPyTorch() throws {
        let saved = Fixture.path("networks/student.pth")
        try scratch.run(
            "export", ["--extractor", "shufflenet-v2-student", "--weights", saved, "--output", "s.safetensors"]
        ).expectDone()
        try extract("shufflenet-v2-student", weights: saved, to: "saved.h5").expectDone()
        try extract("shufflenet-v2-student", weights: "s.safetensors", to: "other.h5").expectDone()
        try extract("shufflenet-v2-student", weights: "seeded:1", to: "seed.h5").expectDone()
        #expect(try FeaturesValues(scratch.path("saved.h5")) == FeaturesValues(scratch.path("other.h5")))
        #expect(try FeaturesValues(scratch.path("saved.h5")) != FeaturesValues(scratch.path("seed.h5")))
        try extract("resnet-18", weights: saved).expectRefusal(65, "student.pth", "blocks.0.down.0.bias", "resnet-18")
        try extract("mobilenet-v1@0.25", weights: saved).expectRefusal(65, "a PyTorch file", "as .h5")
        try extract("resnet-18", weights: Fixture.path("torch-files/hostile/calls.pth"))
            .expectRefusal(65, "calls.pth", "posix.system", "nothing in it was run")
    }

    @Test func weightsOfAnotherNetwork() throws {
        try extract("efficientnet-b0", weights: "w.h5").expectRefusal(65, "w.h5", "conv1", "efficientnet-b0")
        try extract("mobilenet-v1@0.5", weights: "w.h5")
            .expectRefusal(65, "w.h5", "conv1/kernel", "[3, 3, 3, 8]", "[3, 3, 3, 16]")
        #expect(try scratch.visibleNames == ["w.h5"])
    }

    @Test func weightsThatAreNone() throws {
        try scratch.write("words", to: "text.h5")
        try scratch.write(try scratch.data("w.h5").prefix(100_000), to: "cut.h5")
        try extract("mobilenet-v1@0.25", weights: "none.h5").expectRefusal(66, "none.h5")
        try extract("mobilenet-v1@0.25", weights: "text.h5").expectRefusal(65, "text.h5", "not an HDF5 file")
        try extract("mobilenet-v1@0.25", weights: "cut.h5").expectRefusal(65, "cut.h5", "damaged")
        try extract("mobilenet-v1@0.25", weights: "/dev/null").expectRefusal(66, "/dev/null", "not a regular file")
        try extract("mobilenet-v1@0.25", weights: ".").expectRefusal(66, ".", "folder")
        try extract("mobilenet-v1@0.25", weights: gallery.first).expectRefusal(65, gallery.first, "no Keras weights")
    }

    @Test func movedWeights() throws {
        try extract("mobilenet-v1@0.25", weights: "w.h5", to: "f.h5").expectDone()
        try scratch.run("train", ["f.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        func predict(_ more: [String]) throws -> Outcome {
            try scratch.run("predict", [gallery.pictures, "--model", "c.h5"] + more)
        }
        let before = try predict([])
        before.expectDone()
        try FileManager.default.moveItem(atPath: scratch.path("w.h5"), toPath: scratch.path("new place=1.h5"))
        try predict([]).expectRefusal(66, "w.h5")
        let moved = try predict(["--weights", "mobilenet-v1@0.25=new place=1.h5"])
        moved.expectDone()
        #expect(moved.output == before.output)
        try export("mobilenet-v1@0.25", seed: 2, to: "wrong.h5")
        try predict(["--weights", "mobilenet-v1@0.25=wrong.h5"]).expectRefusal(
            65, "wrong.h5", try FileDigest.sha256(of: scratch.path("wrong.h5")),
            try FileDigest.sha256(of: scratch.path("new place=1.h5")), "original")
        try export("mobilenet-v1@0.5", seed: 1, to: "other.h5")
        try predict(["--weights", "mobilenet-v1@0.25=other.h5"]).expectRefusal(65, "other.h5", "original")
        try predict(["--weights", "multigap=w.h5"]).expectRefusal(64, "multigap", "mobilenet-v1@0.25", "(--weights)")
    }
}
