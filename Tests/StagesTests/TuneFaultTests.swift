import Foundation
import Records
import TestSupport
import Testing

/// Trainings of networks that cannot be: each is answered with a sentence, and nothing is left half-written.
@Suite struct TuneFaultTests {
    private let trial: TuneTrial
    private let before: [String]

    init() throws {
        trial = try TuneTrial(count: 16)
        before = ["set", "set.csv"]
    }

    @Test(arguments: [
        ("head", "a colon, and its settings"), (":epochs=1,rate=1", "a colon, and its settings"),
        ("head:", "'' is not a setting such as epochs=5"), ("head:epochs=5", "rate is missing"),
        ("all:rate=1e-3", "epochs is missing"), ("head:epochs=two,rate=1", "epochs is 'two'; a whole number is expected"),
        ("head:epochs=1,rate=fast", "rate is 'fast'; a number is expected"),
        ("head:epochs=1,rate=nan", "rate is 'nan'; a number is expected"),
        ("head:epochs=1,rate=1,rate=2", "rate is given twice"),
        ("head:epochs=1,rate=1,momentum=1", "unknown setting 'momentum'; choose epochs, rate"),
        ("all:epochs=1,rate=1,statistics=none", "fixed or batch is expected"),
    ])
    func aPhaseThatCannotBeRead(_ phase: String, _ fact: String) throws {
        try trial.tune(["--head", "classes", "--phase", phase]).expectRefusal(64, phase, "--phase", fact)
        #expect(try trial.scratch.visibleNames == before)
    }

    @Test(arguments: [
        (["--phase", "head:epochs=0,rate=1"], Int32(64), "the number of epochs of phase 1 is 0"),
        (["--phase", "all:epochs=1,rate=-1"], 64, "the rate of phase 1 is -1"),
        (["--phase", "conv_pw_14:epochs=1,rate=1"], 64, "mobilenet-v1@0.1 has no layer 'conv_pw_14'"),
        (TuneTrial.all + ["--taps", "conv_pw_99"], 64, "no layer 'conv_pw_99' to tap"),
        (TuneTrial.all + ["--weights", "none.h5"], 66, "none.h5"), (TuneTrial.all + ["--batch", "0"], 64, "--batch is 0"),
        (TuneTrial.all + ["--resize", "31"], 64, "at least --size (32)"),
        (TuneTrial.all + ["--dropout", "1"], 64, "--dropout is 1"),
        (TuneTrial.all + ["--clip-norm", "1", "--clip-value", "1"], 64, "not both"),
        (TuneTrial.all + ["--momentum", "0.5"], 64, "--momentum needs --optimiser sgd"),
        // Far more than any machine has; said before it is taken.
        (TuneTrial.all + ["--batch", "1000000000"], 64, "choose smaller batches (--batch)"),
        (TuneTrial.all + ["--size", "20000"], 64, "must be from 1 to 8192 pixels"),
        (["--head", "nima"] + TuneTrial.all, 65, "set has neither votes nor mean scores"),
    ])
    func whatCannotBeTrained(_ options: [String], _ code: Int32, _ fact: String) throws {
        let head = options.contains("--head") ? [] : ["--head", "classes"]
        try trial.tune(head + options).expectRefusal(code, fact)
        #expect(try trial.scratch.visibleNames == before)
    }

    @Test(arguments: [
        ([0], "1 rows cannot be split"), ([1, 3, 5, 7, 9], "all photographs to train on have the label 1"),
    ])
    func photographsThatAreTooFew(_ numbers: [Int], _ fact: String) throws {
        try trial.writeManifest("few.csv", ["path,label"] + numbers.map { "\(trial.names[$0]),\($0 % 2)" })
        try trial.tune(TuneTrial.head, from: "few.csv").expectRefusal(65, fact)
        #expect(try trial.scratch.visibleNames == ["few.csv"] + before)
    }

    @Test func votesThatAreAllZero() throws {
        try trial.writeManifest("zero.csv", ["path,r1,r2,r3"] + trial.names.map { "\($0),0,0,0" })
        try trial.tune(["--phase", "head:epochs=1,rate=1"], from: "zero.csv").expectRefusal(
            65, "zero has neither votes nor mean scores")
    }

