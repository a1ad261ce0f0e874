import COpenVINO
import Foundation
import Imaging

/// A network that OpenVINO has read from a file: the only owner of its handle.
///
/// Two threads must not use it at once.
final class ModelGraph {
    let file: ModelFile
    private let pointer: OpaquePointer

    /// Reads a network; ONNX nodes that OpenVINO computes differently from the standard are replaced.
    ///
    /// Cost: the weights in memory.
    ///
    /// - Throws: `ModelFileError.unreadable`, `.beyondBounds`, `.refusedNode`.
    init(_ file: ModelFile) throws {
        self.file = file
        let prepared = try file.format == .onnx ? ONNXPreparation(file) : nil
        var message: UnsafeMutablePointer<CChar>?
        guard let pointer = Self.read(file, prepared, &message) else {
            throw ModelFileError.unreadable(path: file.path, format: file.format, reason: Self.taken(message))
        }
        self.pointer = pointer
    }

    private static func read(
        _ file: ModelFile, _ prepared: ONNXPreparation?, _ message: inout UnsafeMutablePointer<CChar>?
    ) -> OpaquePointer? {
        guard let prepared, let parts = prepared.parts else { return kalon_graph_read(file.path, &message) }
        return parts.withPieces(of: prepared.content) { pieces in
            let parts = pieces.map { kalon_part(first: $0.baseAddress, count: $0.count) }
            return kalon_graph_read_parts(file.path, parts, parts.count, &message)
        }
    }

    deinit { kalon_graph_free(pointer) }

    var inputs: [ModelTensor] { Self.list(kalon_graph_inputs(pointer)) }
    var outputs: [ModelTensor] { Self.list(kalon_graph_outputs(pointer)) }
    /// Every computed tensor, once for each of its names, in the order of computation.
    var tensors: [ModelTensor] { Self.list(kalon_graph_all(pointer)) }

    /// Gives the input four sides, nil for any.
    ///
    /// - Returns: the reason if the network does not allow them and stays as it was.
    func refusal(ofSides sides: [Int?]) -> String? {
        var message: UnsafeMutablePointer<CChar>?
        let accepted = kalon_graph_reshape(pointer, sides.map { $0.map(Int64.init) ?? -1 }, &message)
        return accepted ? nil : Self.taken(message)
    }

    /// The model for the engine: it takes a picture `[1, height, width, 3]`, and returns the pooled taps side by side.
    ///
    /// Afterwards the graph only serves `checkNodes` and `probe`. Memory: the weights once more.
    ///
    /// - Throws: `ModelFileError.notCut`.
    func cut(layout: ChannelLayout, taps: [FeatureTap]) throws(ModelFileError) -> EngineModel {
        let names = taps.map { strdup($0.name) }
        defer { names.forEach { free($0) } }
        let cuts = zip(names, taps).map { kalon_tap(name: UnsafePointer($0), pooling: $1.pooling.code) }
        var message: UnsafeMutablePointer<CChar>?
        guard kalon_graph_cut(pointer, layout == .channelsFirst, cuts, cuts.count, &message) else {
            throw .notCut(path: file.path, reason: Self.taken(message))
        }
        var description = kalon_bytes(), weights = kalon_bytes()
        guard kalon_graph_write(pointer, &description, &weights, &message) else {
            throw .notCut(path: file.path, reason: Self.taken(message))
        }
        return EngineModel(description: Self.data(description), weights: Self.data(weights))
    }

    /// Checks that no node, wherever it is, makes the network useless.
    ///
    /// - Throws: `ModelFileError.unsoundNode`, and `.notCut` if OpenVINO cannot inspect the graph.
    func checkNodes() throws(ModelFileError) {
        var finding = KALON_NODE_SOUND
        var node: UnsafeMutablePointer<CChar>?, message: UnsafeMutablePointer<CChar>?
        let isDone = kalon_graph_inspect(pointer, &finding, &node, &message)
        try refuse(finding, node, isDone: isDone, message)
    }

    /// Runs the graph, which has been cut, on pictures of one size.
    ///
    /// Pictures that the network does not take are ignored; other code reports them.
    ///
    /// - Throws: `ModelFileError.unsoundNode` if a node turns NaN into a number, so that it could not be seen in the features.
    func probe(_ pictures: [ImageTensor]) throws(ModelFileError) {
        guard let first = pictures.first else { return }
        var finding = KALON_NODE_SOUND
        var node: UnsafeMutablePointer<CChar>?, message: UnsafeMutablePointer<CChar>?
        let isDone = kalon_graph_probe(
            pointer, pictures.flatMap(\.values), pictures.count, first.height, first.width, &finding, &node, &message)
        guard isDone else { return kalon_text_free(message) }
        try refuse(finding, node, isDone: isDone, message)
    }

    private func refuse(
        _ finding: kalon_finding, _ node: UnsafeMutablePointer<CChar>?, isDone: Bool,
        _ message: UnsafeMutablePointer<CChar>?
    ) throws(ModelFileError) {
        guard isDone else { throw .notCut(path: file.path, reason: Self.taken(message)) }
        let name = engineText(node)
        switch finding {
        case KALON_NODE_RANDOM: throw .unsoundNode(path: file.path, node: name, .random)
        case KALON_NODE_NARROW: throw .unsoundNode(path: file.path, node: name, .narrow)
        case KALON_NODE_HIDES: throw .unsoundNode(path: file.path, node: name, .hidesNaN)
        default: return
        }
    }

    private static func list(_ tensors: kalon_tensors) -> [ModelTensor] {
        UnsafeBufferPointer(start: tensors.first, count: tensors.count).map { tensor in
            let sides = UnsafeBufferPointer(start: tensor.sides, count: max(Int(tensor.rank), 0))
            return ModelTensor(
                name: String(cString: tensor.name), type: String(cString: tensor.type),
                sides: tensor.rank < 0 ? nil : sides.map { $0 < 0 ? nil : Int($0) }, number: tensor.number)
        }
    }

    /// Memory of the library, freed with the data.
    private static func data(_ bytes: kalon_bytes) -> Data {
        guard let first = bytes.first, bytes.count > 0 else {
            kalon_bytes_free(bytes.owner)
            return Data()
        }
        // Freed once, by the thread that releases the data last.
        nonisolated(unsafe) let owner = bytes.owner
        return Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: first), count: bytes.count,
            deallocator: .custom { _, _ in kalon_bytes_free(owner) })
    }

    /// The message of OpenVINO about a failure, without places in its source: one line of at most 300 characters.
    private static func taken(_ message: UnsafeMutablePointer<CChar>?) -> String {
        let lines = engineLines(message)
        return EngineReason.text(lines)
    }
}

extension Pooling {
    fileprivate var code: kalon_pooling {
        switch self {
        case .none: KALON_POOLING_NONE
        case .channelsFirst: KALON_POOLING_CHANNELS_FIRST
        case .channelsLast: KALON_POOLING_CHANNELS_LAST
        case .firstToken: KALON_POOLING_FIRST_TOKEN
        case .allTokens: KALON_POOLING_ALL_TOKENS
        case .otherTokens: KALON_POOLING_OTHER_TOKENS
        }
    }
}
