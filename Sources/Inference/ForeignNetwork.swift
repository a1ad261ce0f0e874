import Faults
import Foundation
import Imaging
import Isolation

/// A network from a file that another process has read, compiled and tried on a picture.
///
/// It left the network in memory, as the engine exports it.
struct ForeignNetwork {
    let facts: ModelFacts
    private let exported: Data

    /// Nil for a built-in network, and if no other process could be started.
    ///
    /// - Throws: What reading a network throws, as `ReportedFault`, and `IsolationError.notSurvived`.
    init?(_ model: FeatureModel, _ settings: EngineSettings, _ isolation: Isolation) throws {
        guard let file = model.file else { return nil }
        let question = Array(try JSONEncoder().encode(Question(model: model, settings: settings)))
        let bounds = Self.bounds(bytes: try file.byteCount())
        let answered: Result<ForeignNetwork, any Error>?
        do {
            answered = try isolation.ask(FeatureExtractor.service.name, question, bounds: bounds) { answer, memory in
                Result { try ForeignNetwork(answer, memory) }
            }
        } catch {
            throw IsolationError.notSurvived(path: file.path, reader: "OpenVINO", end: error)
        }
        guard let answered else { return nil }
        self = try answered.get()
    }

    private init(_ answer: [UInt8], _ memory: SharedMemory) throws {
        let answer = try JSONDecoder().decode(Answer.self, from: Data(answer))
        if let fault = answer.fault { throw fault }
        guard let facts = answer.facts else {
            throw InferenceError.engine(action: "compile the network", message: "no answer came")
        }
        self.facts = facts
        // Mapped, so that the memory is not copied, and lives as long as the data.
        exported = try Data(contentsOf: URL(fileURLWithPath: memory.path), options: .alwaysMapped)
    }

    /// Compiling takes two to three times the memory of the weights, and a picture a few hundred megabytes.
    private static func bounds(bytes: Int) -> IsolationBounds {
        IsolationBounds(memory: 3 << 30 + 8 * bytes, processorSeconds: 15 + bytes / 1_000_000)
    }

    /// Writes the network as the engine exported it.
    ///
    /// - Throws: `InferenceError.engine`.
    func write(to path: String) throws(InferenceError) {
        do {
            try exported.write(to: URL(fileURLWithPath: path))
        } catch {
            throw .engine(action: "write the compiled network", message: error.localizedDescription)
        }
    }

    /// The network in the engine of this process.
    ///
    /// - Throws: `InferenceError.engine`.
    func engine(_ settings: EngineSettings) throws(InferenceError) -> InferenceEngine {
        try InferenceEngine(exported: exported, columns: facts.tapWidths.reduce(0, +), settings)
    }
}

extension FeatureExtractor {
    /// The service that reads, compiles and tries networks from files, for `Isolation.start`.
    public static let service = IsolatedService("networks") { question, memory in
        let answer: Answer
        do {
            let question = try JSONDecoder().decode(Question.self, from: Data(question))
            answer = Answer(facts: try question.compile(into: memory), fault: nil)
        } catch let fault as any Fault {
            answer = Answer(facts: nil, fault: ReportedFault(fault))
        } catch {
            answer = Answer(facts: nil, fault: ReportedFault(InferenceError.engine(action: "read it", message: "\(error)")))
        }
        return (try? JSONEncoder().encode(answer)).map(Array.init) ?? []
    }
}

private struct Question: Codable {
    let model: FeatureModel
    let settings: EngineSettings

    /// Leaves the compiled network in `memory`.
    func compile(into memory: SharedMemory) throws -> ModelFacts {
        let (facts, engine) = try FeatureExtractor.compiled(model, settings)
        // The features do not matter here, only that the network terminates.
        _ = try? engine.features(of: try model.configuration(facts).input.geometry.trialPicture)
        try engine.export(to: memory.path)
        return facts
    }
}

private struct Answer: Codable {
    let facts: ModelFacts?
    let fault: ReportedFault?
}

/// A fault that was found in another process.
private struct ReportedFault: Fault, Codable {
    let kind: FaultKind
    let sentence: String
    let settings: [Setting]

    init(_ fault: any Fault) {
        settings = fault.settings
        kind = fault.kind
        sentence = fault.sentence
    }
}

extension Geometry {
    /// A black picture as large as those that the network will see.
    fileprivate var trialPicture: ImageTensor {
        let sides: (width: Int, height: Int) =
            switch self {
            case .border(let side), .crop(let side), .resizedCrop(_, let side): (side, side)
            case .stretch(let width, let height): (width, height)
            case .longestSide(let side, _): (side, max(1, side * 3 / 4))
            case .asIs: (640, 480)
            }
        return ImageTensor(
            width: sides.width, height: sides.height, values: [Float](repeating: 0, count: sides.width * sides.height * 3))
    }
}
