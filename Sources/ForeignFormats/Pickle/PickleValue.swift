import Foundation

/// The values that a pickle may hold here.
package indirect enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case bytes(Data)
    /// Values, and how deep tuples are nested in it.
    case tuple([PickleValue], depth: Int)
    case list(PickleList)
    case dictionary(PickleDictionary)
    case name(PickleName)
    case type(PickleArrayType)
    case array(PickleArray)
    case object(PickleDictionary)
    case storage(PickleStorage)
    case tensor(PickleTensor)
}

/// A list; shared by everything that refers to it.
package final class PickleList {
    package var values: [PickleValue] = []
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

/// The numbers that tensors of PyTorch are views of, which lie outside the pickle.
package struct PickleStorage: Equatable {
    let key: String
    let element: TorchElement
    /// The number of values.
    let count: Int
}

/// A view of a storage; nothing of it has been checked.
package struct PickleTensor {
    let storage: PickleStorage
    /// The first value's place in the storage.
    let offset: Int
    let shape: [Int]
    /// For each side, the distance of neighbouring values in the storage.
    let strides: [Int]
}
