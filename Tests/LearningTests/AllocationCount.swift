import CAllocationCount

enum AllocationCount {
    /// Whether anything is counted: not where a sanitizer has taken the allocator.
    static var isPossible: Bool { kalon_counts_allocations() }

    /// The bytes that this thread asks of the allocator while `body` runs, but for oneDNN's own buffers.
    static func bytes(_ body: () -> Void) -> Int {
        kalon_count_allocations()
        body()
        return kalon_counted_bytes()
    }

    /// The largest single request that this thread makes of the allocator while `body` runs.
    static func largest(_ body: () -> Void) -> Int {
        kalon_count_allocations()
        body()
        _ = kalon_counted_bytes()
        return kalon_largest_counted()
    }
}
