import Concurrency
import Dispatch
import Foundation
import Matrices
import Synchronization
import Testing

@Suite struct PrefetcherTests {
    @Test(arguments: [(0..<0, 3), (0..<1, 1), (0..<20, 1), (0..<50, 4), (7..<30, 5), (0..<3, 100)])
    func productsComeInOrder(range: Range<Int>, window: Int) {
        let prefetcher = Prefetcher(range, workers: 4, window: window) { number in
            // Later products of a window are ready first.
            usleep(UInt32((window - number % window) % 5 * 300))
            return number * number
        }
        var found: [Int] = []
        while let product = prefetcher.next() { found.append(product) }
        #expect(found == range.map { $0 * $0 })
        #expect(prefetcher.next() == nil)
    }

    @Test(arguments: [1, 2, 5])
    func noMoreProductsThanTheWindowExist(window: Int) {
        let started = Started()
        let prefetcher = Prefetcher(0..<30, workers: 3, window: window) { number in
            started.numbers.withLock { _ = $0.insert(number) }
            return number
        }
        for taken in 0..<30 {
            usleep(500)
            let furthest = started.numbers.withLock { $0.max() ?? 0 }
            #expect(furthest < taken + window)
            #expect(prefetcher.next() == taken)
        }
        #expect(started.numbers.withLock { $0.count } == 30)
    }

    /// The numbers of the products that were begun.
    private final class Started: Sendable {
        let numbers = Mutex(Set<Int>())
    }

    @Test func whoeverStopsWaitsForWhatIsInTheMaking() {
        let made = Started()
        let begun = Started()
        let prefetcher = Prefetcher(0..<100, workers: 3, window: 7) { number in
            begun.numbers.withLock { _ = $0.insert(number) }
            usleep(2000)
            made.numbers.withLock { _ = $0.insert(number) }
            return number
        }
        #expect(prefetcher.next() == 0)
        prefetcher.stop()
        #expect(made.numbers.withLock { $0 } == begun.numbers.withLock { $0 })
        #expect(begun.numbers.withLock { $0.count } < 12)
    }

    @Test func productsAreMadeAheadOnSeveralThreads() {
        let both = DispatchSemaphore(value: 0)
        let prefetcher = Prefetcher(0..<2, workers: 2, window: 2) { number in
            // The first waits for the second: one thread alone would wait for ever, or for a day.
            if number == 1 { both.signal() }
            return number == 0 ? both.wait(timeout: .now() + .seconds(86_400)) == .success : true
        }
        #expect(prefetcher.next() == true)
        #expect(prefetcher.next() == true)
    }
}
