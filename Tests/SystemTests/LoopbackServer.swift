import Foundation

/// A server of this machine for one request, which works whenever it is asked to and never waits.
final class LoopbackServer {
    struct Failure: Error {
        let reason: String
    }

    let port: Int
    private let answer: [UInt8]
    private let listener: Int32
    private var connection: Int32 = -1
    private var received: [UInt8] = []
    private var hasAnswered = false

    /// What has arrived of the request.
    var request: String { String(decoding: received, as: UTF8.self) }

    /// Waits at a port that is free.
    init(answer: String) throws {
        self.answer = Array(answer.utf8)
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Failure(reason: "there is no socket: \(errno)") }
        listener = number
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutableBytes(of: &address) { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(number, start, size) == 0 && listen(number, 1) == 0 && getsockname(number, start, &size) == 0
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isReady else {
            close(number)
            throw Failure(reason: "no port can be listened at: \(errno)")
        }
    }

    deinit {
        if connection >= 0 { close(connection) }
        close(listener)
    }

    /// Takes what has arrived, and answers when the request is complete.
    func advance() throws {
        if connection < 0 {
            connection = accept(listener, nil, nil)
        }
        guard connection >= 0, !hasAnswered else { return }
        var part = [UInt8](repeating: 0, count: 4096)
        let count = recv(connection, &part, part.count, Int32(MSG_DONTWAIT))
        if count > 0 { received += part.prefix(count) }
        guard received.suffix(4) == [13, 10, 13, 10] else { return }
        hasAnswered = true
        guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else {
            throw Failure(reason: "the answer cannot be sent: \(errno)")
        }
    }
}
