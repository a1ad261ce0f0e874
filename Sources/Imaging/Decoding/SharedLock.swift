import Glibc

/// A lock that several threads may share, or one may hold alone.
final class SharedLock: @unchecked Sendable {
    // The address of a pthread lock must not change, so it is on the heap for as long as its owner lives.
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init() {
        lock = .allocate(capacity: 1)
        let status = pthread_rwlock_init(lock, nil)
        precondition(status == 0, "a lock could not be made (error \(status))")
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    /// Runs `body` alongside others that share the lock, but never alongside one that holds it alone.
    func withSharedAccess<Value>(_ body: () -> Value) -> Value {
        pthread_rwlock_rdlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body()
    }

    /// Runs `body` while nobody else holds the lock.
    func withExclusiveAccess<Value>(_ body: () -> Value) -> Value {
        pthread_rwlock_wrlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body()
    }
}
