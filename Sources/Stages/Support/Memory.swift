import Files

/// Checks whether there is enough free memory before work takes it.
public enum Memory {
    /// Checks that enough memory is free; if the system does not say how much is free, the check passes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes needed.
    ///   - fault: Makes the error from the bytes needed and the bytes available.
    /// - Throws: The error that `fault` makes.
    public static func require(_ bytes: Double, otherwise fault: (_ needed: Int, _ available: Int) -> PipelineError)
        throws(PipelineError)
    {
        guard let available = AvailableMemory.bytes, !(bytes <= Double(available)) else { return }
        throw fault(bytes < Double(Int.max) ? Int(bytes) : Int.max, available)
    }

    /// Checks that enough memory is free for work that has no error of its own.
    ///
    /// - Parameters:
    ///   - bytes: The bytes needed.
    ///   - work: What needs them; the beginning of the error's sentence.
    ///   - advice: How to do with less; the end of the sentence.
    /// - Throws: `PipelineError.workMemoryShort`.
    public static func require(_ bytes: Double, for work: String, advice: String) throws(PipelineError) {
        try require(bytes) { .workMemoryShort(work: work, needed: $0, available: $1, advice: advice) }
    }
}
