import Files
import Foundation

/// The values that a pickle may hold here.
package indirect enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case bytes(Data)
    case tuple([PickleValue])
    case list
    case dictionary(PickleDictionary)
    case name(PickleReader.Name)
    case type(PickleArrayType)
    case array(PickleArray)
    case object(PickleDictionary)
}

/// The attributes of an object, or a dictionary with texts as keys; shared by everything that refers to it.
package final class PickleDictionary {
    package var values: [String: PickleValue] = [:]
}

package final class PickleArrayType {
    package let element: NumPyArray.Element
    init(_ element: NumPyArray.Element) { self.element = element }
}

package final class PickleArray {
    package var array: NumPyArray?
}

/// Reads the pickle of a fitted scikit-learn PCA, protocols 2 to 5, and nothing else.
///
/// A pickle is a program that may call anything. This reader calls nothing. It knows a few names, each of which only builds
/// an array or takes attributes, and refuses every other name and every other instruction by its name.
package struct PickleReader {
    /// The names that a pickle may refer to, in every module where some version of the libraries has them.
    package enum Name {
        case components, reconstruct, scalar, array, type, fromBuffer, encode

        init?(module: String, name: String) {
            switch (module, name) {
            case ("sklearn.decomposition._pca", "PCA"), ("sklearn.decomposition.pca", "PCA"): self = .components
            case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"): self = .reconstruct
            case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
            case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .fromBuffer
            case ("numpy", "ndarray"): self = .array
            case ("numpy", "dtype"): self = .type
            case ("_codecs", "encode"): self = .encode
            default: return nil
            }
        }
    }

    private let data: Data
    private var place: Int
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    /// The number of bytes of texts that were converted to other bytes.
    private var encoded = 0

    /// The attributes of the PCA in `data`.
    ///
    /// - Throws: `NumPyProblem`.
    package static func attributes(in data: Data) throws(NumPyProblem) -> [String: PickleValue] {
        var reader = PickleReader(data)
        guard case .object(let object) = try reader.read() else { throw NumPyProblem("it does not hold a scikit-learn PCA") }
        return object.values
    }

    private init(_ data: Data) {
        self.data = data
        place = data.startIndex
    }

    private mutating func read() throws(NumPyProblem) -> PickleValue {
        guard data.first == 0x80 else {
            throw NumPyProblem("it is not a pickle of protocol 2 or later; \(Self.advice)")
        }
        for _ in 0..<Self.mostInstructions {
            let code = try byte()
            if code == 0x2E { return try pop() }
            try follow(code)
        }
        throw NumPyProblem("it has more than \(Self.mostInstructions) instructions; a fitted PCA has a few hundred")
    }

    private static let advice = "save the PCA with pickle.dump(pca, file, protocol=4), or its arrays with numpy.savez"

    /// Bounds the depth of nested values, which are freed by recursion.
    private static let mostInstructions = 10_000

    private mutating func follow(_ code: UInt8) throws(NumPyProblem) {
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
        case 0x7D: stack.append(.dictionary(PickleDictionary()))
        case 0x5D: stack.append(.list)
        case 0x29: stack.append(.tuple([]))
        case 0x85, 0x86, 0x87: stack.append(.tuple(try popLast(Int(code) - 0x84)))  // TUPLE1 to TUPLE3
        case 0x74: stack.append(.tuple(try popToMark()))
        case 0x75: try setItems(popToMark())
        case 0x73: try setItems(popLast(2))
        case 0x63: stack.append(.name(try known(module: line(), line())))  // GLOBAL
        case 0x93: try pushName()  // STACK_GLOBAL
        case 0x52: try reduce()
        case 0x81: try newObject()
        case 0x62: try build()
        case 0x68: stack.append(try remembered(number(1)))
        case 0x6A: stack.append(try remembered(number(4)))
        case 0x71: memo[try number(1)] = try top()
        case 0x72: memo[try number(4)] = try top()
        case 0x94: memo[memo.count] = try top()  // MEMOIZE
        default:
            throw NumPyProblem("it has the instruction 0x\(String(code, radix: 16)), which no fitted PCA needs")
        }
    }
}

// MARK: - Bytes

extension PickleReader {
    private mutating func byte() throws(NumPyProblem) -> UInt8 { UInt8(try number(1)) }

    private mutating func piece(_ count: Int) throws(NumPyProblem) -> Data {
        guard count >= 0, count <= data.endIndex - place else { throw NumPyProblem("it is cut short") }
        defer { place += count }
        return data[place..<place + count]
    }

    private mutating func number(_ count: Int) throws(NumPyProblem) -> Int {
        guard let number = Int(exactly: LittleEndian.number(try piece(count))) else { throw NumPyProblem("it is damaged") }
        return number
    }

    private mutating func longInteger() throws(NumPyProblem) -> Int {
        let bytes = try piece(number(1))
        guard bytes.count <= 8 else { throw NumPyProblem("it has a number beyond 64 bits") }
        let unused = 64 - 8 * bytes.count
        return bytes.isEmpty ? 0 : Int(truncatingIfNeeded: LittleEndian.number(bytes) << unused) >> unused
    }

