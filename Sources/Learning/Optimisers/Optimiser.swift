import Kernels

/// Changes parameters along their gradients, step by step.
package protocol Optimiser: GradientConsumer {
    /// Starts the next step, in which every tensor is consumed once.
    func beginStep(learningRate: Double)

    /// What it remembers of earlier steps, in an order of its own; training can resume from it.
    var state: OptimiserState { get set }
}

/// Whose constants and order of operations an optimiser has, where libraries differ.
public enum OptimiserConvention: String, Codable, Sendable, CaseIterable {
    case keras
    case pytorch
}

/// What an optimiser remembers of earlier steps.
public struct OptimiserState: Sendable, Equatable {
    /// The number of steps so far.
    public var steps: Int
    /// The remembered tensors, such as moments, in an order that depends on the optimiser.
    public var tensors: [[Float]]

    /// A state with these steps and tensors.
    public init(steps: Int, tensors: [[Float]]) {
        self.steps = steps
        self.tensors = tensors
    }
}

/// The rule that changes the weights.
public enum OptimisationRule: Codable, Sendable, Equatable {
    /// Adam (Kingma and Ba 2015).
    case adam
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    ///
    /// Before each step, a kernel loses a share of itself: `decay` times the learning rate. Biases and batch normalisations do
    /// not decay.
    case adamW(decay: Double)
    /// Stochastic gradient descent with momentum, as in Keras: `velocity = momentum * velocity - rate * gradient`.
    case descent(momentum: Double)

    /// A new optimiser.
    ///
    /// - Parameters:
    ///   - tensorCounts: the number of values of each tensor.
    ///   - isKernel: whether each tensor is the kernel of a layer.
    ///   - convention: whose constants and order of operations.
    ///   - rateFactors: by what each tensor's learning rate is multiplied; nil for 1.
    package func optimiser(
        tensorCounts: [Int], isKernel: [Bool], convention: OptimiserConvention = .keras, rateFactors: [Double]? = nil
    ) -> any Optimiser {
        switch self {
        case .adam: Adam(tensorCounts: tensorCounts, convention: convention, rateFactors: rateFactors)
        case .adamW(let decay):
            Adam(
                tensorCounts: tensorCounts, decays: isKernel.map { $0 ? decay : 0 }, convention: convention,
                rateFactors: rateFactors)
        case .descent(let momentum):
            MomentumDescent(tensorCounts: tensorCounts, momentum: momentum, convention: convention, rateFactors: rateFactors)
        }
    }

    package func check() throws(LearningError) {
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
