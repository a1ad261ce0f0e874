import Foundation

/// Names, and what they build.
extension PickleReader {
    func known(module: String, _ name: String) throws(FormatProblem) -> PickleName {
        guard let found = vocabulary.name(module, name) else {
            guard !module.hasPrefix("joblib") else { throw FormatProblem("it was saved by joblib; \(vocabulary.advice)") }
            throw FormatProblem(
                "it refers to \(module).\(name), which no \(vocabulary.subject) needs; nothing in it was run; "
                    + vocabulary.advice)
        }
        return found
    }

    mutating func pushName() throws(FormatProblem) {
        let parts = try popLast(2)
        guard case .text(let module) = parts[0], case .text(let name) = parts[1] else { throw Self.damaged }
        push(.name(try known(module: module, name)))
    }

    mutating func newObject() throws(FormatProblem) {
        let parts = try popLast(2)
        guard case .name(.components) = parts[0], case .tuple(let arguments, _) = parts[1], arguments.isEmpty else {
            throw FormatProblem("it makes an object that is not a PCA")
        }
        push(.object(newDictionary()))
    }

    mutating func reduce() throws(FormatProblem) {
        let parts = try popLast(2)
        guard case .name(let name) = parts[0], case .tuple(let arguments, _) = parts[1] else { throw Self.damaged }
        switch name {
        case .reconstruct: push(.array(PickleArray()))
        case .type: push(.type(PickleArrayType(try element(arguments))))
        case .scalar: push(try scalar(arguments))
        case .fromBuffer: push(.array(try array(fromBuffer: arguments)))
        case .encode:
            guard case .text(let text)? = arguments.first else { throw Self.damaged }
            try countEncoded(text.utf8.count)
            guard let bytes = text.data(using: .isoLatin1) else { throw Self.damaged }
            push(.bytes(bytes))
        case .orderedDictionary:
            guard arguments.isEmpty else { throw Self.damaged }
            push(.dictionary(newDictionary()))
        case .tensor: push(.tensor(try tensor(arguments)))
        case .parameter:
            guard case .tensor(let tensor)? = arguments.first else { throw Self.damaged }
            push(.tensor(tensor))
        case .components, .array, .storage: throw FormatProblem("it calls a name that is not a function")
        }
    }

    private func element(_ arguments: [PickleValue]) throws(FormatProblem) -> NumPyArray.Element {
        guard case .text(let name)? = arguments.first else { throw Self.damaged }
        guard let element = NumPyArray.Element(rawValue: name) else {
            throw FormatProblem("it has an array of type \(name); f4 or f8 was expected")
        }
        return element
    }

    private func scalar(_ arguments: [PickleValue]) throws(FormatProblem) -> PickleValue {
        guard arguments.count == 2, case .type(let type) = arguments[0], case .bytes(let bytes) = arguments[1],
            let array = NumPyArray(element: type.element, shape: [], isColumnMajor: false, data: bytes),
            let value = array.values(as: Double.self).first
        else { throw Self.damaged }
        return .real(value)
    }

    private func array(fromBuffer arguments: [PickleValue]) throws(FormatProblem) -> PickleArray {
        guard arguments.count == 4, case .bytes(let bytes) = arguments[0], case .type(let type) = arguments[1],
            case .text(let order) = arguments[3]
        else { throw Self.damaged }
        let result = PickleArray()
        result.array = NumPyArray(
            element: type.element, shape: try Self.numbers(arguments[2]), isColumnMajor: order == "F", data: bytes)
        guard result.array != nil else { throw Self.damaged }
        return result
    }

    private static func numbers(_ value: PickleValue) throws(FormatProblem) -> [Int] {
        guard case .tuple(let sides, _) = value else { throw damaged }
        return try sides.map { side throws(FormatProblem) in
            guard case .integer(let length) = side else { throw damaged }
            return length
        }
    }

    mutating func build() throws(FormatProblem) {
        let state = try pop()
        switch (try top(), state) {
        case (.object(let object), .dictionary(let attributes)): object.values = attributes.values
        // Of a state's attributes, which are the versions of its modules, nothing is needed.
        case (.dictionary, .dictionary): break
        case (.type, .tuple(let state, _)):
            guard state.count > 1, case .text(let order) = state[1], order != ">" else {
                throw FormatProblem("it has an array with an unexpected type or byte order")
            }
        case (.array(let target), .tuple(let state, _)):
            guard state.count == 5, case .type(let type) = state[2], case .boolean(let isColumnMajor) = state[3],
                case .bytes(let bytes) = state[4],
                let array = NumPyArray(
                    element: type.element, shape: try Self.numbers(state[1]), isColumnMajor: isColumnMajor, data: bytes)
            else { throw Self.damaged }
            target.array = array
        default: throw FormatProblem("it sets the state of something that has none")
        }
    }
}

/// PyTorch's storages and tensors.
extension PickleReader {
    /// A storage is called by what PyTorch knows of it: a word, its type, its key, where it was, and its number of values.
    mutating func pushStorage() throws(FormatProblem) {
        guard case .tuple(let parts, _) = try pop(), parts.count >= 5, case .text("storage") = parts[0],
            case .name(.storage(let element)) = parts[1], case .text(let key) = parts[2], case .integer(let count) = parts[4],
            count >= 0
        else { throw Self.damaged }
        if parts.count > 5 {
            guard case .none = parts[5] else {
                throw FormatProblem("it was saved by a very old PyTorch, as a view of storages; save it again with a newer one")
            }
        }
        let storage = PickleStorage(key: key, element: element, count: count)
        guard storages[key] == nil || storages[key] == storage else {
            throw FormatProblem("it contradicts itself about the storage \(key)")
        }
        storages[key] = storage
        push(.storage(storage))
    }

    private func tensor(_ arguments: [PickleValue]) throws(FormatProblem) -> PickleTensor {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1]
        else { throw Self.damaged }
        return PickleTensor(
            storage: storage, offset: offset, shape: try Self.numbers(arguments[2]),
            strides: try Self.numbers(arguments[3]))
    }
}
