import Imaging

/// A way of saying how much each pixel of a picture speaks for the number that a judge gives it.
///
/// A method is made once for a judge, with its settings and whatever it needs besides the number itself (a method that goes through
/// layers is made with the judge's layers), and then explains any number of pictures.
///
/// Not thread-safe: one thread at a time calls it, and it uses several inside.
public protocol ExplanationMethod {
    /// Its name on a command line, such as `integrated-gradients`.
    var name: String { get }

    /// Whether another seed gives another explanation; then stability over seeds is worth measuring.
    var dependsOnSeed: Bool { get }

    /// The memory in bytes that an explanation takes besides the picture and the networks, as far as it is known beforehand.
    ///
    /// - Parameters:
    ///   - width: The number of columns of the picture.
    ///   - height: The number of rows.
    func memory(width: Int, height: Int) -> Int

    /// Explains the number that a picture gets.
    ///
    /// - Parameters:
    ///   - picture: The working picture: upright, and no larger than the judge's inputs need.
    ///   - function: The number to explain.
    ///   - seed: Seeds everything random; the same seed gives the same bytes.
    ///   - progress: Told after each batch of evaluations.
    /// - Returns: An attribution as large as the picture, whose `method` is `name`.
    /// - Throws: `ExplanationError`, and what the networks throw.
    func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution
}
