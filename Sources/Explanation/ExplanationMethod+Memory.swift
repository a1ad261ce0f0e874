import Files
import Imaging

extension ExplanationMethod {
    /// Refuses a picture that takes more memory than there is, before any of it is taken.
    ///
    /// - Throws: `ExplanationError.tooLarge`.
    func requireMemory(for picture: Picture) throws(ExplanationError) {
        try requireMemory(memory(width: picture.width, height: picture.height))
    }

    /// Refuses to take more memory than there is.
    ///
    /// - Parameter bytes: What would be taken.
    /// - Throws: `ExplanationError.tooLarge`.
    func requireMemory(_ bytes: Int) throws(ExplanationError) {
        guard let available = AvailableMemory.bytes, bytes > available else { return }
        throw .tooLarge(method: name, bytes: bytes, available: available)
    }
}
