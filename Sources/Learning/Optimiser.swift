import Kernels

/// Changes parameters by their gradients, step by step.
package protocol Optimiser: GradientConsumer {
    /// Opens the next step, in which every tensor is consumed once.
    func beginStep(learningRate: Double)

    /// What it remembers of the steps before, in an order of its own: with it, training can be gone on with.
    var state: OptimiserState { get set }
}

/// The memory of an optimiser.
public struct OptimiserState: Sendable, Equatable {
    /// Steps taken.
    public var steps: Int
    public var tensors: [[Float]]

    public init(steps: Int, tensors: [[Float]]) {
        self.steps = steps
        self.tensors = tensors
    }
}

/// Which rule changes the weights.
public enum OptimisationRule: Codable, Sendable, Equatable {
    /// Adam (Kingma and Ba 2015).
    case adam
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019): before each step a kernel loses `decay` times the
    /// learning rate of itself. Biases and batch normalisation do not decay.
    case adamW(decay: Double)
    /// Stochastic gradient descent with momentum, as Keras has it: `velocity = momentum * velocity - rate * gradient`.
    case descent(momentum: Double)

    /// An optimiser at its start. `isKernel` says of each tensor whether it is the kernel of a dense layer.
    func optimiser(tensorCounts: [Int], isKernel: [Bool]) -> any Optimiser {
        switch self {
        case .adam: Adam(tensorCounts: tensorCounts)
        case .adamW(let decay): Adam(tensorCounts: tensorCounts, decays: isKernel.map { $0 ? decay : 0 })
        case .descent(let momentum): MomentumDescent(tensorCounts: tensorCounts, momentum: momentum)
        }
    }

    func check() throws(LearningError) {
        switch self {
        case .adam: break
        case .adamW(let decay):
            if !(decay >= 0 && decay.isFinite) {
                throw .configurationValue(name: "weight decay", value: decay, expected: "0 or more")
            }
        case .descent(let momentum):
            if !(0..<1 ~= momentum) {
                throw .configurationValue(name: "momentum", value: momentum, expected: "at least 0 and below 1")
            }
        }
    }
}
