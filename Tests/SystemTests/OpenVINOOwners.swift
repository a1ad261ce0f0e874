import COpenVINO
import Foundation
import TestSupport
import Testing

/// What a function returned, and what it said.
struct Answer<Value> {
    let value: Value
    /// Nil if it said nothing.
    let message: String?

    var saysWhy: Bool { message?.isEmpty == false }
}

/// Makes a call that reports failures as text, and frees the text.
///
/// A text that was there before must be taken away by a success as well as by a failure.
func answer<Value>(_ call: (inout UnsafeMutablePointer<CChar>?) -> Value) -> Answer<Value> {
    let before = strdup("from an earlier call")
    defer { free(before) }
    var message = before
    let value = call(&message)
    guard message != before else { return Answer(value: value, message: "from an earlier call") }
    defer { kalon_text_free(message) }
    return Answer(value: value, message: message.map { String(cString: $0) })
}

/// The owner of a compiled network.
final class Engine {
    struct Failure: Error, Equatable {
        let message: String?
    }

    struct Map: Equatable {
        let sides: [Int]
        let values: [Float]
    }

    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer?) throws {
        self.pointer = try #require(pointer)
    }

    /// Compiles OpenVINO's own description, with or without weights.
    convenience init(compiling description: String, weights: [UInt8]? = nil) throws {
        let compiled = answer { message in
            guard let weights else {
                return kalon_engine_compile(description, description.utf8.count, nil, 0, nil, 0, &message)
            }
            return kalon_engine_compile(
                description, description.utf8.count, weights, weights.count, nil, 0, &message)
        }
        #expect((compiled.value == nil) == (compiled.message != nil))
        guard compiled.value != nil else { throw Failure(message: compiled.message) }
        try self.init(owning: compiled.value)
    }

    deinit { kalon_engine_free(pointer) }

    func features(_ picture: [Float], height: Int, width: Int) throws -> [Float] {
        try withRequest { request in
            var features: UnsafePointer<Float>?, count = 0
            let run = answer { kalon_request_run(request, picture, height, width, &features, &count, &$0) }
            guard run.value else { throw Failure(message: run.message) }
            #expect(run.message == nil)
            return Array(UnsafeBufferPointer(start: features, count: count))
        }
    }

    func maps(_ picture: [Float], height: Int, width: Int, count: Int) throws -> [Map] {
        try withRequest { request in
            var maps = [kalon_map](repeating: kalon_map(), count: count)
            let run = answer { kalon_request_run_maps(request, picture, height, width, &maps, count, &$0) }
            guard run.value else { throw Failure(message: run.message) }
            #expect(run.message == nil)
            return maps.map { map in
                Map(
                    sides: [map.channels, map.height, map.width],
                    values: Array(UnsafeBufferPointer(start: map.values, count: map.channels * map.height * map.width)))
            }
        }
    }

    private func withRequest<Result>(_ body: (OpaquePointer) throws -> Result) throws -> Result {
        let made = answer { kalon_request_make(pointer, &$0) }
        #expect(made.message == nil)
        let request = try #require(made.value)
        defer { kalon_request_free(request) }
        return try body(request)
    }
}

/// The owner of a network that was read.
final class Graph {
    struct Tensor: Equatable {
        let name: String
        let type: String
        let sides: [Int64]
        let number: Int
    }

    struct Finding: Equatable {
        let kind: kalon_finding
        let node: String?
    }

    let pointer: OpaquePointer

    init(owning read: Answer<OpaquePointer?>) throws {
        #expect((read.value == nil) == (read.message != nil))
        guard let pointer = read.value else { throw Engine.Failure(message: read.message) }
        self.pointer = pointer
    }

    convenience init(reading path: String) throws {
        try self.init(owning: answer { kalon_graph_read(path, &$0) })
    }

    convenience init(readingFixture name: String) throws {
        try self.init(reading: Fixture.path("model-files/\(name)"))
    }

    deinit { kalon_graph_free(pointer) }

    func list(_ list: (OpaquePointer?) -> kalon_tensors) -> [Tensor] {
        let tensors = list(pointer)
        return UnsafeBufferPointer(start: tensors.first, count: tensors.count).map { tensor in
            Tensor(
                name: String(cString: tensor.name), type: String(cString: tensor.type),
                sides: Array(UnsafeBufferPointer(start: tensor.sides, count: Int(tensor.rank))), number: tensor.number)
        }
    }

