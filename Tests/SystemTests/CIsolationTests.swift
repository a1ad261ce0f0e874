import CIsolation
import Foundation
import Testing

/// What a process with threads may call: sockets, memory, messages with descriptors, and the clock.
///
/// The rest belongs to copies of a process without threads; the tests of `Isolation` run it elsewhere.
@Suite struct CIsolationTests {
    /// Closes descriptors at the end of a test.
    private final class Descriptors {
        private(set) var numbers: [Int32]

        init(_ numbers: [Int32]) { self.numbers = numbers }

        deinit { for number in numbers { close(number) } }

        subscript(index: Int) -> Int32 { numbers[index] }

        func closeFirst() { close(numbers.removeFirst()) }
    }

    private func pair(_ make: (UnsafeMutablePointer<Int32>) -> Int32) -> Descriptors {
        var sockets: [Int32] = [-1, -1]
        #expect(make(&sockets) == 0)
        return Descriptors(sockets)
    }

    private func isClosedInPrograms(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0 }

    private func kind(_ socket: Int32) -> Int32 {
        var kind: Int32 = -1
        var size = socklen_t(MemoryLayout<Int32>.size)
        #expect(getsockopt(socket, SOL_SOCKET, SO_TYPE, &kind, &size) == 0)
        return kind
    }

    /// What arrives at a socket in one piece, without waiting.
    private func received(_ socket: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return Array(bytes.prefix(max(count, 0)))
    }

    private func sendTwice(_ socket: Int32) {
        #expect(send(socket, [1, 2, 3] as [UInt8], 3, 0) == 3)
        #expect(send(socket, [4, 5] as [UInt8], 2, 0) == 2)
    }

    /// Other tests may start and end threads at any time, so only those of this test are certain.
    @Test func threadsAreCounted() {
        let mayEnd = DispatchSemaphore(value: 0), isRunning = DispatchSemaphore(value: 0)
        let count = 9
        for _ in 0..<count {
            Thread.detachNewThread {
                isRunning.signal()
                mayEnd.wait()
            }
        }
        for _ in 0..<count { isRunning.wait() }
        let found = kalon_thread_count()
        for _ in 0..<count { mayEnd.signal() }
        #expect(found >= count + 1)
    }

    @Test func messagesStayWhole() {
        let sockets = pair(kalon_message_sockets)
        #expect(sockets.numbers.allSatisfy { isClosedInPrograms($0) })
        #expect(sockets.numbers.map { kind($0) } == [Int32](repeating: Int32(SOCK_SEQPACKET.rawValue), count: 2))
        sendTwice(sockets[0])
        #expect(received(sockets[1]) == [1, 2, 3])
        #expect(received(sockets[1]) == [4, 5])
    }

    @Test func aStreamHasNoMessages() {
        let sockets = pair(kalon_stream_sockets)
        #expect(sockets.numbers.allSatisfy { isClosedInPrograms($0) })
        #expect(sockets.numbers.map { kind($0) } == [Int32](repeating: Int32(SOCK_STREAM.rawValue), count: 2))
        sendTwice(sockets[1])
        #expect(received(sockets[0]) == [1, 2, 3, 4, 5])
    }

    @Test func aFileInMemoryHasNoName() {
        let file = Descriptors([kalon_memory_file()])
        #expect(isClosedInPrograms(file[0]))
        var status = stat()
        #expect(fstat(file[0], &status) == 0 && status.st_size == 0 && status.st_nlink == 0)
        var bytes = [UInt8](repeating: 0, count: 3)
        #expect(pwrite(file[0], [7, 8, 9] as [UInt8], 3, 100) == 3)
        #expect(pread(file[0], &bytes, 3, 100) == 3 && bytes == [7, 8, 9])
    }

