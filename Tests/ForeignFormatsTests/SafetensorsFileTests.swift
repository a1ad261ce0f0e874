import Files
import ForeignFormats
import Foundation
import Testing
import TestSupport

@Suite struct SafetensorsFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let provenance = Provenance(
        command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "",
        threads: 1)

    /// A file with the given header and bytes of data; `length` is what its first eight bytes say.
    private func write(_ header: String, data: [UInt8] = [], length: UInt64? = nil) throws -> String {
        let length = length ?? UInt64(header.utf8.count)
        let start = withUnsafeBytes(of: length.littleEndian) { [UInt8]($0) }
        return try scratch.write(start + [UInt8](header.utf8) + data, to: "t.safetensors")
    }

    private static func entry(_ name: String, _ type: String, _ shape: [Int], _ start: Int, _ end: Int) -> String {
        #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
    }

    @Test func whatWasWrittenIsRead() throws {
        let path = scratch.path("w.safetensors")
        let tensors = [
            NamedTensor(name: "b.weight", shape: [2, 3], values: [1, -2.5, 3, .pi, 1e-30, -0.0]),
            NamedTensor(name: "a", shape: [], values: [7]),
            NamedTensor(name: "Größe", shape: [0, 5], values: []),
        ]
        try SafetensorsFile.write(to: path, tensors: tensors, provenance: Self.provenance)
        let file = try SafetensorsFile.open(path)
        #expect(Set(file.tensors.map(\.name)) == ["b.weight", "a", "Größe"])
        for tensor in tensors {
            let found = try #require(file.tensor(named: tensor.name))
            #expect(found.shape == tensor.shape)
            #expect(try file.read(found).map(\.bitPattern) == tensor.values.map(\.bitPattern))
        }
        let length = try scratch.data("w.safetensors").prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length % 8 == 0, "values begin at a multiple of eight bytes")
    }

    @Test func halvesBecomeReals() throws {
        let header = "{\(Self.entry("h", "F16", [3], 0, 6)),\(Self.entry("b", "BF16", [2], 6, 10))}  "
        // 1.5, -65504 and the smallest subnormal; 3.140625 and -infinity.
        let data: [UInt8] = [0x00, 0x3E, 0xFF, 0xFB, 0x01, 0x00, 0x49, 0x40, 0x80, 0xFF]
        let file = try SafetensorsFile.open(try write(header, data: data))
        #expect(try file.read(try #require(file.tensor(named: "h"))) == [1.5, -65504, 0x1p-24])
        #expect(try file.read(try #require(file.tensor(named: "b"))) == [3.140625, -.infinity])
    }

    @Test func whatIsNoRealIsNotReadAsOne() throws {
        let path = try write("{\(Self.entry("n", "I64", [], 0, 8))}", data: [UInt8](repeating: 1, count: 8))
        let file = try SafetensorsFile.open(path)
        #expect(
            throws: StorageError.wrongType(
                file: path, object: "the tensor n", found: "I64", expected: "F32, F16 or BF16")
        ) { try file.read(file.tensors[0]) }
    }

    /// Nothing that a header says is believed.
    @Test(arguments: [
        ("", "begin with {"), ("[]", "begin with {"), (" {}", "begin with {"), ("{", ""), ("{}x", ""),
        ("{\"\u{1}", ""), (#"{"__metadata__":{"a":1}}"#, ""), (#"{"a":1}"#, ""), (#"{"a":{}}"#, ""),
        (String(repeating: #"{"a":"#, count: 100_000), ""),
        ("{\(entry("a", "F32", [1], 0, 5))}", "4 bytes"), ("{\(entry("a", "F32", [2], 0, 4))}", "8 bytes"),
        ("{\(entry("a", "F31", [1], 0, 4))}", "unknown type F31"), ("{\(entry("a", "F32", [-1], 0, 4))}", "[-1]"),
        ("{\(entry("a", "F32", [.max, 4], 0, 4))}", "shape"), ("{\(entry("a", "F32", [0, -1], 0, 0))}", "[0, -1]"),
        ("{\(entry("a", "F32", [1], 4, 0))}", "[4, 0]"), ("{\(entry("a", "F32", [1], -4, 0))}", "[-4, 0]"),
        ("{\(entry("a", "F32", [1], .min, .max))}", "data_offsets"),
        ("{\(entry("a", "F32", [1], 4, 8))}", "begins at byte 4"), ("{\(entry("a", "F32", [3], 0, 12))}", "12 of 8"),
        ("{\(entry("a", "F32", [1], 0, 4))}", "end at byte 4 of 8"),
        ("{\(entry("a", "F32", [2], 0, 8)),\(entry("b", "F32", [2], 0, 8))}", "the tensor b begins at byte 0"),
        ("{\(entry("a", "F32", [2], 0, 8)),\(entry("b", "F32", [1], 4, 8))}", "the tensor b begins at byte 4"),
        (#"{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}}"#, ""),
        (#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}"#, ""),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, "data_offsets [0]"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551616]}}"#, ""),
    ])
    func aHeaderThatIsWrongIsASentence(header: String, words: String) throws {
        let path = try write(header, data: [UInt8](repeating: 0, count: 8))
        let error = #expect(throws: StorageError.self) { try SafetensorsFile.open(path) }
        guard case .invalidContent(path, "the header", let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.isEmpty || problem.contains(words), "\(problem)")
        #expect(error?.sentence.contains("\n") == false)
    }

    @Test(arguments: [0, 3, 9, 1 << 24, 1 << 25, UInt64(Int.max), .max])
    func aLengthThatTheFileDoesNotHoldIsASentence(length: UInt64) throws {
        let path = try write(length == 0 ? "" : "{}", length: length)
        let error = #expect(throws: StorageError.self) { try SafetensorsFile.open(path) }
        guard case .invalidContent(path, "the header", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func otherFilesAreNone() throws {
        try scratch.write("PK", to: "short")
        for path in [scratch.path("short"), Fixture.path("keras-classifier/functional.h5")] {
            let error = #expect(throws: StorageError.self) { try SafetensorsFile.open(path) }
            #expect(error?.sentence.contains("a safetensors file was expected") == true)
        }
        #expect(throws: StorageError.missing(path: "/none")) { try SafetensorsFile.open("/none") }
    }

    /// Every file cut short or with a byte changed in its header is read as a whole or refused.
    @Test func damageIsRefusedOrHarmless() throws {
        let path = scratch.path("w.safetensors")
        let tensors = [
            NamedTensor(name: "a.weight", shape: [2, 2], values: [1, 2, 3, 4]),
            NamedTensor(name: "a.bias", shape: [2], values: [5, 6]),
        ]
        try SafetensorsFile.write(to: path, tensors: tensors, provenance: Self.provenance)
        let whole = [UInt8](try scratch.data("w.safetensors"))
        func read(_ bytes: [UInt8]) throws -> Int {
            let file = try SafetensorsFile.open(try scratch.write(bytes, to: "d.safetensors"))
            return try file.tensors.reduce(0) { $0 + (try file.read($1).count) }
        }
        #expect(try read(whole) == 6)
        for count in 0..<whole.count { #expect(throws: StorageError.self) { try read(Array(whole.prefix(count))) } }
        for position in whole.indices.dropLast(24) {
            for mask in [0x01, 0x10, 0x80] as [UInt8] {
                var bytes = whole
                bytes[position] ^= mask
                do {
                    #expect(try read(bytes) <= 12)
                } catch is StorageError {
                    // Refused with a sentence.
                }
            }
        }
    }
}