    /// Cuts the network at taps, writes it, compiles what was written, and runs it on a picture with edges.
    func features(
        _ taps: [(name: String, pooling: kalon_pooling)] = [("features", KALON_POOLING_NONE)], channelsFirst: Bool = true,
        height: Int = 32, width: Int = 48
    ) throws -> [Float] {
        let names = taps.map { strdup($0.name) }
        defer { names.forEach { free($0) } }
        let cuts = zip(names, taps).map { kalon_tap(name: UnsafePointer($0), pooling: $1.pooling) }
        let cut = answer { kalon_graph_cut(pointer, channelsFirst, cuts, cuts.count, &$0) }
        guard cut.value else { throw Engine.Failure(message: cut.message) }
        #expect(cut.message == nil)
        let picture = (0..<height * width * 3).map { (place: Int) -> Float in
            let value = (place * 7 + place / 144) % 11
            return Float(value) / 11
        }
        return try written().features(picture, height: height, width: width)
    }

    private func written() throws -> Engine {
        var description = kalon_bytes(), weights = kalon_bytes()
        let written = answer { kalon_graph_write(pointer, &description, &weights, &$0) }
        guard written.value else { throw Engine.Failure(message: written.message) }
        #expect(written.message == nil)
        defer {
            kalon_bytes_free(description.owner)
            kalon_bytes_free(weights.owner)
        }
        let text = UnsafeRawBufferPointer(start: description.first, count: description.count)
        return try Engine(
            compiling: String(decoding: text, as: UTF8.self),
            weights: Array(UnsafeRawBufferPointer(start: weights.first, count: weights.count)))
    }

    /// What one of the inspecting functions finds.
    func finding(
        _ inspect: (
            OpaquePointer, inout kalon_finding, inout UnsafeMutablePointer<CChar>?, inout UnsafeMutablePointer<CChar>?
        ) -> Bool
    ) throws -> Finding {
        // A value that a function must replace.
        var kind = kalon_finding(rawValue: 99), node: UnsafeMutablePointer<CChar>?
        let inspected = answer { inspect(pointer, &kind, &node, &$0) }
        defer { kalon_text_free(node) }
        guard inspected.value else { throw Engine.Failure(message: inspected.message) }
        #expect(inspected.message == nil)
        return Finding(kind: kind, node: node.map { String(cString: $0) })
    }
}

/// Networks without weights, in OpenVINO's own description.
enum SmallNetwork {
    /// A picture `[1, 2, 4, 3]`, whose negative values become 0.
    static var rectifier: String { network([("relu", "ReLU", 1)], type: ("f32", "FP32")) }

    /// The same, and beside it the negative of the picture.
    static var rectifierAndNegative: String {
        network([("relu", "ReLU", 1), ("negative", "Negative", 1)], type: ("f32", "FP32"))
    }

    /// The sum of a picture of bytes with itself.
    static var sumOfBytes: String { network([("sum", "Add", 2)], type: ("u8", "U8")) }

    /// Layers that all take the picture, some of them more than once, each with an output.
    private static func network(
        _ layers: [(name: String, operation: String, inputs: Int)], type: (element: String, precision: String)
    ) -> String {
        let sides = "<dim>1</dim><dim>2</dim><dim>4</dim><dim>3</dim>"
        func port(_ number: Int, _ names: String) -> String {
            "<port id=\"\(number)\" precision=\"\(type.precision)\" \(names)>\(sides)</port>"
        }
        var nodes = """
            <layer id="0" name="image" type="Parameter" version="opset1"><data shape="1,2,4,3" element_type="\(type.element)"/>
            <output>\(port(0, "names=\"image\""))</output></layer>
            """
        var edges = ""
        for (index, layer) in layers.enumerated() {
            let (node, result) = (1 + 2 * index, 2 + 2 * index)
            let inputs = (0..<layer.inputs).map { port($0, "") }.joined()
            nodes += """
                <layer id="\(node)" name="\(layer.name)" type="\(layer.operation)" version="opset1"><input>\(inputs)</input>
                <output>\(port(layer.inputs, "names=\"\(layer.name)\""))</output></layer>
                <layer id="\(result)" name="result\(index)" type="Result" version="opset1"><input>\(port(0, ""))</input></layer>
                """
            for input in 0..<layer.inputs {
                edges += "<edge from-layer=\"0\" from-port=\"0\" to-layer=\"\(node)\" to-port=\"\(input)\"/>"
            }
            edges += "<edge from-layer=\"\(node)\" from-port=\"\(layer.inputs)\" to-layer=\"\(result)\" to-port=\"0\"/>"
        }
        return """
            <?xml version="1.0"?>
            <net name="small" version="11"><layers>\(nodes)</layers><edges>\(edges)</edges></net>
            """
    }
}