    @Test func descriptorsTravelWithAMessage() {
        let sockets = pair(kalon_message_sockets), files = Descriptors([kalon_memory_file(), kalon_memory_file()])
        #expect(pwrite(files[0], "first", 5, 0) == 5)
        #expect(pwrite(files[1], "other", 5, 0) == 5)
        #expect(kalon_send_descriptors(sockets[0], "hello", 5, files.numbers) == 0)
        var message = [UInt8](repeating: 0, count: 16), numbers: [Int32] = [0, 0]
        #expect(kalon_receive_descriptors(sockets[1], &message, message.count, &numbers) == 5)
        #expect(message.prefix(6) == [0x68, 0x65, 0x6C, 0x6C, 0x6F, 0])
        guard numbers.allSatisfy({ $0 > 2 && !files.numbers.contains($0) }) else {
            Issue.record("\(numbers) did not come with the message")
            return
        }
        let arrived = Descriptors(numbers)
        #expect(arrived.numbers.allSatisfy { isClosedInPrograms($0) })
        let contents = arrived.numbers.map { number in
            var bytes = [UInt8](repeating: 0, count: 5)
            #expect(pread(number, &bytes, 5, 0) == 5)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(contents == ["first", "other"])
    }

    @Test func aMessageMayComeAlone() {
        let sockets = pair(kalon_message_sockets)
        sendTwice(sockets[0])
        var message = [UInt8](repeating: 0, count: 2), numbers: [Int32] = [0, 0]
        // Cut to what there is room for.
        #expect(kalon_receive_descriptors(sockets[1], &message, message.count, &numbers) == 2)
        #expect(message == [1, 2] && numbers == [-1, -1])
    }

    /// The system sends a signal only where a stream has lost its other end.
    @Test(arguments: [true, false]) func theOtherEndMayBeGone(isStream: Bool) {
        let sockets = pair(isStream ? kalon_stream_sockets : kalon_message_sockets)
        let file = Descriptors([kalon_memory_file()])
        sockets.closeFirst()
        var message = [UInt8](repeating: 0, count: 2), numbers: [Int32] = [0, 0]
        #expect(kalon_receive_descriptors(sockets[0], &message, message.count, &numbers) == 0)
        #expect(numbers == [-1, -1])
        // Sending says so, and sends no signal, which would wait here.
        var pipe = sigset_t(), former = sigset_t(), waiting = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        #expect(pthread_sigmask(SIG_BLOCK, &pipe, &former) == 0)
        errno = 0
        #expect(kalon_send_descriptors(sockets[0], "hello", 5, [file[0], file[0]]) == -1)
        #expect(errno == EPIPE)
        #expect(sigpending(&waiting) == 0 && sigismember(&waiting, SIGPIPE) == 0)
        if sigismember(&waiting, SIGPIPE) == 1 { #expect(sigwaitinfo(&pipe, nil) == SIGPIPE) }
        #expect(pthread_sigmask(SIG_SETMASK, &former, nil) == 0)
    }

    @Test func whatIsNoSocketIsRefused() {
        let file = Descriptors([kalon_memory_file()])
        var message = [UInt8](repeating: 0, count: 2), numbers: [Int32] = [0, 0]
        errno = 0
        #expect(kalon_send_descriptors(file[0], "hello", 5, [file[0], file[0]]) == -1)
        #expect(errno == ENOTSOCK)
        errno = 0
        #expect(kalon_receive_descriptors(file[0], &message, message.count, &numbers) == -1)
        #expect(errno == ENOTSOCK && numbers == [-1, -1])
    }

    /// Processor time far beyond what this process will use, and a clock whose signal would do nothing.
    @Test func workIsTimedUntilItEnds() {
        let former = signal(SIGALRM, SIG_IGN)
        var limit = rlimit()
        #expect(getrlimit(Int32(RLIMIT_CPU.rawValue), &limit) == 0)
        defer {
            #expect(setrlimit(Int32(RLIMIT_CPU.rawValue), &limit) == 0)
            signal(SIGALRM, former)
        }
        let before = processorSeconds()
        kalon_begin_work(1_000_000)
        var timed = rlimit(), clock = itimerval()
        #expect(getrlimit(Int32(RLIMIT_CPU.rawValue), &timed) == 0)
        #expect(getitimer(Int32(ITIMER_REAL.rawValue), &clock) == 0)
        // A second more, because the seconds that were used are counted in whole ones.
        let bounds = [before, processorSeconds()].map { min($0 + 1_000_001, limit.rlim_max) }
        #expect(bounds[0] <= timed.rlim_cur && timed.rlim_cur <= bounds[1])
        #expect(timed.rlim_max == limit.rlim_max)
        #expect(clock.it_interval.tv_sec == 5 && clock.it_interval.tv_usec == 0)
        #expect(clock.it_value.tv_sec + clock.it_value.tv_usec > 0)
        kalon_end_work()
        #expect(getitimer(Int32(ITIMER_REAL.rawValue), &clock) == 0)
        #expect(clock.it_interval.tv_sec == 0 && clock.it_value.tv_sec == 0 && clock.it_value.tv_usec == 0)
    }

    /// The whole seconds of processor time that this process has used.
    private func processorSeconds() -> UInt {
        var time = timespec()
        #expect(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0)
        return UInt(time.tv_sec)
    }

    @Test func noSignalHasTheNumberOfSleep() {
        #expect(Int32(KALON_DEATH_ASLEEP) > __libc_current_sigrtmax())
    }
}
