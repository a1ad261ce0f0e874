import Extraction
import Imaging
import Records
import Synchronization

/// What has been found out about the files of photographs so far; it may be used from several threads.
final class ReadingRegister: Sendable {
    private struct State {
        var broken: [Int: String]
        var read: Set<Int> = []
        var counts = ReadingCounts()
    }

    private let state: Mutex<State>

    /// Begins with the reasons for leaving out photographs that are known to be broken.
    init(broken: [Int: String]) {
        state = Mutex(State(broken: broken))
    }

    /// Notes that a photograph was read; only the first time counts.
    func note(_ photograph: Int, _ notes: ReadingNotes) {
        state.withLock { state in
            if state.read.insert(photograph).inserted { state.counts.add(notes) }
        }
    }

    /// Notes that a photograph cannot be read; the first reason stays.
    func note(_ photograph: Int, broken reason: String) {
        state.withLock { state in
            if state.broken[photograph] == nil { state.broken[photograph] = reason }
        }
    }

    func isBroken(_ photograph: Int) -> Bool { state.withLock { $0.broken[photograph] != nil } }

    /// The broken photographs with the reasons, in their order.
    var broken: [(photograph: Int, reason: String)] {
        state.withLock { $0.broken }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// How the photographs were read that are not broken.
    var counts: ReadingCounts { state.withLock { $0.counts } }
}
