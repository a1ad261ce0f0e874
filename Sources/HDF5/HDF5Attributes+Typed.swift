import CHDF5
import Files

extension HDF5Attributes {
    package func text(_ name: String) throws(StorageError) -> String {
        let value = try value(name)
        guard case .texts(let texts) = value, let text = texts.first, texts.count == 1 else {
            throw wrongType(name, value, "one text")
        }
        return text
    }

    /// A list of texts.
    ///
    /// An empty list counts as one whatever its type.
    package func texts(_ name: String) throws(StorageError) -> [String] {
        let value = try value(name)
        switch value {
        case .texts(let texts): return texts
        case .reals([]), .integers([]): return []
        default: throw wrongType(name, value, "texts")
        }
    }

    package func integer(_ name: String) throws(StorageError) -> Int {
        let value = try value(name)
        guard case .integers(let numbers) = value, let number = numbers.first, numbers.count == 1 else {
            throw wrongType(name, value, "one whole number")
        }
        return Int(number)
    }

    package func real(_ name: String) throws(StorageError) -> Double {
        let value = try value(name)
        guard case .reals(let numbers) = value, let number = numbers.first, numbers.count == 1 else {
            throw wrongType(name, value, "one real number")
        }
        return number
    }

    /// The text of an attribute; nil if there is no such attribute.
    package func optionalText(_ name: String) throws(StorageError) -> String? {
        try contains(name) ? try text(name) : nil
    }

    /// The number of an attribute; nil if there is no such attribute.
    package func optionalReal(_ name: String) throws(StorageError) -> Double? {
        try contains(name) ? try real(name) : nil
    }

    private func wrongType(_ name: String, _ value: Value, _ expected: String) -> StorageError {
        let found =
            switch value {
            case .texts(let texts): "\(texts.count) texts"
            case .reals(let numbers): "\(numbers.count) real numbers"
            case .integers(let numbers): "\(numbers.count) whole numbers"
            case .other: HDF5ValueKind.other.rawValue
            }
        let place = place.attribute(name)
        return .wrongType(file: place.file, object: place.object, found: found, expected: expected)
    }
}

extension HDF5Attributes {
    package func set(_ name: String, _ text: String) throws(StorageError) {
        try setTexts(name, [text], shape: [])
    }

    package func set(_ name: String, _ texts: [String]) throws(StorageError) {
        try setTexts(name, texts, shape: [texts.count])
    }

    package func set(_ name: String, _ value: Int) throws(StorageError) {
        try setNumber(name, Int64(value))
    }

    package func set(_ name: String, _ value: Double) throws(StorageError) {
        try setNumber(name, value)
    }

    private func setNumber<Element: HDF5Element>(_ name: String, _ value: Element) throws(StorageError) {
        let place = place.attribute(name)
        let space = try HDF5Space.simple([], place)
        let type = HDF5Handle(H5Tcopy(Element.representation.onDisk), closing: { H5Tclose($0) })
        let attribute = try create(name, space: space, type: type)
        var value = value
        try HDF5Call.check(place) { attribute.use { H5Awrite($0, Element.representation.inMemory, &value) } }
    }

    private func setTexts(_ name: String, _ texts: [String], shape: [Int]) throws(StorageError) {
        let place = place.attribute(name)
        let type = try HDF5Text.type(place)
        let space = try HDF5Space.simple(shape, place)
        let made = try create(name, space: space, type: type)
        if texts.isEmpty { return }
        try HDF5Text.withCStrings(texts, place) { pointers in
            made.use { attribute in type.use { H5Awrite(attribute, $0, pointers) } }
        }
    }

    private func create(_ name: String, space: HDF5Handle, type: HDF5Handle) throws(StorageError) -> HDF5Handle {
        try HDF5Call.handle(place.attribute(name), closing: { H5Aclose($0) }) {
            type.use { type in
                space.use { space in
                    handle.use { H5Acreate2($0, name, type, space, kalon_h5_default(), kalon_h5_default()) }
                }
            }
        }
    }
}
