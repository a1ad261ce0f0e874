/// One kind of work that is done outside the process that the user started.
public struct IsolatedService: Sendable {
    /// How it is asked for; no two services have the same.
    public let name: String
    /// Answers one question, in a process of its own; `memory` is shared with whoever asked.
    let answer: @Sendable (_ question: [UInt8], _ memory: SharedMemory) -> [UInt8]

    public init(
        _ name: String, answer: @escaping @Sendable (_ question: [UInt8], _ memory: SharedMemory) -> [UInt8]
    ) {
        self.name = name
        self.answer = answer
    }
}

/// What a piece of isolated work may use; generous, since no honest file should meet it.
public struct IsolationBounds: Sendable, Equatable {
    /// Memory of the process's own, in bytes.
    public let memory: Int
    /// Seconds of processor time, of all threads together: a busy machine does not use them up.
    public let processorSeconds: Int

    public init(memory: Int, processorSeconds: Int) {
        self.memory = memory
        self.processorSeconds = processorSeconds
    }
}
