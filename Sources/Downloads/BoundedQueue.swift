import Foundation

/// A serial queue on which only so many blocks wait: whoever adds one more is held until there is room.
///
/// On Linux, URLSession puts every piece of a body on its delegate's queue and cannot be paused. Without a bound, a
/// file that comes faster than the disk takes it piles up in memory (measured: all of it). This one holds the
/// network back instead. A block on the queue must not wait for the session, which may be waiting for the block.
final class BoundedQueue: OperationQueue, @unchecked Sendable {
    // Sendable since it adds nothing mutable to its superclass, which is.
    private let room = DispatchSemaphore(value: 64)

    override init() {
        super.init()
        maxConcurrentOperationCount = 1
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        room.wait()
        super.addOperation { [room] in
            block()
            room.signal()
        }
    }
}
