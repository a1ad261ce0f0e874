import Matrices

/// The faults of a badly made picture.
enum Shortcomings {
    /// Pairs of faults that cancel each other or cannot be told apart.
    private static let exclusive: [Set<PictureFault>] = [
        [.overexposed, .underexposed], [.defocused, .motionBlurred], [.flatLight, .overexposed], [.defocused, .noisy],
    ]

    /// One to three faults in the order of `PictureFault.allCases`.
    ///
    /// Bad framing, the mildest one, never occurs alone.
    static func draw(using stream: inout RandomStream) -> [PictureFault] {
        let count = Int.random(in: 1...3, using: &stream)
        var chosen: Set<PictureFault> = []
        for index in stream.distinct(PictureFault.allCases.count, below: PictureFault.allCases.count) {
            let candidate = PictureFault.allCases[index]
            let fits = !exclusive.contains { $0.contains(candidate) && !$0.isDisjoint(with: chosen) }
            if fits && !(count == 1 && candidate == .badlyFramed) { chosen.insert(candidate) }
            if chosen.count == count { break }
        }
        return PictureFault.allCases.filter(chosen.contains)
    }
}
