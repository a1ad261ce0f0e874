import DataSets
import Imaging
import Matrices
import Quantisation

/// Photographs drawn from a data set: most for calibration, some to measure errors on.
struct PhotographSample {
    /// Photographs that can be prepared.
    let calibrating: [Photograph]
    let measuring: [ImageTensor]
    let measuringPaths: [String]
    private let input: InputDescription
    private let decoder: PictureDecoder

    /// Draws `count` photographs, or all if there are fewer; unusable ones are replaced by others.
    ///
    /// A quarter of them measures errors, the rest calibrates; a single photograph does both. `check` is called before each.
    ///
    /// - Throws: `QuantisationError.noPhotographs`, and what `check` throws.
    init(
        _ list: PhotographList, count: Int, seed: UInt64, input: InputDescription, minimumSide: Int,
        decoder: PictureDecoder, check: () throws -> Void
    ) throws {
        var stream = RandomStream(seed: seed, name: "photographs to quantise with")
        let order = stream.distinct(list.photographs.count, below: list.photographs.count)
        let measuringCount = max(1, min(count, order.count) / 4)
        var usable: [Photograph] = []
        var tensors: [ImageTensor] = []
        var firstReason: String?
        for number in order where usable.count < count {
            try check()
            let photograph = list.photographs[number]
            do throws(ImagingError) {
                let tensor = try input.tensor(from: decoder.decode(path: photograph.location))
                guard min(tensor.width, tensor.height) >= minimumSide else {
                    firstReason = firstReason ?? "\(photograph.path) is too small for the network"
                    continue
                }
                if tensors.count < measuringCount { tensors.append(tensor) }
                usable.append(photograph)
            } catch {
                firstReason = firstReason ?? "\(photograph.path): \(error.reason)"
            }
        }
        guard !usable.isEmpty else {
            throw QuantisationError.noPhotographs(
                dataset: list.name, tried: order.count, firstReason: firstReason ?? "there are none")
        }
        measuring = tensors
        measuringPaths = usable[..<tensors.count].map(\.path)
        calibrating = usable.count > tensors.count ? Array(usable[tensors.count...]) : usable
        self.input = input
        self.decoder = decoder
    }

    /// The photograph at this position of `calibrating`, prepared for the network.
    func tensor(_ number: Int) throws -> ImageTensor {
        try input.tensor(from: decoder.decode(path: calibrating[number].location))
    }
}
