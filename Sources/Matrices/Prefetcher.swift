import Dispatch
import Synchronization

/// Makes numbered products ahead of time on other threads and hands them out in order.
///
/// Memory is bounded: at most `window` products exist at once.
package final class Prefetcher<Product: Sendable>: Sendable {
    private struct State {
        var products: [Int: Product] = [:]
        var next: Int
    }

    private let range: Range<Int>
    private let window: Int
    private let make: @Sendable (Int) -> Product
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "kalon.prefetch", attributes: .concurrent)
    /// One signal a place in the window: place `number % window` is for product `number`.
    private let ready: [DispatchSemaphore]

    /// Starts to make the products of `range`, in order, `window` of them ahead.
    package init(_ range: Range<Int>, window: Int, make: @escaping @Sendable (Int) -> Product) {
        precondition(window > 0, "at least one product must be allowed at a time")
        self.range = range
        self.window = window
        self.make = make
        state = Mutex(State(next: range.lowerBound))
        ready = (0..<window).map { _ in DispatchSemaphore(value: 0) }
        for number in range.prefix(window) { start(number) }
    }

    private func start(_ number: Int) {
        queue.async { [self] in
            let product = make(number)
            state.withLock { $0.products[number] = product }
            ready[number % window].signal()
        }
    }

    /// The next product, waiting for it where needed; nil after the last. For one consumer.
    package func next() -> Product? {
        let number = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        guard number < range.upperBound else { return nil }
        ready[number % window].wait()
        let product = state.withLock { $0.products.removeValue(forKey: number) }
        if number + window < range.upperBound { start(number + window) }
        return product
    }
}
