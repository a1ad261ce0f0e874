import Foundation
import Graphs
import Imaging
import Inference
import Networks

/// How a network is quantised.
public struct QuantisationSettings: Sendable, Equatable, Codable {
    /// How the range of rounded values is chosen.
    public var clipping: ClippingRule
    /// The largest error of a tap, in per cent of its features.
    ///
    /// If the tap loses more than that without 8 bits, that larger error is the limit.
    public var limit: Double
    /// The arithmetic of the layers that are not quantised; errors are measured with it.
    public var precision: Precision

    /// Settings with these values.
    ///
    /// - Parameters:
    ///   - clipping: How the range of rounded values is chosen.
    ///   - limit: The largest error of a tap, in per cent.
    ///   - precision: The arithmetic of the layers that are not quantised.
    public init(clipping: ClippingRule, limit: Double, precision: Precision) {
        self.clipping = clipping
        self.limit = limit
        self.precision = precision
    }
}

/// A network in which some convolutions are computed with 8-bit numbers.
public struct QuantisedNetwork: Sendable {
    /// The network before quantisation.
    public let network: WeightedNetwork
    /// The convolutions that stay in floating point, by name, in graph order.
    public let floatLayers: [String]
    /// The number of quantised convolutions.
    public let quantisedLayers: Int
    /// The error of each tap, as a share of its features, on photographs that were not used to calibrate.
    public let errors: [Double]
    /// The error of each tap in the precision of the settings, with nothing quantised or corrected.
    public let errorsWithoutQuantising: [Double]
    /// The model with kernels in whole numbers, roundings, and a correction of the features.
    public let model: Model

    /// The network as an ONNX model.
    ///
    /// - Parameter metadata: Stored in the file with the network.
    /// - Returns: The content of the file.
    public func onnx(metadata: [String: String]) throws -> Data {
        try ONNXWriter.serialised(model, name: network.network.name, metadata: metadata)
    }
}

/// Post-training quantisation: kernels with a separate step for each filter, and activations with steps found from photographs.
///
/// Kernels are signed, from -127 to 127, and symmetric. Activations are from 0 to 255 after ReLU, else symmetric (Jacob et al.
/// 2018; Nagel et al. 2021, "A white paper on neural network quantization"). The mean difference from the exact features over
/// the calibrating photographs is added to the features.
public struct Quantiser {
    private let network: WeightedNetwork
    private let settings: QuantisationSettings
    private let inputIsNonNegative: Bool
    private let threads: Int

    /// The number of calibrating photographs that the correction of the features is taken from; they are kept in memory.
    private static let mostToCorrect = 24

    /// The work in progress, to report to a person.
    public enum Step: Sendable, Equatable {
        /// Photographs that were run through the network.
        case calibrating(done: Int, of: Int)
        /// Kernels that were rounded.
        case rounding(done: Int, of: Int)
        /// Groups of layers whose errors were measured.
        case choosing(done: Int, of: Int)
    }

    /// A quantiser for a network.
    ///
    /// - Parameters:
    ///   - network: The network to quantise.
    ///   - input: How a picture becomes an input.
    ///   - settings: How to quantise.
    ///   - threads: The number of threads, at least 1.
    /// - Throws: `QuantisationError.noGain` for a network with swish or gates.
    public init(
        _ network: WeightedNetwork, input: InputDescription, settings: QuantisationSettings, threads: Int
    ) throws(QuantisationError) {
        let gains = network.graph.nodes.allSatisfy { $0.operation != .activation(.swish) && $0.operation != .product }
        guard gains else { throw .noGain(network: network.network.name) }
        self.network = network
        self.settings = settings
        self.threads = threads
        inputIsNonNegative = [.unit, .byte].contains(input.values) && input.normalisation == nil
    }

