import Dispatch
import Synchronization

/// Makes numbered products ahead of time on several threads and hands them out in order.
///
/// Memory is bounded: at most `window` products exist at once, including those being made.
package final class Prefetcher<Product: Sendable>: Sendable {
    private struct State {
        /// The number of the product to make next.
        var begun: Int
        var products: [Int: Product] = [:]
        var taken: Int
        var isStopped = false
    }

    private let range: Range<Int>
    private let window: Int
    private let make: @Sendable (Int) -> Product
    private let state: Mutex<State>
    /// One signal for each product that may be started.
    private let places: DispatchSemaphore
    /// One signal for each place in the window: place `number % window` is for product `number`.
    private let ready: [DispatchSemaphore]
    private let workers: Int
    private let working = DispatchGroup()

    /// Starts making the products of `range`, in order, up to `window` of them ahead; each worker makes one at a time.
    package init(_ range: Range<Int>, workers: Int, window: Int, make: @escaping @Sendable (Int) -> Product) {
        precondition(workers > 0 && window > 0, "at least one product must be allowed at a time")
        self.range = range
        self.window = window
        self.workers = min(workers, window, range.count)
        self.make = make
        state = Mutex(State(begun: range.lowerBound, taken: range.lowerBound))
        // Created with 0 and then raised, because a semaphore must not be released with a lower value than it was created with.
        places = DispatchSemaphore(value: 0)
        for _ in 0..<window { places.signal() }
        ready = (0..<window).map { _ in DispatchSemaphore(value: 0) }
        let queue = DispatchQueue(label: "kalon.prefetch", attributes: .concurrent)
        for _ in 0..<self.workers { queue.async(group: working) { self.work() } }
    }

    private func work() {
        while true {
            places.wait()
            let number = state.withLock { state -> Int? in
                guard !state.isStopped, state.begun < range.upperBound else { return nil }
                defer { state.begun += 1 }
                return state.begun
            }
            guard let number else { return }
            let product = make(number)
            state.withLock { $0.products[number] = product }
            ready[number % window].signal()
        }
    }

    /// The next product, waiting for it if necessary; nil after the last.
    ///
    /// Only one consumer may call this.
    package func next() -> Product? {
        let number = state.withLock { state in
            defer { state.taken += 1 }
            return state.taken
        }
        guard number < range.upperBound else {
            stop()
            return nil
        }
        ready[number % window].wait()
        let product = state.withLock { $0.products.removeValue(forKey: number) }
        places.signal()
        return product
    }

    /// Starts no more products and waits for those being made.
    ///
    /// Must be called unless all products were taken.
    package func stop() {
        state.withLock { $0.isStopped = true }
        for _ in 0..<workers { places.signal() }
        working.wait()
    }
}
