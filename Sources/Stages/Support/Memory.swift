import Storage

/// The one place in which memory is asked for before it is taken.
public enum Memory {
    /// Throws what `fault` makes of the bytes needed and free, in this order, unless so many are free. Where the system does
    /// not tell what is free, all is taken to be there.
    public static func require(_ bytes: Double, otherwise fault: (_ needed: Int, _ available: Int) -> PipelineError)
        throws(PipelineError)
    {
        guard let available = AvailableMemory.bytes, !(bytes <= Double(available)) else { return }
        throw fault(bytes < Double(Int.max) ? Int(bytes) : Int.max, available)
    }

    /// The same for work that is not otherwise described; `advice` says how less of it would do.
    public static func require(_ bytes: Double, for work: String, advice: String) throws(PipelineError) {
        try require(bytes) { .workMemoryShort(work: work, needed: $0, available: $1, advice: advice) }
    }
}
