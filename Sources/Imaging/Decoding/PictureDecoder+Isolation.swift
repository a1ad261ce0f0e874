import Foundation
import Isolation

/// Decoding in other processes: bytes go there and pixels come back through shared memory.
extension PictureDecoder {
    /// The service that decodes pictures in other processes, for `Isolation.start`.
    public static let service = IsolatedService("pictures") { question, memory in
        let answer: DecodingAnswer
        do throws(ImagingError) {
            answer = try DecodingQuestion(question).answer(in: memory)
        } catch {
            answer = .refusal(error)
        }
        return (try? JSONEncoder().encode(answer)).map(Array.init) ?? []
    }

    /// Shared memory beyond what ordinary pictures need is returned after each picture.
    private static let keptBytes = 1 << 26

    /// Runs `attempt(_:path:allowance:)` in a process of `isolation`, or in this process if there is none.
    func attempt(
        _ bytes: [UInt8], path: String, allowance: Int, in isolation: Isolation?
    ) throws(ImagingError) -> Attempt {
        guard let isolation else { return try attempt(bytes, path: path, allowance: allowance) }
        let question = DecodingQuestion(maximumPixels: maximumPixels, path: path, bytes: bytes.count, allowance: allowance)
        var answered: Attempt?
        do throws(DecodingFailure) {
            do throws(DecodingFailure) {
                answered = try ask(question, bytes, isolation)
            } catch .ended(.vanished) {
                // Whatever ended the process may have had nothing to do with this picture.
                answered = try ask(question, bytes, isolation)
            }
        } catch {
            switch error {
            case .refused(let refusal): throw refusal
            case .ended(let end): throw .notSurvived(path: path, reason: end.words)
            }
        }
        if let answered { return answered }
        return try attempt(bytes, path: path, allowance: allowance)
    }

    /// Nil if there is no process to ask.
    private func ask(
        _ question: DecodingQuestion, _ bytes: [UInt8], _ isolation: Isolation
    ) throws(DecodingFailure) -> Attempt? {
        let answered: Result<Attempt, DecodingFailure>?
        do {
            answered = try isolation.ask(
                Self.service.name, question.json, bounds: bounds(bytes: bytes.count), isKept: true,
                before: { bytes.withUnsafeBytes($0.write) }, after: Self.attempt)
        } catch {
            throw .ended(error)
        }
        return try answered?.get()
    }

    /// What a decoding process may take of memory and of processor time.
    ///
    /// Memory is twice what all decodes may take together, and a gigabyte, since memory that a decoder requests but never
    /// touches counts here. The processor time allows for the slowest formats on slow machines.
    private func bounds(bytes: Int) -> IsolationBounds {
        IsolationBounds(memory: 1 << 30 + 2 * maximumBytes, processorSeconds: 45 + bytes / 1_000_000)
    }

    private static func attempt(_ answer: [UInt8], _ memory: SharedMemory) -> Result<Attempt, DecodingFailure> {
        defer { memory.shrink(to: keptBytes) }
        guard let answer = try? JSONDecoder().decode(DecodingAnswer.self, from: Data(answer)) else {
            return .failure(.ended(.vanished))
        }
        switch answer {
        case .refusal(let refusal): return .failure(.refused(refusal))
        case .needs(let bytes): return .success(.needs(bytes))
        case .picture(let width, let height, let orientation, let isPreview):
            let (area, isTooLarge) = width.multipliedReportingOverflow(by: height)
            guard !isTooLarge, width > 0, height > 0, area < 1 << 41, let pixels = memory.read(area * 3) else {
                return .failure(.ended(.vanished))
            }
            let picture = Picture(
                width: width, height: height, pixels: pixels, orientation: ExifOrientation(rawValue: orientation) ?? .topLeft,
                isPreview: isPreview)
            return .success(.picture(picture))
        }
    }
}

/// The reason why no picture came back.
private enum DecodingFailure: Error {
    /// The other process found out what is wrong with the picture.
    case refused(ImagingError)
    case ended(IsolationEnd)
}

/// What a process is asked to do; the bytes are in the shared memory.
private struct DecodingQuestion: Codable {
    let maximumPixels: Int
    let path: String
    let bytes: Int
    let allowance: Int

    var json: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }

    func answer(in memory: SharedMemory) throws(ImagingError) -> DecodingAnswer {
        guard let content = memory.read(bytes) else { throw .unreadable(path: path, reason: "too little shared memory") }
        let decoder = PictureDecoder(maximumPixels: maximumPixels, isolation: nil)
        switch try decoder.attempt(content, path: path, allowance: allowance) {
        case .needs(let bytes): return .needs(bytes)
        case .picture(let picture):
            guard picture.pixels.withUnsafeBytes(memory.write) else {
                throw .unreadable(path: path, reason: "too little shared memory")
            }
            return .picture(
                width: picture.width, height: picture.height, orientation: picture.orientation.rawValue,
                isPreview: picture.isPreview)
        }
    }
}

extension DecodingQuestion {
    init(_ json: [UInt8]) throws(ImagingError) {
        do {
            self = try JSONDecoder().decode(DecodingQuestion.self, from: Data(json))
        } catch {
            throw .decoderUnavailable(reason: "its process did not understand a request")
        }
    }
}

/// What a process answers; the pixels are in the shared memory.
private enum DecodingAnswer: Codable {
    case picture(width: Int, height: Int, orientation: Int, isPreview: Bool)
    case needs(Int)
    case refusal(ImagingError)
}
