import CIsolation
import Glibc

/// A process that answers the questions of one service, one after another.
///
/// It ends with its owner.
final class IsolatedProcess: Sendable {
    let memory: SharedMemory
    private let exchange: Exchange

    init(_ exchange: Exchange, _ memory: SharedMemory) {
        self.exchange = exchange
        self.memory = memory
    }

    /// The answer to a question.
    ///
    /// - Throws: how the process ended; after that it cannot be used any more.
    func answer(to question: [UInt8], processorSeconds: Int) throws(IsolationEnd) -> [UInt8] {
        guard exchange.send(question, note: UInt32(clamping: processorSeconds)), let received = exchange.receive() else {
            throw .vanished
        }
        guard received.isDeath else { return received.frame.bytes }
        switch received.frame.note {
        case KALON_DEATH_ASLEEP: throw .asleep
        case UInt32(SIGXCPU): throw .outOfTime(seconds: processorSeconds)
        case let signal: throw .crashed(signal: Int32(truncatingIfNeeded: signal))
        }
    }
}
