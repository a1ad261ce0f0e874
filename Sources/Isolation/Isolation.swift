import CIsolation
import Glibc
import Synchronization

/// Lets the libraries that read unknown files meet them in other processes first, where a crash, a hang or a hunger for
/// memory becomes an error.
///
/// Code that opens such files asks `Isolation.current`. It is bound for as long as a stage works. For everybody else it is
/// nil, and they read files in their own process. May be used from any number of threads.
public final class Isolation: Sendable {
    /// The isolation for code called by whoever bound it, on the same thread; code on other threads must be given it.
    @TaskLocal public static var current: Isolation?

    private struct State {
        var idle: [String: [IsolatedProcess]] = [:]
        var survived: Set<FileIdentity> = []
        var hasComplained = false
    }

    private let services: [IsolatedService]
    private let channel: Int32
    /// Only one order at a time.
    private let ordering = Mutex(())
    private let state = Mutex(State())
    private let notice: @Sendable (String) -> Void

    private init(_ services: [IsolatedService], channel: Int32, notice: @escaping @Sendable (String) -> Void) {
        self.services = services
        self.channel = channel
        self.notice = notice
    }

    deinit { close(channel) }

    /// Copies this process, which must not have threads yet, so that later copies can do isolated work.
    ///
    /// Threads that OpenBLAS starts when it is loaded do not count, because it ends them before a process is copied. Cost:
    /// about a millisecond.
    ///
    /// - Parameters:
    ///   - services: what the copies will be asked for.
    ///   - notice: receives a sentence for the user if isolation does not work, now or later.
    /// - Returns: nil if the process cannot be copied, or has threads already.
    public static func start(
        services: [IsolatedService], notice: @escaping @Sendable (String) -> Void
    ) -> Isolation? {
        var sockets: [Int32] = [-1, -1]
        guard kalon_message_sockets(&sockets) == 0 else {
            notice(withoutIsolation(systemReason()))
            return nil
        }
        let parent = getpid()
        let keeper = kalon_copy_process()
        if keeper == 0 {
            kalon_serve_parent(parent)
            Keeper(services: services, channel: sockets[1]).serve()
        }
        let reason = keeper < 0 ? systemReason() : nil
        close(sockets[1])
        let threads = kalon_thread_count()
        guard keeper > 0, threads <= 1 else {
            close(sockets[0])
            notice(withoutIsolation(reason ?? "\(threads) threads were running already"))
            return nil
        }
        return Isolation(services, channel: sockets[0], notice: notice)
    }

    /// Asks a service one question, in a separate process.
    ///
    /// - Parameters:
    ///   - service: the name of one of the services given to `start`. Traps for any other.
    ///   - question: what the service is asked.
    ///   - bounds: what the process may use.
    ///   - isKept: whether the process stays for the next question.
    ///   - before: prepares the shared memory before the question; false if there is no memory for that.
    ///   - after: receives the answer and the shared memory.
    /// - Returns: what `after` returns; nil if no process could be made, which the user is told once.
    /// - Throws: how the process ended.
    public func ask<Answer>(
        _ service: String, _ question: [UInt8], bounds: IsolationBounds, isKept: Bool = false,
        before: (SharedMemory) -> Bool = { _ in true }, after: ([UInt8], SharedMemory) -> Answer
    ) throws(IsolationEnd) -> Answer? {
        guard let process = state.withLock({ $0.idle[service]?.popLast() }) ?? process(for: service, bounds) else {
            return nil
        }
        guard before(process.memory) else {
            complain()
            return nil
        }
        let answer = try process.answer(to: question, processorSeconds: bounds.processorSeconds)
        let result = after(answer, process.memory)
        if isKept { state.withLock { $0.idle[service, default: []].append(process) } }
        return result
    }

    /// Whether the file was noted before and has not changed since.
    func hasSurvived(_ file: FileIdentity) -> Bool { state.withLock { $0.survived.contains(file) } }

    func note(survived file: FileIdentity) { state.withLock { _ = $0.survived.insert(file) } }

    /// A new process; nil after telling the user why there is none.
    private func process(for service: String, _ bounds: IsolationBounds) -> IsolatedProcess? {
        let process = made(for: service, bounds)
        if process == nil { complain() }
        return process
    }

    /// A new process; nil with the reason in `errno`.
    private func made(for service: String, _ bounds: IsolationBounds) -> IsolatedProcess? {
        guard let number = services.firstIndex(where: { $0.name == service }) else {
            preconditionFailure("there is no service '\(service)'")
        }
        var ends: [Int32] = [-1, -1]
        guard kalon_stream_sockets(&ends) == 0 else { return nil }
        let exchange = Exchange(taking: ends[0]), other = Exchange(taking: ends[1])
        let descriptor = kalon_memory_file()
        guard descriptor >= 0 else { return nil }
        let memory = SharedMemory(taking: descriptor)
        let code = order(Keeper.Order(service: Int32(number), memory: UInt64(bounds.memory)), [other.descriptor, descriptor])
        guard code == 0 else {
            errno = code
            return nil
        }
        return IsolatedProcess(exchange, memory)
    }

    /// Gives the keeper an order.
    ///
    /// - Returns: the system's error code, or 0.
    private func order(_ order: Keeper.Order, _ descriptors: [Int32]) -> Int32 {
        ordering.withLock { _ in
            var order = order
            guard kalon_send_descriptors(channel, &order, MemoryLayout<Keeper.Order>.size, descriptors) == 0 else { return errno }
            var code: Int32 = 0
            while true {
                let received = recv(channel, &code, MemoryLayout<Int32>.size, 0)
                if received == MemoryLayout<Int32>.size { return code }
                guard received < 0, errno == EINTR else { return received < 0 ? errno : ECHILD }
            }
        }
    }

    /// Tells the user, once, why there is no separate process.
    private func complain() {
        let reason = Self.systemReason()
        let isFirst = state.withLock { state in
            defer { state.hasComplained = true }
            return !state.hasComplained
        }
        if isFirst { notice(Self.withoutIsolation(reason)) }
    }

    private static func withoutIsolation(_ reason: String) -> String {
        "files are read in this process, which a damaged file may crash: no separate process could be started (\(reason))"
    }

    private static func systemReason() -> String { String(cString: strerror(errno)).lowercased() }
}
