import Testing

/// Memory for C to write to, between two strips that nothing may write to.
final class FencedMemory<Element: BitwiseCopyable & Equatable> {
    /// Longer than the longest vectors that a loop reads at once, and no multiple of them, so that `start` is not aligned.
    private static var width: Int { 67 }

    private let memory: UnsafeMutableBufferPointer<Element>
    private let fence: Element

    /// Copies values.
    ///
    /// - Parameters:
    ///   - values: what the memory holds at first.
    ///   - fence: what the strips hold, which is equal to itself.
    init(_ values: [Element], fence: Element) {
        self.fence = fence
        memory = .allocate(capacity: values.count + 2 * Self.width)
        memory.initialize(repeating: fence)
        for (index, value) in values.enumerated() { memory[Self.width + index] = value }
    }

    deinit { memory.deallocate() }

    /// The first element; nil never, although a buffer may have none.
    var start: UnsafeMutablePointer<Element>? { memory.baseAddress.map { $0 + Self.width } }

    var values: [Element] { Array(memory[Self.width..<memory.count - Self.width]) }

    /// Whether both strips are as they were.
    var isIntact: Bool {
        memory.prefix(Self.width).allSatisfy { $0 == fence } && memory.suffix(Self.width).allSatisfy { $0 == fence }
    }
}
