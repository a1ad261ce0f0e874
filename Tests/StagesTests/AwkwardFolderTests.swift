import Foundation
import Imaging
import Judging
import Records
import Testing
import TestSupport

/// A folder with every kind of file that should not be there, among photographs that should.
@Suite struct AwkwardFolderTests {
    /// What becomes of a file: a row, a reason that says this, or either where it depends on the system's libvips.
    private enum Fate {
        case row
        case skipped(String)
        case either(String)
    }

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        for (index, photograph) in gallery.photographs.prefix(6).enumerated() {
            try scratch.copy(photograph, to: "clean/\(index).jpg")
        }
    }

    private func extract(_ set: String, to output: String, _ more: [String] = []) throws -> Outcome {
        try scratch.run("extract", [set, "--output", output] + Gallery.firstExtractor + more)
    }

    private func fixture(_ name: String, as path: String) throws {
        try scratch.copy(Fixture.path("pictures/" + name), to: path)
    }

    /// Pictures that are unusual and whole, from Tests/Fixtures/pictures.
    private static let unusual: [(fixture: String, name: String, fate: Fate)] = [
        ("jpeg-cmyk.jpg", "cmyk.jpg", .row), ("jpeg-progressive-420.jpg", "progressive.jpg", .row),
        ("jpeg-grey.jpg", "grey.jpg", .row), ("png-rgb-16.png", "deep.png", .row),
        ("png-palette-transparent.png", "palette.png", .row), ("png-rgb-alpha-8.png", "alpha.png", .row),
        ("png-rgb-8-interlaced.png", "interlaced.png", .row), ("png-rgb-8.png", "wrong.jpg", .row),
        ("gif-animated.gif", "animated.gif", .row), ("webp-animated.webp", "animated.webp", .row),
        ("turned-6.jpg", "turned.jpg", .row), ("tiff-pages.tif", "pages.tif", .row), ("jpeg-1x1.jpg", "1x1.jpg", .row),
        ("heic-lossy.heic", "a.heic", .either("HEIC/AVIF")), ("avif-lossy.avif", "a.avif", .either("HEIC/AVIF")),
        ("large-100-megapixels.png", "large.png", .row), ("png-grey-8.png", "a b.png", .row),
        ("png-grey-8.png", "line\nbreak.png", .row), ("png-grey-8.png", "żółw 🐢.png", .row),
        ("png-grey-8.png", "folder.jpg/inside.png", .row), ("large-bomb.png", "bomb.png", .skipped("50000 x 50000")),
    ]

    /// Writes the unusual pictures and everything that is none into `set`; gives the fate of each by name.
    private func fillAwkwardly(_ set: String) throws -> [String: Fate] {
        var fates: [String: Fate] = [:]
        for (source, name, fate) in Self.unusual {
            try fixture(source, as: "\(set)/\(name)")
            fates[name] = fate
        }
        let whole = try scratch.data("clean/0.jpg")
        try scratch.write([], to: "\(set)/empty.jpg")
        try scratch.write("these are words\n", to: "\(set)/text.jpg")
        try scratch.write(whole.prefix(whole.count / 2), to: "\(set)/cut.jpg")
        let thread = Picture(width: 1, height: 20000, pixels: Array(repeating: 90, count: 60000))
        try thread.write(to: scratch.path("\(set)/1x20000.png"), as: .png)
        fates["empty.jpg"] = .skipped("empty")
        fates["text.jpg"] = .skipped("not a picture")
        fates["cut.jpg"] = .skipped("truncated or corrupt")
        fates["1x20000.png"] = .skipped("too narrow (1 x 20000")
        return fates.merging(try addWhatIsNoFile(to: set)) { $1 }
    }

    /// Links, pipes, sockets, devices, an immense file, and names that are no text.
    private func addWhatIsNoFile(to set: String) throws -> [String: Fate] {
        let manager = FileManager.default
        let links = [("circle", "."), ("loop.jpg", "loop.jpg"), ("gone.jpg", "nowhere.jpg"), ("device.jpg", "/dev/zero")]
        for (name, target) in links {
            try manager.createSymbolicLink(atPath: scratch.path("\(set)/\(name)"), withDestinationPath: target)
        }
        try #require(mkfifo(scratch.path("\(set)/pipe.jpg"), 0o600) == 0)
        try makeSocket(scratch.path("\(set)/socket.jpg"))
        let immense = try scratch.write([0xFF, 0xD8, 0xFF], to: "\(set)/immense.jpg")
        try #require(truncate(immense, 1 << 40) == 0)
        var name = Array(scratch.path("\(set)/b?.jpg").utf8CString)
        name[name.count - 6] = CChar(truncatingIfNeeded: 0xFF)
        let descriptor = name.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1
        }
        try #require(descriptor >= 0)
        close(descriptor)
        return [
            "loop.jpg": .skipped("symbolic links"), "gone.jpg": .skipped("no such file"),
            "device.jpg": .skipped("a device"), "pipe.jpg": .skipped("a pipe"),
            "socket.jpg": .skipped("not a picture file"),
            "immense.jpg": .skipped("1099511627776 bytes"), "b\\xFF.jpg": .skipped("not UTF-8"),
        ]
    }

    /// A socket in the file system: its path in `sockaddr_un` is short, so it is made from within the folder.
    private func makeSocket(_ path: String) throws {
        let maker = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        try Command(shell: "python3 -c '\(maker)' \(name)", in: folder).run().expectDone()
    }

    @Test func everyFileIsARowOrAReasonAndChangesNoOtherRow() throws {
        try FileManager.default.copyItem(atPath: scratch.path("clean"), toPath: scratch.path("mixed"))
        let fates = try fillAwkwardly("mixed")
        try extract("clean", to: "clean.h5").expectDone()
        let outcome = try extract("mixed", to: "mixed.h5")
        outcome.expectDone()
        let clean = try FeaturesFile.open(scratch.path("clean.h5"))
        let mixed = try FeaturesFile.open(scratch.path("mixed.h5"))
        let reasons = Dictionary(mixed.skipped.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
        for (name, fate) in fates {
            let isRow = mixed.rows.paths.contains(name)
            switch fate {
            case .row: #expect(isRow, "\(name): \(reasons[name] ?? "lost")")
            case .skipped(let fact):
                #expect(!isRow && reasons[name]?.contains(fact) == true, "\(name): \(reasons[name] ?? "a row")")
            case .either(let fact): #expect(isRow != (reasons[name]?.contains(fact) == true), "\(name)")
            }
        }
        #expect(mixed.rows.paths.count + mixed.skipped.count == clean.count + fates.count)
        #expect(outcome.error.contains("\(mixed.count) photographs extracted, \(mixed.skipped.count) skipped: "))
        #expect(outcome.error.contains("\(clean.count + fates.count) photographs of mixed"))
        let (expected, found) = (try clean.readMatrix(), try mixed.readMatrix())
        for (row, path) in clean.rows.paths.enumerated() {
            let position = try #require(mixed.rows.paths.firstIndex(of: path))
            #expect(found.row(position).elementsEqual(expected.row(row)), "\(path)")
        }
    }

    /// The superuser's right to read everything is taken away.
    private static let unprivileged = "setpriv --bounding-set=-dac_override,-dac_read_search"

    private static var canDropPrivileges: Bool {
        let line = "touch locked && chmod 0 locked && ! \(unprivileged) cat locked && \(unprivileged) true"
        return (try? Scratch()).flatMap { try? Command(shell: line, in: $0.folder).run().code } == 0
    }

    @Test(.enabled("it takes setpriv, and the right to use it") { canDropPrivileges })
    func whatMayNotBeReadIsSkippedUntilItMay() throws {
        try scratch.copy(gallery.photographs[9], to: "clean/deep/inside.jpg")
        try FileManager.default.copyItem(atPath: scratch.path("clean"), toPath: scratch.path("set"))
        chmod(scratch.path("set/1.jpg"), 0)
        chmod(scratch.path("set/deep"), 0)
        let words = (["set", "--output", "o.h5"] + Gallery.firstExtractor).joined(separator: " ")
        func extractUnprivileged(_ more: String = "") throws -> Outcome {
            try Command(shell: "\(Self.unprivileged) kalon-extract \(words) \(more)", in: scratch.folder).run()
        }
        try extractUnprivileged().expectDone()
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(file.rows.paths == ["0.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"])
        #expect(file.skipped.map(\.path) == ["1.jpg", "deep"])
        #expect(file.skipped.allSatisfy { $0.reason.contains("permission denied") })
        chmod(scratch.path("set/deep"), 0o700)
        try extractUnprivileged("--max-skipped 0").expectRefusal(65, "1 of the first 2", "1.jpg", "permission denied")
        chmod(scratch.path("set/1.jpg"), 0o600)
        let whole = try extract("set", to: "o.h5", ["--max-skipped", "0"])
        whole.expectDone()
        #expect(!whole.error.contains("of an earlier run"), "the skipped row of the run before is not kept")
        #expect(try FeaturesFile.open(scratch.path("o.h5")).count == 7)
    }

    @Test func tooManyThatCannotBeReadStopTheRun() throws {
        for name in ["clean/2b.jpg", "clean/4b.jpg"] { try scratch.write("words", to: name) }
        try scratch.write([], to: "clean/5b.jpg")
        try scratch.write("before", to: "o.h5")
        try extract("clean", to: "o.h5", ["--max-skipped", "1"])
            .expectRefusal(
                65, "2 of the first 7 photographs", "at most 1 may be skipped", "4b.jpg", "not a picture", "here (--max-skipped)")
        #expect(try String(decoding: scratch.data("o.h5"), as: UTF8.self) == "before")
        try extract("clean", to: "o.h5", ["--max-skipped", "1"]).expectRefusal(65, "2 of the first 7 photographs")
        let allowed = try extract("clean", to: "o.h5", ["--max-skipped", "3"])
        allowed.expectDone()
        #expect(allowed.error.contains("resuming after 7 photographs"))
        #expect(
            allowed.error.contains(
                "6 photographs extracted, 3 skipped: 2 because this is not a picture; 1 because the file is empty\n"))
        try extract("clean", to: "o.h5", ["--max-skipped", "-1"]).expectRefusal(64, "--max-skipped")
    }

    @Test func theLimitOfPixelsIsAnOption() throws {
        let area = try PictureDecoder().decode(path: scratch.path("clean/0.jpg"))
        let limit = area.width * area.height
        try extract("clean", to: "o.h5", ["--max-pixels", "\(limit)"]).expectDone()
        let all = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(all.rows.paths.contains("0.jpg"))
        let none = try extract("clean", to: "o.h5", ["--max-pixels", "100"])
        none.expectRefusal(65, "none of its 6", "more pixels than the limit allows (\(area.width) x \(area.height), at most 100)")
        try extract("clean", to: "o.h5", ["--max-pixels", "0"]).expectRefusal(64, "--max-pixels is 0")
    }

    @Test func orientationIsAnOptionThatTheFileRemembers() throws {
        try fixture("turned-6.jpg", as: "turned/a.jpg")
        let picture = try PictureDecoder().decode(path: scratch.path("turned/a.jpg"))
        try scratch.makeFolder("upright")
        try picture.upright.write(to: scratch.path("upright/a.png"), as: .png)
        try scratch.makeFolder("stored")
        try Picture(width: picture.width, height: picture.height, pixels: picture.pixels)
            .write(to: scratch.path("stored/a.png"), as: .png)
        func features(_ set: String, _ more: [String]) throws -> [Float] {
            try extract(set, to: "\(set).h5", more).expectDone()
            return try FeaturesFile.open(scratch.path("\(set).h5")).readMatrix().elements
        }
        let upright = try features("upright", []), stored = try features("stored", [])
        #expect(upright != stored)
        #expect(try features("turned", ["--orient", "none"]) == stored)
        #expect(try FeaturesFile.open(scratch.path("turned.h5")).header.input.contains(#""orientation":"ignored""#))
        for way in [[], ["--orient", "upright"], ["--orient", "exif"]] {
            #expect(try features("turned", way) == upright)
            #expect(try FeaturesFile.open(scratch.path("turned.h5")).header.extractorJSON.contains(#""orientation":"exif""#))
        }
        try extract("turned", to: "o.h5", ["--orient", "left"]).expectRefusal(64, "left")
    }

    @Test func orientationsAreCountedAndTheCountIsKept() throws {
        try fixture("turned-6.jpg", as: "turned/a.jpg")
        try fixture("turned-3.jpg", as: "turned/b.jpg")
        try fixture("turned-1.jpg", as: "turned/c.jpg")
        let upright = try extract("turned", to: "o.h5")
        #expect(upright.error.contains("2 photographs were not stored upright: turned upright\n"))
        #expect(try FeaturesFile.open(scratch.path("o.h5")).reading == ReadingCounts(turned: 2))
        let stored = try extract("turned", to: "o.h5", ["--orient", "none"])
        #expect(stored.error.contains("2 photographs were not stored upright: taken as stored"))
        #expect(try FeaturesFile.open(scratch.path("o.h5")).reading == ReadingCounts(turned: 2))
        let plain = try extract("clean", to: "o.h5")
        #expect(!plain.error.contains("stored upright"))
        #expect(try FeaturesFile.open(scratch.path("o.h5")).reading == ReadingCounts())
    }

    @Test func rawFilesAreReadThroughTheirPreviews() throws {
        let preview = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("pictures/turned-6.jpg")))
        try scratch.write(Data("FUJIFILMCCD-RAW 0201".utf8) + Data(count: 80) + preview, to: "raw/a.RAF")
        try scratch.write(Data("FUJIFILMCCD-RAW 0201".utf8) + Data(count: 800), to: "raw/b.raf")
        try scratch.write(preview, to: "jpeg/a.jpg")
        let outcome = try extract("raw", to: "raw.h5")
        outcome.expectDone()
        #expect(outcome.error.contains("1 RAW file is judged by its embedded preview, which is smaller than 640 pixels\n"))
        #expect(outcome.error.contains("1 photographs extracted, 1 skipped: 1 because the RAW file has no preview"))
        let file = try FeaturesFile.open(scratch.path("raw.h5"))
        #expect(file.reading == ReadingCounts(turned: 1, previews: 1, smallPreviews: 1))
        try extract("jpeg", to: "jpeg.h5").expectDone()
        #expect(try file.readMatrix().elements == FeaturesFile.open(scratch.path("jpeg.h5")).readMatrix().elements)
    }

    @Test func theLabelsFoundAreCounted() throws {
        try scratch.copy(gallery.photographs[0], to: "set/aesthetic/a.jpg")
        try scratch.copy(gallery.photographs[1], to: "set/aesthetic/b.jpg")
        try scratch.copy(gallery.photographs[9], to: "set/bad/c.jpg")
        try scratch.copy(gallery.photographs[9], to: "set/d.jpg")
        let outcome = try extract("set", to: "o.h5")
        #expect(outcome.error.contains("4 photographs of set (2 aesthetic, 1 not aesthetic, 1 without a label)"))
    }
}
