/// What a name in a pickle stands for: something that only builds arrays or tensors, or takes attributes.
package enum PickleName {
    /// scikit-learn's PCA.
    case components
    /// Functions and types of NumPy.
    case reconstruct, scalar, array, type, fromBuffer
    /// Makes bytes of a text.
    case encode
    case orderedDictionary
    /// Functions of PyTorch: a view of a storage, and a tensor with the mark of a trained one.
    case tensor, parameter
    case storage(TorchElement)
}

/// The names that a pickle may refer to, and how it is spoken of.
struct PickleVocabulary: Sendable {
    /// What the pickle should hold.
    let subject: String
    /// How to save it so that it can be read.
    let advice: String
    /// Bounds the time that reading takes.
    let mostInstructions: Int
    /// How many instructions to expect, in words.
    let usual: String
    /// What a name stands for; nil for every other name.
    let name: @Sendable (_ module: String, _ name: String) -> PickleName?
}

extension PickleVocabulary {
    /// A PCA fitted by scikit-learn, with the names in every module where some version of the libraries has them.
    static let principalComponents = PickleVocabulary(
        subject: "fitted PCA",
        advice: "save the PCA with pickle.dump(pca, file, protocol=4), or its arrays with numpy.savez",
        mostInstructions: 10_000, usual: "a fitted PCA has a few hundred"
    ) { module, name in
        switch (module, name) {
        case ("sklearn.decomposition._pca", "PCA"), ("sklearn.decomposition.pca", "PCA"): .components
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"): .reconstruct
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): .fromBuffer
        case ("numpy", "ndarray"): .array
        default: scalar(module, name)
        }
    }

    /// The state of a PyTorch module, or a checkpoint with one.
    static let tensors = PickleVocabulary(
        subject: "state of a PyTorch module", advice: "save the state alone with torch.save(model.state_dict(), FILE)",
        mostInstructions: 500_000, usual: "a state has about thirty for each tensor"
    ) { module, name in
        switch (module, name) {
        case ("collections", "OrderedDict"): .orderedDictionary
        case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): .tensor
        case ("torch._utils", "_rebuild_parameter"): .parameter
        case ("torch", _): TorchElement(rawValue: name).map(PickleName.storage)
        default: scalar(module, name)
        }
    }

    /// What single numbers of NumPy are made of.
    private static func scalar(_ module: String, _ name: String) -> PickleName? {
        switch (module, name) {
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): .scalar
        case ("numpy", "dtype"): .type
        case ("_codecs", "encode"): .encode
        default: nil
        }
    }
}
