import Imaging
import Judging

/// The number that a judge gives a picture: the probability of aesthetic, or the mean score; the mean of several classifiers.
public final class JudgeFunction: PictureFunction {
    /// How many pictures the judge takes at once.
    public var batchSize: Int { Judge.together }
    /// How the judge's inputs are made from a picture; `Picture.working(for:)` takes them.
    public var inputs: [InputDescription] { judge.inputs }

    private let judge: Judge

    /// The number that this judge gives.
    public init(_ judge: Judge) { self.judge = judge }

    /// The number for each picture.
    ///
    /// - Parameter pictures: The pictures.
    /// - Returns: As many numbers as pictures, in their order, whatever is judged with them.
    /// - Throws: What `Judge.judgements(of:)` throws.
    public func values(of pictures: [Picture]) throws -> [Double] {
        try judge.judgements(of: pictures).map(\.value)
    }
}
