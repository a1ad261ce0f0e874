import Files
import Foundation
import Testing
import TestSupport

/// `kalon-weights fetch` against a server that behaves badly.
@Suite struct FetchTests {
    private let scratch: Scratch
    private let server: DownloadServer
    private let token = UUID().uuidString

    init() throws {
        scratch = try Scratch()
        server = try DownloadServer.forAll()
        try scratch.write(server.content, to: "right")
    }

    /// Writes a list of one file and gives the command that fetches it; `timeout` in seconds is a day where nothing is
    /// to stall, for a busy machine.
    private func command(
        _ address: String, hash: Bool = true, bytes: Int? = nil, into folder: String = "here", timeout: Int = 86_400,
        attempts: Int = 3,
        more: String = ""
    ) throws -> Command {
        let digests = try FileDigests(of: scratch.path("right"))
        let fields = ["w", "net", address, bytes.map(String.init) ?? "", hash ? digests.md5 : "", "none"]
        try scratch.write(
            "name,network,url,bytes,md5,licence\n" + fields.joined(separator: ",") + "\n", to: "list.csv")
        return Command(
            shell: "exec env -u KALON_WEIGHTS_MIRROR no_proxy=127.0.0.1 kalon-weights fetch w --catalogue list.csv "
                + "--into '\(folder)' --attempts \(attempts) --timeout \(timeout) --pause 0.01 \(more)",
            in: scratch.folder)
    }

    private func fetch(_ behaviour: String, hash: Bool = true, bytes: Int? = nil) throws -> Outcome {
        let stalls = ["silent", "silent-head", "stall-once"].contains(behaviour)
        return try command(
            server.address(behaviour, token), hash: hash, bytes: bytes, timeout: stalls ? 2 : 86_400,
            attempts: behaviour == "stall-once" ? 1000 : 3
        ).run()
    }

