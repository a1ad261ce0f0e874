/// Working storage that is allocated once, on a cache line's boundary, and freed with its owner.
final class WorkBuffer<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int

    /// `count` elements of one value.
    init(count: Int, repeating value: Element) {
        self.count = count
        pointer = UnsafeMutableRawPointer
            .allocate(byteCount: max(1, count * MemoryLayout<Element>.stride), alignment: 64)
            .bindMemory(to: Element.self, capacity: count)
        pointer.initialize(repeating: value, count: count)
    }

    var reading: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}

typealias FloatBuffer = WorkBuffer<Float>

extension WorkBuffer<Float> {
    /// `count` zeros.
    convenience init(count: Int) {
        self.init(count: count, repeating: 0)
    }

    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        pointer.update(from: values, count: values.count)
    }

    /// Takes over as many values as there are.
    func set(_ values: [Float]) {
        precondition(values.count == count, "\(values.count) values for a buffer of \(count)")
        pointer.update(from: values, count: count)
    }

    var values: [Float] { Array(reading) }
}