    /// Quantises with some prepared photographs, and measures the errors with others.
    ///
    /// Cost for MultiGAP: a few seconds for each photograph, half a minute for the kernels and, if a tap is above the limit,
    /// one compilation and one pass over `measuring` for each of about fifty groups of layers.
    ///
    /// - Parameters:
    ///   - count: The number of photographs to calibrate with.
    ///   - photograph: Prepares one of them, by its number below `count`.
    ///   - measuring: The photographs to measure with.
    ///   - progress: Called as the work advances.
    /// - Throws: `QuantisationError`, `InferenceError`, `LinearAlgebraError`, and whatever `photograph` and `progress` throw.
    public func run(
        calibrating count: Int, photograph: (Int) throws -> ImageTensor, measuring: [ImageTensor],
        progress: (Step) throws -> Void
    ) throws -> QuantisedNetwork {
        let convolutions = try network.model.foldedConvolutions()
        let calibration = try calibrated(convolutions, count: count, photograph: photograph, progress: progress)
        var kernels: [String: RoundedKernel] = [:]
        for (done, convolution) in convolutions.enumerated() {
            try progress(.rounding(done: done, of: convolutions.count))
            guard let moments = calibration.moments[convolution.input] else {
                preconditionFailure("calibration covers every convolution")
            }
            kernels[convolution.name] = try KernelRounding(convolution: convolution, moments: moments, threads: threads).rounded()
        }
        try progress(.rounding(done: convolutions.count, of: convolutions.count))
        let errors = try FeatureErrors(
            network, correcting: (0..<min(count, Self.mostToCorrect)).map(photograph), measuring: measuring,
            precision: settings.precision, threads: threads)
        return try chosen(convolutions, kernels, calibration: calibration, errors: errors, progress: progress)
    }

    private func calibrated(
        _ convolutions: [FoldedConvolution], count: Int, photograph: (Int) throws -> ImageTensor,
        progress: (Step) throws -> Void
    ) throws -> Calibration {
        var calibration = try Calibration(network, convolutions: convolutions, threads: threads)
        for number in 0..<count {
            try progress(.calibrating(done: number, of: count))
            try calibration.add(photograph(number))
        }
        try progress(.calibrating(done: count, of: count))
        return calibration
    }

    /// Leaves layers in floating point until no tap is above the limit.
    private func chosen(
        _ all: [FoldedConvolution], _ kernels: [String: RoundedKernel], calibration: Calibration, errors: FeatureErrors,
        progress: (Step) throws -> Void
    ) throws -> QuantisedNetwork {
        // No choice of layers can reduce what a tap loses without any rounding to 8 bits.
        let floor = try errors.errorsWithoutLayers()
        let limits = floor.map { max(settings.limit / 100, $0) }
        func isOver(_ errors: [Double]) -> Bool { zip(errors, limits).contains { $0 > $1 } }
        let names = Set(all.map(\.name))
        var convolutions = names
        func rounded() throws -> Model { try model(all.filter { convolutions.contains($0.name) }, kernels, calibration) }
        var chosen = try rounded()
        var found = try errors.measured(chosen)
        if isOver(found.errors) {
            let choice = try LayerChoice(network, convolutions: all)
            let alone = try choice.groups.enumerated().map { number, group in
                try progress(.choosing(done: number, of: choice.groups.count))
                return try errors.errorsBeyondMean(
                    of: model(all.filter { group.contains($0.name) }, kernels, calibration))
            }
            try progress(.choosing(done: choice.groups.count, of: choice.groups.count))
            // The squares of errors add up only roughly, so the limit for their sum is lowered until the measured error is within the limit.
            var share = 1.0
            while isOver(found.errors) {
                let excluded = choice.excluded(errors: alone, limits: limits.map { $0 * share })
                guard excluded.count < choice.groups.count else {
                    throw QuantisationError.limitTooLow(limit: settings.limit)
                }
                convolutions = names.subtracting(excluded.flatMap { choice.groups[$0] })
                chosen = try rounded()
                found = try errors.measured(chosen)
                share *= 0.93
            }
        }
        if let correction = found.correction {
            chosen = try chosen.adding(correction, toOutput: Graph.featuresOutput)
        }
        return QuantisedNetwork(
            network: network, floatLayers: all.filter { !convolutions.contains($0.name) }.map(\.layer),
            quantisedLayers: convolutions.count, errors: found.errors, errorsWithoutQuantising: floor, model: chosen)
    }

    /// The network with these convolutions in whole numbers, and their inputs rounded.
    private func model(
        _ convolutions: [FoldedConvolution], _ kernels: [String: RoundedKernel], _ calibration: Calibration
    ) throws -> Model {
        let folded = try network.model.foldingDraft(Set(convolutions.map(\.layer)))
        let names = Set(convolutions.map(\.name))
        let places = RoundingPlaces(folded.graph, convolutions: names)
        var roundings: [String: Rounding] = [:]
        for group in places.groups {
            let rounding = calibration.rounding(
                of: group, rule: settings.clipping, inputIsNonNegative: inputIsNonNegative)
            for name in group { roundings[name] = rounding }
        }
        return try folded.rounding(
            kernels.filter { names.contains($0.key) }, roundings: roundings, readings: places.readings
        ).model()
    }
}
