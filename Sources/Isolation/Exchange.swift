import CIsolation
import Foundation

/// One end of the stream between the process that asks and the one that answers.
///
/// It carries frames: a head of two 32-bit numbers, the length and a note, followed by that many bytes.
final class Exchange: Sendable {
    let descriptor: Int32

    init(taking descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    struct Frame {
        let note: UInt32
        let bytes: [UInt8]
    }

    /// Returns whether the other end took all of it.
    func send(_ bytes: [UInt8], note: UInt32) -> Bool {
        var frame: [UInt8] = []
        frame.reserveCapacity(8 + bytes.count)
        withUnsafeBytes(of: (UInt32(bytes.count), note)) { frame.append(contentsOf: $0) }
        frame += bytes
        var sent = 0
        return frame.withUnsafeBytes { buffer in
            while sent < buffer.count, let start = buffer.baseAddress {
                let count = Glibc.send(descriptor, start + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// The next frame; nil at the end of the stream.
    ///
    /// The last frame of a dying process has no bytes, and its length is `KALON_DEATH`.
    func receive() -> (frame: Frame, isDeath: Bool)? {
        guard let head = receive(8) else { return nil }
        let (length, note) = head.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        }
        guard length != UInt32.max else { return (Frame(note: note, bytes: []), true) }
        guard let bytes = receive(Int(length)) else { return nil }
        return (Frame(note: note, bytes: bytes), false)
    }

    /// Grows with the bytes that arrive, not with the number that a head announces.
    private func receive(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: min(count, 1 << 16))
        while bytes.count < count {
            let wanted = min(part.count, count - bytes.count)
            let received = part.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, wanted, 0) }
            if received < 0 && errno == EINTR { continue }
            guard received > 0 else { return nil }
            bytes.append(contentsOf: part[0..<received])
        }
        return bytes
    }
}