    private mutating func real() throws(NumPyProblem) -> Double {
        Double(bitPattern: try piece(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private mutating func text(_ count: Int) throws(NumPyProblem) -> String {
        String(decoding: try piece(count), as: UTF8.self)
    }

    private mutating func line() throws(NumPyProblem) -> String {
        guard let end = data[place...].firstIndex(of: 0x0A) else { throw NumPyProblem("it is cut short") }
        defer { place = end + 1 }
        return String(decoding: data[place..<end], as: UTF8.self)
    }
}

// MARK: - Stack

extension PickleReader {
    private func top() throws(NumPyProblem) -> PickleValue {
        guard let value = stack.last else { throw Self.damaged }
        return value
    }

    private mutating func pop() throws(NumPyProblem) -> PickleValue {
        guard let value = stack.popLast() else { throw Self.damaged }
        return value
    }

    private mutating func popLast(_ count: Int) throws(NumPyProblem) -> [PickleValue] {
        guard stack.count >= count else { throw Self.damaged }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(NumPyProblem) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw Self.damaged }
        return try popLast(stack.count - mark)
    }

    private func remembered(_ key: Int) throws(NumPyProblem) -> PickleValue {
        guard let value = memo[key] else { throw Self.damaged }
        return value
    }

    private static var damaged: NumPyProblem { NumPyProblem("it is damaged") }

    private mutating func setItems(_ items: [PickleValue]) throws(NumPyProblem) {
        guard case .dictionary(let dictionary) = try top(), items.count % 2 == 0 else { throw Self.damaged }
        for index in stride(from: 0, to: items.count, by: 2) {
            guard case .text(let key) = items[index] else { throw NumPyProblem("it has an attribute without a name") }
            dictionary.values[key] = items[index + 1]
        }
    }
}

// MARK: - Names and what they build

extension PickleReader {
    private func known(module: String, _ name: String) throws(NumPyProblem) -> Name {
        guard let found = Name(module: module, name: name) else {
            guard !module.hasPrefix("joblib") else { throw NumPyProblem("it was saved by joblib; \(Self.advice)") }
            throw NumPyProblem("it refers to \(module).\(name), which no fitted PCA needs; nothing in it was run")
        }
        return found
    }

    private mutating func pushName() throws(NumPyProblem) {
        let parts = try popLast(2)
        guard case .text(let module) = parts[0], case .text(let name) = parts[1] else { throw Self.damaged }
        stack.append(.name(try known(module: module, name)))
    }

    private mutating func newObject() throws(NumPyProblem) {
        let parts = try popLast(2)
        guard case .name(.components) = parts[0], case .tuple(let arguments) = parts[1], arguments.isEmpty else {
            throw NumPyProblem("it makes an object that is not a PCA")
        }
        stack.append(.object(PickleDictionary()))
    }

    private mutating func reduce() throws(NumPyProblem) {
        let parts = try popLast(2)
        guard case .name(let name) = parts[0], case .tuple(let arguments) = parts[1] else { throw Self.damaged }
        switch name {
        case .reconstruct: stack.append(.array(PickleArray()))
        case .type: stack.append(.type(PickleArrayType(try element(arguments))))
        case .scalar: stack.append(try scalar(arguments))
        case .fromBuffer: stack.append(.array(try array(fromBuffer: arguments)))
        case .encode:
            guard case .text(let text)? = arguments.first else { throw Self.damaged }
            // A text may be remembered and converted to bytes again and again.
            encoded += text.utf8.count
            guard encoded <= data.count else { throw NumPyProblem("it makes more bytes than it holds") }
            guard let bytes = text.data(using: .isoLatin1) else { throw Self.damaged }
            stack.append(.bytes(bytes))
        case .components, .array: throw NumPyProblem("it calls a name that is not a function")
        }
    }

    private func element(_ arguments: [PickleValue]) throws(NumPyProblem) -> NumPyArray.Element {
        guard case .text(let name)? = arguments.first else { throw Self.damaged }
        guard let element = NumPyArray.Element(rawValue: name) else {
            throw NumPyProblem("it has an array of type \(name); f4 or f8 was expected")
        }
        return element
    }

    private func scalar(_ arguments: [PickleValue]) throws(NumPyProblem) -> PickleValue {
        guard arguments.count == 2, case .type(let type) = arguments[0], case .bytes(let bytes) = arguments[1],
            let array = NumPyArray(element: type.element, shape: [], isColumnMajor: false, data: bytes),
            let value = array.values(as: Double.self).first
        else { throw Self.damaged }
        return .real(value)
    }

    private func array(fromBuffer arguments: [PickleValue]) throws(NumPyProblem) -> PickleArray {
        guard arguments.count == 4, case .bytes(let bytes) = arguments[0], case .type(let type) = arguments[1],
            case .text(let order) = arguments[3]
        else { throw Self.damaged }
        let result = PickleArray()
        result.array = NumPyArray(
            element: type.element, shape: try Self.shape(arguments[2]), isColumnMajor: order == "F", data: bytes)
        guard result.array != nil else { throw Self.damaged }
        return result
    }

    private static func shape(_ value: PickleValue) throws(NumPyProblem) -> [Int] {
        guard case .tuple(let sides) = value else { throw damaged }
        return try sides.map { side throws(NumPyProblem) in
            guard case .integer(let length) = side else { throw damaged }
            return length
        }
    }

    private mutating func build() throws(NumPyProblem) {
        let state = try pop()
        switch (try top(), state) {
        case (.object(let object), .dictionary(let attributes)): object.values = attributes.values
        case (.type, .tuple(let state)):
            guard state.count > 1, case .text(let order) = state[1], order != ">" else {
                throw NumPyProblem("it has an array with an unexpected type or byte order")
            }
        case (.array(let target), .tuple(let state)):
            guard state.count == 5, case .type(let type) = state[2], case .boolean(let isColumnMajor) = state[3],
                case .bytes(let bytes) = state[4],
                let array = NumPyArray(
                    element: type.element, shape: try Self.shape(state[1]), isColumnMajor: isColumnMajor, data: bytes)
            else { throw Self.damaged }
            target.array = array
        default: throw NumPyProblem("it sets the state of something that has none")
        }
    }
}