    @Test(arguments: [TuneTrial.head, ["--head", "classes"] + TuneTrial.all])
    func photographsThatAreAllBroken(_ phases: [String]) throws {
        for name in trial.names { try trial.scratch.write("no picture", to: name) }
        try trial.tune(phases).expectRefusal(65, "none of the 12 photographs could be read", "this is not a picture")
        #expect(try trial.scratch.visibleNames == before)
    }

    @Test func weightsOfAnotherNetwork() throws {
        try trial.tune(TuneTrial.head).expectDone()
        let outcome = try trial.scratch.run(
            "tune",
            ["set.csv", "--output", "p.h5", "--network", "mobilenet-v1@0.25", "--weights", "o.weights.h5", "--size", "32"]
                + TuneTrial.head)
        outcome.expectRefusal(65, "o.weights.h5")
        #expect(!trial.scratch.exists("p.h5") && !trial.scratch.exists("p.weights.h5"))
    }

    @Test func anOutputMayNotReplaceAnInput() throws {
        try trial.tune(TuneTrial.head).expectDone()
        let weights = try trial.scratch.data("o.weights.h5")
        let start = ["--network", TuneTrial.network, "--weights", "o.weights.h5", "--size", "32"] + TuneTrial.head
        try trial.scratch.run("tune", ["set.csv", "--output", "o.h5"] + start).expectRefusal(64, "o.weights.h5", "another name")
        #expect(try trial.scratch.data("o.weights.h5") == weights)
        let photograph = trial.names[3]
        let picture = try trial.scratch.data(photograph)
        try trial.tune(TuneTrial.head, to: photograph).expectRefusal(64, photograph, "another name")
        #expect(try trial.scratch.data(photograph) == picture)
    }

    @Test func anOutputThatCannotBeWritten() throws {
        try trial.tune(TuneTrial.head, to: "none/o.h5").expectRefusal(73, "none/o.h5", "no folder none")
        try trial.scratch.makeFolder("o.h5")
        try trial.tune(TuneTrial.head).expectRefusal(73, "o.h5", "folder")
        #expect(try trial.scratch.visibleNames == ["o.h5"] + before)
    }

    /// Too small for the checkpoint, for the weights, for the classifier beside them; and large enough.
    @Test(.enabled("mounting a small file system takes root") { SmallDisk.isPossible })
    func theDiskIsFull() throws {
        try trial.tune(TuneTrial.head).expectDone()
        let disk = try #require(SmallDisk(bytes: 3 * 4096))
        let output = disk.folder + "/o.h5"
        // The weights take about 230 kB, and the checkpoint 320 kB.
        for kilobytes in [12, 200, 520, 560] {
            #expect(disk.resize(bytes: kilobytes << 10))
            let outcome = try trial.tune(TuneTrial.head, to: output)
            outcome.expectRefusal(73, disk.folder, "space")
            #expect(!FileManager.default.fileExists(atPath: output))
            #expect(!FileManager.default.fileExists(atPath: disk.folder + "/o.weights.h5"), "\(kilobytes) kB")
        }
        #expect(disk.resize(bytes: 1 << 22))
        try trial.tune(TuneTrial.head, to: output).expectDone()
        #expect(try ClassifierFile.read(output).layers == trial.result().layers)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder).sorted() == ["o.h5", "o.weights.h5"])
    }

    /// The state after the first phase stays; whoever lowers the rate starts anew.
    @Test func aRateThatIsTooHigh() throws {
        let phases = TuneTrial.head + ["--phase", "head:epochs=2,rate=1e39"]
        for _ in 0..<2 {
            try trial.tune(phases).expectRefusal(65, "step ", "epoch 1 (phase 2)", "'dense'", "lower the phase's rate")
            #expect(try trial.scratch.visibleNames == ["o.h5.partial"] + before)
        }
        try trial.tune(["--head", "classes", "--phase", "all:epochs=2,rate=1e30"], to: "p.h5")
            .expectRefusal(65, "(phase 1)", "lower the phase's rate")
        try trial.tune(TuneTrial.head).expectDone()
        #expect(try trial.scratch.visibleNames == ["o.h5", "o.weights.h5"] + before)
    }
}
