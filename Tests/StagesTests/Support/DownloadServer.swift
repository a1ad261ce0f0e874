import Foundation
import TestSupport
import Testing

/// The ill-behaved server of `Tests/Fixtures/download-server`, for as long as this value lives.
final class DownloadServer: Sendable {
    /// What it serves.
    let content: Data
    private let port: Int
    private let file: String
    private let scheme: String
    // Written at the start only; the server ends when its standard input does.
    private let input = Pipe()

    private static let shared = Result { try DownloadServer(in: madeFolder()) }
    private static let folder = NSTemporaryDirectory() + "kalon-server-" + UUID().uuidString

    /// One for all tests, who tell their requests apart by a token.
    static func forAll() throws -> DownloadServer { try shared.get() }

    private static func madeFolder() throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: DownloadServer.folder) }
        return folder
    }

    /// Numbers without a pattern.
    static let numbers = Data((0..<400_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) })

    /// Starts one that keeps its files in `folder`.
    init(in folder: String, serving content: Data = numbers, certificate: String? = nil) throws {
        self.content = content
        file = folder + "/content"
        scheme = certificate == nil ? "http" : "https"
        try content.write(to: URL(fileURLWithPath: file))
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = Fixture.path("download-server/server.py")
        process.arguments = ["python3", script, file] + [certificate].compactMap { $0 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .newlines)), "the server says its port: \(line)")
    }

    func address(_ behaviour: String, _ token: String) -> String {
        "\(scheme)://127.0.0.1:\(port)/\(behaviour)/\(token)/w.h5"
    }

    /// The requests with a token: the part asked for, on which condition, and the status sent.
    func requests(_ token: String) throws -> [String] {
        guard let text = FileManager.default.contents(atPath: "\(file).\(token).log") else { return [] }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
