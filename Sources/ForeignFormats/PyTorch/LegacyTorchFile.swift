import Files
import Foundation

/// The format of `torch.save` before PyTorch 1.6, in which many published weights still come.
///
/// Five pickles follow one another: a magic number, the version, what the machine was like, the value, and the keys of the
/// storages. Then come the storages in the order of the keys, each with its number of values before it.
enum LegacyTorchFile {
    /// The pickle of the magic number.
    static let beginning = Data([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E])
    private static let version = 1001

    static func tensors(of data: Data) throws(FormatProblem) -> [TorchTensor] {
        var place = data.startIndex + beginning.count
        try requireKnownVersion(data, &place)
        let (tensors, storages) = try PickleReader.read(data, from: &place, .tensors) {
            (root, storages) throws(FormatProblem) in (try TorchFile.state(in: root), storages)
        }
        let keys = try keys(data, &place)
        let found = try contents(data, from: place, keys: keys, storages)
        return try TorchFile.checked(tensors) { found[$0] }
    }

    private static func requireKnownVersion(_ data: Data, _ place: inout Int) throws(FormatProblem) {
        let isKnown = try PickleReader.read(data, from: &place, .tensors) { (root, _) throws(FormatProblem) in
            if case .integer(version) = root { true } else { false }
        }
        guard isKnown else { throw FormatProblem("it is of another version than \(version)") }
        let isLittleEndian = try PickleReader.read(data, from: &place, .tensors) { (root, _) throws(FormatProblem) in
            guard case .dictionary(let machine) = root, case .boolean(let value)? = machine.values["little_endian"] else {
                return false
            }
            return value
        }
        guard isLittleEndian else { throw FormatProblem("it does not say that its numbers are little-endian") }
    }

    private static func keys(_ data: Data, _ place: inout Int) throws(FormatProblem) -> [String] {
        try PickleReader.read(data, from: &place, .tensors) { (root, _) throws(FormatProblem) in
            guard case .list(let list) = root else { throw FormatProblem("it has no list of its storages") }
            return list.values.compactMap { if case .text(let key) = $0 { key } else { nil } }
        }
    }

    /// The bytes of each storage.
    private static func contents(
        _ data: Data, from start: Int, keys: [String], _ storages: [String: PickleStorage]
    ) throws(FormatProblem) -> [String: TorchStorage] {
        var place = start
        var found: [String: TorchStorage] = [:]
        for key in keys {
            guard let storage = storages[key] else { throw FormatProblem("nothing refers to its storage \(key)") }
            guard data.endIndex - place >= 8 else { throw FormatProblem("it is cut short") }
            let count = LittleEndian.number(data[place..<place + 8])
            guard count == UInt64(storage.count) else {
                throw FormatProblem("its storage \(key) has \(count) values, but \(storage.count) were expected")
            }
            place += 8
            let (bytes, overflows) = storage.count.multipliedReportingOverflow(by: storage.element.byteCount)
            guard !overflows, bytes <= data.endIndex - place else { throw FormatProblem("it is cut short") }
            guard found.updateValue(.bytes(data[place..<place + bytes]), forKey: key) == nil else {
                throw FormatProblem("it has the storage \(key) twice")
            }
            place += bytes
        }
        return found
    }
}
