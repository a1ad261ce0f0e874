import Files
import Foundation

/// Reads a pickle of protocol 2 to 5 that holds arrays or tensors, and nothing else.
///
/// A pickle is a program that may call anything. This reader calls nothing. It knows the names of a vocabulary, each of which
/// only builds arrays or tensors or takes attributes, and refuses every other name and every other instruction by its name.
package struct PickleReader {
    let vocabulary: PickleVocabulary
    /// The storages that tensors refer to.
    var storages: [String: PickleStorage] = [:]
    private let data: Data
    private var place: Int
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var lists: [PickleList] = []
    private var dictionaries: [PickleDictionary] = []
    /// The number of bytes of texts that were converted to other bytes.
    private var encoded = 0

    /// The attributes of the PCA in `data`.
    ///
    /// - Throws: `FormatProblem`.
    package static func attributes(in data: Data) throws(FormatProblem) -> [String: PickleValue] {
        var place = data.startIndex
        return try read(data, from: &place, .principalComponents) { (root, _) throws(FormatProblem) in
            guard case .object(let object) = root else { throw FormatProblem("it does not hold a scikit-learn PCA") }
            return object.values
        }
    }

    /// What `take` makes of the value of a pickle and of the storages that it refers to.
    ///
    /// Dictionaries and lists are emptied afterwards: they may contain themselves, or one another however deep.
    ///
    /// - Parameters:
    ///   - data: what the pickle is in.
    ///   - place: where it begins in `data`; afterwards, where it ends.
    ///   - vocabulary: the names that it may refer to.
    ///   - take: takes what is needed of the value.
    static func read<Result>(
        _ data: Data, from place: inout Int, _ vocabulary: PickleVocabulary,
        _ take: (_ root: PickleValue, _ storages: [String: PickleStorage]) throws(FormatProblem) -> Result
    ) throws(FormatProblem) -> Result {
        var reader = PickleReader(data, from: place, vocabulary)
        defer { reader.dismantle() }
        let root = try reader.read()
        place = reader.place
        return try take(root, reader.storages)
    }

    private init(_ data: Data, from place: Int, _ vocabulary: PickleVocabulary) {
        self.data = data
        self.place = place
        self.vocabulary = vocabulary
    }

    /// Empties whatever may contain other values, one after the other instead of one inside the other.
    private mutating func dismantle() {
        for list in lists { list.values = [] }
        for dictionary in dictionaries { dictionary.values = [:] }
    }

    private mutating func read() throws(FormatProblem) -> PickleValue {
        guard place < data.endIndex, data[place] == 0x80 else {
            throw FormatProblem("it is not a pickle of protocol 2 or later; \(vocabulary.advice)")
        }
        for _ in 0..<vocabulary.mostInstructions {
            let code = try byte()
            if code == 0x2E { return try pop() }
            try follow(code)
        }
        throw FormatProblem("it has more than \(vocabulary.mostInstructions) instructions; \(vocabulary.usual)")
    }

    private mutating func follow(_ code: UInt8) throws(FormatProblem) {
        switch code {
        case 0x80: _ = try byte()  // PROTO
        case 0x95: _ = try number(8)  // FRAME
        case 0x28: marks.append(stack.count)  // MARK
        case 0x4E: stack.append(.none)
        case 0x88, 0x89: stack.append(.boolean(code == 0x88))
        case 0x4A: stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))  // BININT
        case 0x4B: stack.append(.integer(try number(1)))
        case 0x4D: stack.append(.integer(try number(2)))
        case 0x8A: stack.append(.integer(try longInteger()))  // LONG1
        case 0x47: stack.append(.real(try real()))  // BINFLOAT
        case 0x58: stack.append(.text(try text(number(4))))  // BINUNICODE
        case 0x8C: stack.append(.text(try text(number(1))))
        case 0x8D: stack.append(.text(try text(number(8))))
        case 0x42, 0x54: stack.append(.bytes(try piece(number(4))))  // BINBYTES, BINSTRING
        case 0x43, 0x55: stack.append(.bytes(try piece(number(1))))
        case 0x8E, 0x96: stack.append(.bytes(try piece(number(8))))  // BINBYTES8, BYTEARRAY8
        case 0x7D: stack.append(.dictionary(newDictionary()))
        case 0x5D: stack.append(.list(newList()))
        case 0x61: try append(popLast(1))
        case 0x65: try append(popToMark())
        case 0x29: stack.append(.tuple([], depth: 1))
        case 0x85, 0x86, 0x87: stack.append(try Self.tuple(popLast(Int(code) - 0x84)))  // TUPLE1 to TUPLE3
        case 0x74: stack.append(try Self.tuple(popToMark()))
        case 0x75: try setItems(popToMark())
        case 0x73: try setItems(popLast(2))
        case 0x63: stack.append(.name(try known(module: line(), line())))  // GLOBAL
        case 0x93: try pushName()  // STACK_GLOBAL
        case 0x52: try reduce()
        case 0x81: try newObject()
        case 0x62: try build()
        case 0x51: try pushStorage()  // BINPERSID
        case 0x68: stack.append(try remembered(number(1)))
        case 0x6A: stack.append(try remembered(number(4)))
        case 0x71: memo[try number(1)] = try top()
        case 0x72: memo[try number(4)] = try top()
        case 0x94: memo[memo.count] = try top()  // MEMOIZE
        default:
            throw FormatProblem("it has the instruction 0x\(String(code, radix: 16)), which no \(vocabulary.subject) needs")
        }
    }
}

