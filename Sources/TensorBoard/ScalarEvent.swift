import Foundation

/// Values that belong to one step of a training, such as an epoch.
package struct ScalarEvent: Sendable, Equatable {
    /// A value under the name that TensorBoard shows it by.
    package struct Scalar: Sendable, Equatable {
        /// The name; TensorBoard groups the charts by the part before the first `/`, as in `train/loss`.
        package let tag: String
        /// The value.
        package let value: Float

        /// Names a value.
        ///
        /// - Parameters:
        ///   - tag: the name, such as `train/loss`.
        ///   - value: the value.
        package init(_ tag: String, _ value: Float) {
            self.tag = tag
            self.value = value
        }
    }

    /// The number of the step, 0 or more.
    package let step: Int
    /// When the step ended.
    package let time: Date
    /// The values after the step.
    package let scalars: [Scalar]

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - step: the number of the step, 0 or more.
    ///   - time: when the step ended.
    ///   - scalars: the values after the step.
    package init(step: Int, time: Date, scalars: [Scalar]) {
        self.step = step
        self.time = time
        self.scalars = scalars
    }
}
