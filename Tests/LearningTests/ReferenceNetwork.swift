import Foundation
import Graphs
import Learning
import Matrices

/// The way forward in training mode, written a second time, in double precision and one number at a time.
struct ReferenceNetwork {
    let layers: [DenseLayer]
    let seed: UInt64
    let distillation: Distillation?
    var objective = TrainingObjective()
    /// The partner's share in every row, where rows are mixed.
    var partnerShare = 0.0
    /// Distributions, row by row, in place of labels.
    var ratings: [[Double]]?
    /// What reaches a teacher's last layer, row by row; the last two parameters then are the map to it.
    var teacherLayer: [[Double]]?

    /// The mean loss of a batch; parameters tensor by tensor, features and teacher row by row.
    func loss(
        parameters: [[Double]], features: [[Double]], labels: [Int], partners: [Int]? = nil, teacher: [[Double]]?
    ) -> Double {
        var rows = features
        var tensor = 0
        var matched: [[Double]] = []
        for (index, layer) in layers.enumerated() {
            switch layer {
            case .dense(let units, _), .softmax(let units):
                let (kernel, bias) = (parameters[tensor], parameters[tensor + 1])
                tensor += 2
                rows = rows.map { row in
                    (0..<units).map { unit in
                        let sum = row.indices.reduce(bias[unit]) { $0 + row[$1] * kernel[$1 * units + unit] }
                        return if case .dense(_, let activation) = layer { value(activation, sum) } else { sum }
                    }
                }
            case .batchNormalization(_, let epsilon):
                rows = normalised(rows, gamma: parameters[tensor], beta: parameters[tensor + 1], epsilon: epsilon)
                tensor += 2
            case .dropout(let rate):
                rows = dropped(rows, rate: rate, layer: index)
            }
            if index == layers.dropLast().lastIndex(where: { if case .dropout = $0 { false } else { true } }) { matched = rows }
        }
        let losses = rows.indices.map { row -> Double in
            let hard =
                ratings.map { distance(rows[row], from: $0[row]) }
                ?? hardLoss(rows[row], label: labels[row], partner: partners?[row] ?? labels[row])
            guard let distillation, let teacher else { return hard }
            let student = logSoftmax(rows[row], temperature: distillation.temperature)
            let target = logSoftmax(teacher[row], temperature: distillation.temperature)
            let divergence = zip(target, student).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
            return distillation.alpha * distillation.temperature * distillation.temperature * divergence
                + (1 - distillation.alpha) * hard
        }
        let mismatch = teacherLayer.map { self.mismatch(matched, $0, kernel: parameters[tensor], bias: parameters[tensor + 1]) }
        return losses.reduce(mismatch ?? 0, +) / Double(losses.count)
    }

    /// The sum over rows of what matching a teacher's layer adds to the loss.
    private func mismatch(_ rows: [[Double]], _ teacher: [[Double]], kernel: [Double], bias: [Double]) -> Double {
        zip(rows, teacher).reduce(0) { sum, pair in
            let squares = bias.indices.reduce(0.0) { squares, unit in
                let projected = pair.0.indices.reduce(bias[unit]) { $0 + pair.0[$1] * kernel[$1 * bias.count + unit] }
                return squares + (projected - pair.1[unit]) * (projected - pair.1[unit])
            }
            return sum + (distillation?.matching ?? 0) * squares / Double(bias.count)
        }
    }

    private func value(_ activation: Activation, _ sum: Double) -> Double {
        switch activation {
        case .linear: sum
        case .relu: max(sum, 0)
        case .relu6: min(max(sum, 0), 6)
        case .sigmoid: 1 / (1 + exp(-sum))
        case .elu: sum > 0 ? sum : exp(sum) - 1
        case .gelu: sum * 0.5 * erfc(-sum / 2.0.squareRoot())
        case .swish: sum / (1 + exp(-sum))
        case .tanh: (exp(sum) - exp(-sum)) / (exp(sum) + exp(-sum))
        }
    }

    private func distance(_ logits: [Double], from rating: [Double]) -> Double {
        let differences = zip(logSoftmax(logits, temperature: 1), rating).map { exp($0) - $1 }
        return (1...differences.count).reduce(0) { sum, count in
            let surplus = differences.prefix(count).reduce(0, +)
            return sum + surplus * surplus
        }
    }

    private func hardLoss(_ logits: [Double], label: Int, partner: Int) -> Double {
        var target = logits.map { _ in objective.labelSmoothing / Double(logits.count) }
        target[label] += (1 - objective.labelSmoothing) * (1 - partnerShare)
        target[partner] += (1 - objective.labelSmoothing) * partnerShare
        var weight = 1.0
        if case .given(let weights) = objective.weighting {
            weight = weights[label] * (1 - partnerShare) + weights[partner] * partnerShare
        }
        return weight
            * zip(target, logSoftmax(logits, temperature: 1)).reduce(0) { sum, term in
                sum - term.0 * pow(1 - exp(term.1), objective.focus) * term.1
            }
    }

    private func normalised(_ rows: [[Double]], gamma: [Double], beta: [Double], epsilon: Double) -> [[Double]] {
        let count = Double(rows.count)
        let mean = gamma.indices.map { column in rows.reduce(0) { $0 + $1[column] } / count }
        let variance = gamma.indices.map { column in
            rows.reduce(0) { $0 + ($1[column] - mean[column]) * ($1[column] - mean[column]) } / count
        }
        return rows.map { row in
            row.indices.map { gamma[$0] * (row[$0] - mean[$0]) / (variance[$0] + epsilon).squareRoot() + beta[$0] }
        }
    }

    /// The mask of the first batch of epoch 0: 32 bits an element, the low half of every random number first.
    private func dropped(_ rows: [[Double]], rate: Double, layer: Int) -> [[Double]] {
        var stream = RandomStream(seed: seed, name: "dropout.\(layer).epoch.0")
        var halves: [UInt32] = []
        return rows.map { row in
            row.map { value in
                if halves.isEmpty {
                    let bits = stream.next()
                    halves = [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
                }
                return halves.removeFirst() < UInt32(rate * 0x1p32) ? 0 : value / (1 - rate)
            }
        }
    }

    private func logSoftmax(_ row: [Double], temperature: Double) -> [Double] {
        let scaled = row.map { $0 / temperature }
        let normaliser = log(scaled.reduce(0) { $0 + exp($1) })
        return scaled.map { $0 - normaliser }
    }
}
