import COpenVINOGraph
import Foundation

/// A network that OpenVINO has read from a file: the one owner of its handle. Not to be used from two threads at once.
final class ModelGraph {
    let file: ModelFile
    private let pointer: OpaquePointer

    /// Throws `ModelFileError.unreadable`. Cost: the weights in memory.
    init(_ file: ModelFile) throws(ModelFileError) {
        self.file = file
        var message: UnsafeMutablePointer<CChar>?
        guard let pointer = kalon_graph_read(file.path, &message) else {
            throw .unreadable(path: file.path, format: file.format, reason: Self.taken(message))
        }
        self.pointer = pointer
    }

    deinit { kalon_graph_free(pointer) }

    var inputs: [ModelTensor] { Self.list(kalon_graph_inputs(pointer)) }
    var outputs: [ModelTensor] { Self.list(kalon_graph_outputs(pointer)) }
    /// Every tensor that is computed, once under each of its names, in the order of computation.
    var tensors: [ModelTensor] { Self.list(kalon_graph_all(pointer)) }

    /// Gives the input four sides, nil for any. The reason where the network does not allow it and stays as it was.
    func refusal(ofSides sides: [Int?]) -> String? {
        var message: UnsafeMutablePointer<CChar>?
        let accepted = kalon_graph_reshape(pointer, sides.map { $0.map(Int64.init) ?? -1 }, &message)
        return accepted ? nil : Self.taken(message)
    }

    /// What the engine compiles: a picture `[1, height, width, 3]` in, the pooled taps side by side out.
    ///
    /// The graph is not to be used after it. Throws `ModelFileError.notCut`. Memory: the weights once more.
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

    private static func list(_ tensors: kalon_tensors) -> [ModelTensor] {
        UnsafeBufferPointer(start: tensors.first, count: tensors.count).map { tensor in
            let sides = UnsafeBufferPointer(start: tensor.sides, count: max(Int(tensor.rank), 0))
            return ModelTensor(
                name: String(cString: tensor.name), type: String(cString: tensor.type),
                sides: tensor.rank < 0 ? nil : sides.map { $0 < 0 ? nil : Int($0) }, number: tensor.number)
        }
    }

    /// The library's memory, freed with the data.
    private static func data(_ bytes: kalon_bytes) -> Data {
        guard let first = bytes.first, bytes.count > 0 else {
            kalon_bytes_free(bytes.owner)
            return Data()
        }
        // Freed once, by whichever thread lets go of the data last.
        nonisolated(unsafe) let owner = bytes.owner
        return Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: first), count: bytes.count,
            deallocator: .custom { _, _ in kalon_bytes_free(owner) })
    }

    /// What OpenVINO says of a failure, without the places in its own source: one line of at most 300 characters.
    private static func taken(_ message: UnsafeMutablePointer<CChar>?) -> String {
        let lines = engineLines(message)
        let facts = lines.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("Exception from ") && !$0.hasPrefix("Check '") }
        let text = facts.isEmpty ? lines.joined(separator: " ") : facts.joined(separator: " ")
        return text.count > 300 ? text.prefix(300) + "…" : text
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
