import Dispatch
import Files
import Foundation
import Testing
import TestSupport

@Suite struct FileCacheTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func cache(maximumBytes: Int = 1 << 20) -> FileCache {
        FileCache(folder: scratch.folder + "/cache", maximumBytes: maximumBytes)
    }

    /// Keeps `text`, its last five letters as the note.
    private static func store(_ text: String, under key: String, in cache: FileCache) throws {
        try cache.store(key) { path in
            try Data(text.utf8.dropLast(5)).write(to: URL(fileURLWithPath: path))
            return Data(text.utf8.suffix(5))
        }
    }

    private static func text(_ key: String, in cache: FileCache) -> String? {
        guard case .content(let content) = cache.find(key) else { return nil }
        return String(decoding: content.payload + content.note, as: UTF8.self)
    }

    private func entry(in cache: FileCache) throws -> String {
        try cache.folder + "/" + #require(FileManager.default.contentsOfDirectory(atPath: cache.folder).first)
    }

    @Test func anEntryIsFoundUnderItsKeyOnly() throws {
        let cache = cache()
        guard case .nothing = cache.find("a") else {
            Issue.record("there is nothing in a folder that does not exist")
            return
        }
        try Self.store("first content", under: "a", in: cache)
        try Self.store("second content", under: "b\nwith lines", in: cache)
        #expect(Self.text("a", in: cache) == "first content")
        #expect(Self.text("b\nwith lines", in: cache) == "second content")
        #expect(Self.text("c", in: cache) == nil)
        try Self.store("newer content", under: "a", in: cache)
        #expect(Self.text("a", in: cache) == "newer content")
        cache.remove("a")
        #expect(Self.text("a", in: cache) == nil)
    }

    @Test(arguments: [0, 1, 40, 64, 70])
    func aShortenedEntryIsNoticedAndGone(length: Int) throws {
        let cache = cache()
        try Self.store("some content", under: "a", in: cache)
        #expect(truncate(try entry(in: cache), length) == 0)
        guard case .damaged = cache.find("a") else {
            Issue.record("an entry of \(length) bytes is damaged")
            return
        }
        guard case .nothing = cache.find("a") else {
            Issue.record("a damaged entry is gone")
            return
        }
    }

    @Test(arguments: [0, 5, 11, 12, 75])
    func aChangedByteIsNoticed(position: Int) throws {
        let cache = cache()
        try Self.store("some content", under: "a", in: cache)
        let path = try entry(in: cache)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[position] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        guard case .damaged = cache.find("a") else {
            Issue.record("byte \(position) is another")
            return
        }
    }

    @Test func whatWasUsedLongestAgoMakesRoom() throws {
        // Each entry has 84 bytes.
        let cache = cache(maximumBytes: 3 * 84)
        for (age, key) in ["a", "b", "c"].enumerated() {
            try Self.store("content of " + key, under: key, in: cache)
            // Times in whole seconds tell the entries apart on every file system.
            for name in try FileManager.default.contentsOfDirectory(atPath: cache.folder) {
                let path = cache.folder + "/" + name
                guard (try? String(contentsOfFile: path, encoding: .utf8))?.hasPrefix("content of " + key) == true else {
                    continue
                }
                let date = Date(timeIntervalSinceNow: Double(age - 100))
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
            }
        }
        #expect(Self.text("a", in: cache) != nil, "which makes it the one used last")
        try Self.store("content of d", under: "d", in: cache)
        #expect(["a", "b", "c", "d"].filter { Self.text($0, in: cache) != nil } == ["a", "c", "d"])
        try Self.store(String(repeating: "large ", count: 100), under: "e", in: cache)
        #expect(["a", "b", "c", "d", "e"].filter { Self.text($0, in: cache) != nil } == ["e"])
    }

    @Test func whatAKilledRunLeftIsClearedAway() throws {
        let cache = cache()
        try Self.store("content", under: "a", in: cache)
        let left = cache.folder + "/123-0.abc.entry.partial"
        let young = cache.folder + "/124-0.abc.entry.partial"
        for path in [left, young] { try Data("half".utf8).write(to: URL(fileURLWithPath: path)) }
        let date = Date(timeIntervalSinceNow: -7200)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: left)
        try Self.store("content", under: "b", in: cache)
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(FileManager.default.fileExists(atPath: young))
    }

    @Test func aFailureLeavesNothing() throws {
        struct Refused: Error {}
        let cache = cache()
        #expect(throws: Refused.self) { try cache.store("a") { _ in throw Refused() } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.folder).isEmpty)
        try scratch.write("", to: "file")
        let impossible = FileCache(folder: scratch.folder + "/file", maximumBytes: 1)
        #expect(throws: StorageError.self) { try impossible.store("a") { _ in Data() } }
    }

    @Test func runsAtTheSameTimeDoNoHarm() throws {
        let cache = cache()
        DispatchQueue.concurrentPerform(iterations: 80) { _ in
            #expect(throws: Never.self) { try Self.store("the same content", under: "a", in: cache) }
            #expect(Self.text("a", in: cache) == "the same content")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.folder).count == 1)
    }

    @Test(
        arguments: [
            (["XDG_CACHE_HOME": "/c", "HOME": "/h"], "/c/kalon"), (["HOME": "/h"], "/h/.cache/kalon"),
            (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/kalon"), ([:], nil), (["HOME": "h"], nil),
        ] as [([String: String], String?)])
    func theUsersFolderFollowsTheSpecification(environment: [String: String], expected: String?) {
        #expect(UserFolder.path(variable: "XDG_CACHE_HOME", fallback: ".cache", environment: environment) == expected)
    }
}