// MARK: - Bytes

extension PickleReader {
    private mutating func byte() throws(FormatProblem) -> UInt8 { UInt8(try number(1)) }

    private mutating func piece(_ count: Int) throws(FormatProblem) -> Data {
        guard count >= 0, count <= data.endIndex - place else { throw FormatProblem("it is cut short") }
        defer { place += count }
        return data[place..<place + count]
    }

    private mutating func number(_ count: Int) throws(FormatProblem) -> Int {
        guard let number = Int(exactly: LittleEndian.number(try piece(count))) else { throw FormatProblem("it is damaged") }
        return number
    }

    private mutating func longInteger() throws(FormatProblem) -> Int {
        let bytes = try piece(number(1))
        guard bytes.count <= 8 else { throw FormatProblem("it has a number beyond 64 bits") }
        let unused = 64 - 8 * bytes.count
        return bytes.isEmpty ? 0 : Int(truncatingIfNeeded: LittleEndian.number(bytes) << unused) >> unused
    }

    private mutating func real() throws(FormatProblem) -> Double {
        Double(bitPattern: try piece(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private mutating func text(_ count: Int) throws(FormatProblem) -> String {
        String(decoding: try piece(count), as: UTF8.self)
    }

    private mutating func line() throws(FormatProblem) -> String {
        guard let end = data[place...].firstIndex(of: 0x0A) else { throw FormatProblem("it is cut short") }
        defer { place = end + 1 }
        return String(decoding: data[place..<end], as: UTF8.self)
    }
}

// MARK: - Stack

extension PickleReader {
    func top() throws(FormatProblem) -> PickleValue {
        guard let value = stack.last else { throw Self.damaged }
        return value
    }

    mutating func pop() throws(FormatProblem) -> PickleValue {
        guard let value = stack.popLast() else { throw Self.damaged }
        return value
    }

    mutating func popLast(_ count: Int) throws(FormatProblem) -> [PickleValue] {
        guard stack.count >= count else { throw Self.damaged }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(FormatProblem) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw Self.damaged }
        return try popLast(stack.count - mark)
    }

    private func remembered(_ key: Int) throws(FormatProblem) -> PickleValue {
        guard let value = memo[key] else { throw Self.damaged }
        return value
    }

    static var damaged: FormatProblem { FormatProblem("it is damaged") }

    private mutating func setItems(_ items: [PickleValue]) throws(FormatProblem) {
        guard case .dictionary(let dictionary) = try top(), items.count % 2 == 0 else { throw Self.damaged }
        for index in stride(from: 0, to: items.count, by: 2) {
            // What is under another key, as in the state of an optimiser, is neither an attribute nor a tensor.
            guard case .text(let key) = items[index] else { continue }
            dictionary.values[key] = items[index + 1]
        }
    }

    private mutating func append(_ items: [PickleValue]) throws(FormatProblem) {
        guard case .list(let list) = try top() else { throw Self.damaged }
        list.values += items
    }

    /// Tuples are freed by recursion.
    private static let deepest = 100

    private static func tuple(_ values: [PickleValue]) throws(FormatProblem) -> PickleValue {
        var depth = 1
        for case .tuple(_, let inner) in values { depth = max(depth, inner + 1) }
        guard depth <= deepest else { throw FormatProblem("its tuples are nested more than \(deepest) deep") }
        return .tuple(values, depth: depth)
    }

    mutating func push(_ value: PickleValue) { stack.append(value) }

    mutating func newDictionary() -> PickleDictionary {
        let dictionary = PickleDictionary()
        dictionaries.append(dictionary)
        return dictionary
    }

    private mutating func newList() -> PickleList {
        let list = PickleList()
        lists.append(list)
        return list
    }

    /// A text may be remembered and converted to bytes again and again.
    mutating func countEncoded(_ bytes: Int) throws(FormatProblem) {
        encoded += bytes
        guard encoded <= data.count else { throw FormatProblem("it makes more bytes than it holds") }
    }
}