    private var left: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: scratch.path("here")).sorted() }
    }

    private func expectFile(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try left == ["w.h5", "w.h5.checksums"], sourceLocation: sourceLocation)
        #expect(try scratch.data("here/w.h5") == server.content, sourceLocation: sourceLocation)
    }

    private static let half = "bytes=200000-"

    /// Behaviours that end well: name, requests that the server got, what is said meanwhile.
    @Test(arguments: [
        ("plain", ["all - 200"], "w is as published"),
        ("chunked", ["all - 200"], ""),
        ("truncate-once", ["all - 200", "\(half) \"a\" 206"], "was lost"),
        ("dated", ["all - 200", "\(half) Wed, 01 Jan 2025 00:00:00 GMT 206"], "was lost"),
        ("weak", ["all - 200", "all - 200"], "starting over"),
        ("nameless", ["all - 200", "all - 200"], "starting over"),
        ("creep", ["all - 200"] + (1..<10).map { "bytes=\(40_000 * $0)- \"a\" 206" }, ""),
        ("no-ranges", ["all - 200", "\(half) \"a\" 200"], "was lost"),
        ("changes", ["all - 200", "\(half) \"a\" 200"], ""),
        ("shrinks", ["all - 200", "bytes=800000- \"a\" 416", "all - 200"], "starting over"),
        ("wrong-part", ["all - 200", "\(half) \"a\" 206", "all - 200"], "starting over"),
        ("corrupt-once", ["all - 200", "\(half) \"a\" 206", "all - 200"], "the parts do not add up to the published file"),
        ("stall-once", ["all - 200", "\(half) \"a\" 206"], "sent nothing for 2 s"),
        ("busy", ["all - 503", "all - 503", "all - 200"], "answered 503"),
        ("redirect", ["all - 302", "all - 307", "all - 200"], ""),
    ]) func aFileComesInTheEnd(behaviour: String, requests: [String], said: String) throws {
        let outcome = try fetch(behaviour)
        outcome.expectDone()
        #expect(outcome.lines == ["here/w.h5"])
        #expect(said.isEmpty || outcome.error.contains(said), "\(outcome.testDescription)")
        try expectFile()
        let found = try server.requests(token)
        // A busy machine may be silent once more.
        let isSame = behaviour == "stall-once" ? found.first == requests.first && found.last == requests.last : found == requests
        #expect(isSame, "\(found)")
    }

    /// Behaviours that end badly: name, exit code, what is said, what is left, how many requests, unless that is chance.
    private static let bad: [(String, Int32, String, [String], Int?)] = [
        ("truncate-always", 69, "after 3 attempts; 200000 bytes are kept", ["w.h5.partial", "w.h5.partial.json"], 3),
        ("silent", 69, "sent nothing for 2 s", [], nil),
        ("broken", 69, "500 (server error) (gave up after 3 attempts; try again later)", [], 3),
        ("missing", 69, "404 (not found)", [], 1),
        ("locked", 69, "401 (no permission)", [], 1),
        ("page", 65, "a web page", [], 1),
        ("corrupt", 65, "its MD5 is", ["w.h5.rejected"], 1),
        ("circle", 69, "more than 10 times", [], 11),
        ("nowhere", 69, "302", [], 1),
        ("elsewhere", 69, "'ftp://127.0.0.1/x.h5'", [], 1),
        ("file", 69, "'file:///etc/passwd'", [], 1),
        ("silent-head", 69, "sent nothing for 2 s", [], nil),
        ("immense", 65, "more than 8 GB", [], 1),
        ("two-sizes", 69, "400000 and 400001", [], 1),
        ("no-size", 69, "makes no sense", [], 1),
        ("not-http", 69, "makes no sense", [], 1),
    ]

    @Test(arguments: bad) func noFileIsBetterThanAWrongOne(
        behaviour: String, code: Int32, said: String, left: [String], requests: Int?
    ) throws {
        let outcome = try fetch(behaviour)
        outcome.expectRefusal(code, said, "127.0.0.1")
        #expect(try self.left == left)
        if let requests { #expect(try server.requests(token).count == requests) }
    }

    @Test func aFileOfAnotherSizeIsNotTaken() throws {
        try fetch("longer", bytes: 400_000).expectRefusal(65, "400001 bytes", "400000 are expected")
        #expect(try left == [])
    }

    @Test func aFileOfAnotherSizeIsNotTakenThoughItsSizeIsNotTold() throws {
        try fetch("chunked", bytes: 399_999).expectRefusal(65, "399999 are expected")
        #expect(!scratch.exists("here/w.h5"))
    }

    /// A body without end ends where the published size does, and leaves nothing.
    @Test func anEndlessBodyIsCutOff() throws {
        try fetch("endless", bytes: 400_000).expectRefusal(65, "400000 are expected")
        #expect(!scratch.exists("here/w.h5"))
        let size = try scratch.exists("here/w.h5.partial") ? scratch.data("here/w.h5.partial").count : 0
        #expect(size <= 400_000)
    }

    /// The archive comes, and the file in it is installed; both are checked.
    @Test func aFileInAnArchive() throws {
        try Command(
            shell: "mkdir p && printf 'the weights' > p/w.pth && python3 -m zipfile -c a.whl p", in: scratch.folder
        ).run().expectDone()
        let server = try DownloadServer(in: scratch.folder, serving: scratch.data("a.whl"))
        let (file, archive) = (try FileDigests(of: scratch.path("p/w.pth")), try FileDigests(of: scratch.path("a.whl")))
        func fetch(_ behaviour: String, sha256: String, archive sha: String, member: String = "p/w.pth") throws -> Outcome {
            try scratch.write(
                "name,network,url,bytes,sha256,member,archive_bytes,archive_sha256,licence\n"
                    + "w,net,\(server.address(behaviour, token)),\(file.bytes),\(sha256),\(member),\(archive.bytes),"
                    + "\(sha),none\n",
                to: "list.csv")
            return try Command(
                shell:
                    "exec env -u KALON_WEIGHTS_MIRROR no_proxy=127.0.0.1 kalon-weights fetch w --catalogue list.csv --into here "
                    + "--pause 0.01", in: scratch.folder
            ).run()
        }
        let zeros = String(repeating: "0", count: 64)
        try fetch("plain", sha256: file.sha256, archive: zeros).expectRefusal(
            65, "its SHA-256 is \(archive.sha256)", "w.pth.rejected")
        try fetch("plain", sha256: zeros, archive: archive.sha256).expectRefusal(65, "its SHA-256 is \(file.sha256)")
        try fetch("plain", sha256: file.sha256, archive: archive.sha256, member: "p/v.pth")
            .expectRefusal(65, "p/v.pth cannot be taken out of here/v.pth.rejected")
        try fetch("corrupt", sha256: file.sha256, archive: archive.sha256).expectRefusal(65, "its SHA-256 is")
        #expect(try left == ["v.pth.rejected", "w.pth.rejected"])
        let outcome = try fetch("truncate-once", sha256: file.sha256, archive: archive.sha256)
        outcome.expectDone()
        #expect(outcome.lines == ["here/w.pth"] && outcome.error.contains("w is as published"))
        #expect(try left == ["v.pth.rejected", "w.pth", "w.pth.checksums"])
        #expect(try scratch.data("here/w.pth") == Data("the weights".utf8))
    }

    @Test func aServerThatIsNotThere() throws {
        // Nothing listens on the port for discarding (RFC 863) of a usual machine.
        try command("http://127.0.0.1:9/w.h5").run().expectRefusal(69, "cannot connect to 127.0.0.1")
        #expect(try left == [])
    }

    @Test(.enabled("openssl makes a certificate") { FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") })
    func aServerThatCannotProveItself() throws {
        let made = try Command(
            shell: "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 2 -subj /CN=127.0.0.1 "
                + "&& cat key certificate > both",
            in: scratch.folder
        ).run()
        made.expectDone()
        let secure = try DownloadServer(in: scratch.folder, certificate: scratch.path("both"))
        try command(secure.address("plain", token)).run().expectRefusal(69, "cannot prove", "self-signed")
        #expect(try left == [])
    }

    @Test func withoutAHashTheFirstFileIsTheMeasure() throws {
        let first = try fetch("plain", hash: false)
        first.expectDone()
        #expect(first.error.contains(try FileDigest.sha256(of: scratch.path("right"))), "\(first.testDescription)")
        #expect(first.error.contains("no hash of w is published"))
        try expectFile()
        try FileManager.default.removeItem(atPath: scratch.path("here/w.h5"))
        try fetch("corrupt", hash: false).expectRefusal(65, "that came the first time", "w.h5.checksums")
        #expect(try left == ["w.h5.checksums", "w.h5.rejected"])
    }

    @Test func whatIsHereIsNotFetchedAgain() throws {
        try fetch("plain").expectDone()
        let again = try fetch("plain")
        again.expectDone()
        #expect(again.error.contains("already installed"))
        #expect(try server.requests(token).count == 1)
        // Put there by hand: right, then wrong.
        try FileManager.default.removeItem(atPath: scratch.path("here/w.h5.checksums"))
        #expect(try fetch("plain").error.contains("was already there"))
        #expect(try server.requests(token).count == 1)
        try scratch.write("wrong", to: "here/w.h5")
        #expect(try fetch("plain").error.contains("downloading it again"))
        try expectFile()
        #expect(try server.requests(token).count == 2)
    }

    @Test func aWrongFileStaysUntilTheRightOneIsThere() throws {
        try scratch.write("wrong", to: "here/w.h5")
        try fetch("missing").expectRefusal(69, "404")
        #expect(try scratch.data("here/w.h5") == Data("wrong".utf8))
    }

    @Test func aMirrorTakesThePlaceOfTheHost() throws {
        let address = server.address("plain", token)
        let mirror = address.replacing("/plain/\(token)/w.h5", with: "")
        let elsewhere = "https://nowhere.invalid/plain/\(token)/w.h5"
        try command(elsewhere, more: "--mirror \(mirror)").run().expectDone()
        try expectFile()
        let line = try command(elsewhere, into: "there").arguments[1]
            .replacing("-u KALON_WEIGHTS_MIRROR", with: "KALON_WEIGHTS_MIRROR=\(mirror)")
        try Command("sh", ["-c", line], in: scratch.folder).run().expectDone()
        #expect(try scratch.data("there/w.h5") == server.content)
        try command(elsewhere, more: "--mirror mirror.example").run().expectRefusal(64, "--mirror", "'mirror.example'")
    }

    @Test(arguments: [SIGINT, SIGKILL])
    func aStoppedDownloadGoesOn(_ signal: Int32) throws {
        let command = try command(server.address("stall-once", token), timeout: 100)
        let running = try command.start()
        let partial = scratch.path("here/w.h5.partial")
        func size() -> Int { (try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int ?? 0 }
        while running.process.isRunning, size() < 200_000 { usleep(2000) }
        // Another run keeps its hands off meanwhile.
        try command.run().expectRefusal(73, "w.h5.partial", "another run")
        running.send(signal)
        let stopped = try running.outcome()
        if signal == SIGINT {
            stopped.expectRefusal(130, "the same command resumes")
        } else {
            #expect(stopped.isSignal && stopped.code == SIGKILL)
        }
        #expect(size() == 200_000)
        let second = try command.run()
        second.expectDone()
        #expect(second.error.contains("of an earlier run"))
        try expectFile()
        #expect(try server.requests(token) == ["all - 200", "\(Self.half) \"a\" 206"])
    }

    @Test(.enabled("mounting a small file system takes root") { SmallDisk.isPossible })
    func aDiskThatIsTooSmall() throws {
        let disk = try #require(SmallDisk(bytes: 200_000))
        try command(server.address("plain", token), into: disk.folder).run()
            .expectRefusal(73, "400000 bytes are still to come", "room for")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder).isEmpty)
        try command(server.address("chunked", token), into: disk.folder).run().expectRefusal(73, "No space left")
        #expect(!FileManager.default.fileExists(atPath: disk.folder + "/w.h5"))
    }
}
