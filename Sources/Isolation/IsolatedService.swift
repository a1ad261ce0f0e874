/// One kind of work that is done outside the process that the user started.
public struct IsolatedService: Sendable {
    /// The name by which it is asked for; no two services have the same one.
    public let name: String
    /// Answers one question, in a separate process; `memory` is shared with the process that asked.
    let answer: @Sendable (_ question: [UInt8], _ memory: SharedMemory) -> [UInt8]

    /// A service.
    ///
    /// - Parameters:
    ///   - name: the name by which it is asked for, which no other service has.
    ///   - answer: answers one question, in a separate process; `memory` is shared with the process that asked.
    public init(
        _ name: String, answer: @escaping @Sendable (_ question: [UInt8], _ memory: SharedMemory) -> [UInt8]
    ) {
        self.name = name
        self.answer = answer
    }
}

/// What a piece of isolated work may use.
///
/// The bounds are generous, because no honest file should reach them.
public struct IsolationBounds: Sendable, Equatable {
    /// The memory of the process itself, in bytes.
    public let memory: Int
    /// The processor time of all threads together, in seconds; a busy machine does not use it up.
    public let processorSeconds: Int

    /// Bounds.
    ///
    /// - Parameters:
    ///   - memory: the memory of the process itself, in bytes.
    ///   - processorSeconds: the processor time of all threads together, in seconds.
    public init(memory: Int, processorSeconds: Int) {
        self.memory = memory
        self.processorSeconds = processorSeconds
    }
}
