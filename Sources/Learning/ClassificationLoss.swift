import Foundation

/// Softmax cross-entropy in its variants, or the earth mover's distance of rated rows, with a teacher's share when one is
/// given; computed in double precision from float logits.
///
/// A row's target is its label's class, softened by the smoothing and, where rows are mixed, shared with its partner's.
/// Its loss is `-weight * sum over classes of target * (1 - probability)^focus * log(probability)`.
package struct ClassificationLoss {
    package let distillation: Distillation?
    /// The exponent of the focal loss (Lin et al. 2017); 0 gives cross-entropy.
    private let focus: Double
    /// The share of every target that is spread evenly over the classes (Szegedy et al. 2016).
    private let smoothing: Double
    /// The weight of each class; nil where all are 1.
    private let weights: [Double]?

    package init(
        distillation: Distillation? = nil, focus: Double = 0, smoothing: Double = 0, weights: [Double]? = nil
    ) {
        self.distillation = distillation
        self.focus = focus
        self.smoothing = smoothing
        self.weights = weights
    }

    /// The sum of the losses of some rows, and how many of them have their largest logit at their label; of rated rows, how
    /// many have their mean on the right side of the middle of the scale.
    package struct Total {
        package var loss = 0.0
        package var correct = 0

        package init() {}

        mutating func add(_ other: Total) {
            loss += other.loss
            correct += other.correct
        }
    }

    /// Sums the loss of the rows and writes the gradient of their *mean* loss.
    ///
    /// Shapes: logits and gradient `[rows, classes]`. Without a teacher the loss is that of the labels, or ratings, alone.
    package func evaluate(
        logits: UnsafePointer<Float>, classes: Int, targets: RowTargets, gradient: UnsafeMutablePointer<Float>?
    ) -> Total {
        var total = Total()
        let share = 1 / Double(targets.rows)
        let soft = targets.teacher.flatMap { teacher in distillation.map { (teacher: teacher, rule: $0) } }
        let hard = 1 - (soft?.rule.alpha ?? 0)
        for row in 0..<targets.rows {
            let logits = logits + row * classes
            let gradient = gradient.map { $0 + row * classes }
            if let ratings = targets.ratings {
                let rating = ratings + row * classes
                total.loss +=
                    hard
                    * EarthMoverLoss.row(
                        logits, bins: classes, target: rating, scale: hard * share, gradient: gradient)
                total.correct += EarthMoverLoss.isOnSameSide(logits, bins: classes, target: rating) ? 1 : 0
            } else {
                let target = target(of: row, targets, classes: classes)
                let weight = hard * self.weight(of: target)
                total.loss += weight * rowLoss(logits, classes, target, scale: weight * share, gradient: gradient)
                total.correct += Self.largest(logits, classes) == target.main ? 1 : 0
            }
            if let soft {
                total.loss += soft.rule.addTeacher(
                    soft.teacher + row * classes, logits: logits, classes: classes, share: share, gradient: gradient)
            }
        }
        return total
    }

    private func target(of row: Int, _ targets: RowTargets, classes: Int) -> Target {
        Target(
            label: targets.labels[row], partner: targets.partners.map { $0.labels[row] } ?? targets.labels[row],
            partnerShare: targets.partners?.share ?? 0, smoothing: smoothing, classes: classes)
    }

    /// What one row should have been told.
    private struct Target {
        let label: Int
        let partner: Int
        let partnerShare: Double
        let smoothing: Double
        let classes: Int

        /// The class with the larger share.
        var main: Int { partnerShare > 0.5 ? partner : label }

        func share(of index: Int) -> Double {
            let own = (index == label ? 1 - partnerShare : 0) + (index == partner ? partnerShare : 0)
            return (1 - smoothing) * own + smoothing / Double(classes)
        }
    }

    private func weight(of target: Target) -> Double {
        guard let weights else { return 1 }
        return (1 - target.partnerShare) * weights[target.label] + target.partnerShare * weights[target.partner]
    }

    /// The loss of a row before its weight; writes `scale` times its gradient.
    private func rowLoss(
        _ logits: UnsafePointer<Float>, _ classes: Int, _ target: Target, scale: Double,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let normaliser = Self.logSumExp(logits, classes, temperature: 1)
        var loss = 0.0
        // The sum over classes of the probability times the loss' derivative with respect to it.
        var pull = 0.0
        for index in 0..<classes {
            let term = term(logProbability: Double(logits[index]) - normaliser, share: target.share(of: index))
            loss += term.loss
            pull += term.slope
        }
        if let gradient {
            for index in 0..<classes {
                let logProbability = Double(logits[index]) - normaliser
                let slope = term(logProbability: logProbability, share: target.share(of: index)).slope
                gradient[index] = Float(scale * (slope - exp(logProbability) * pull))
            }
        }
        return loss
    }

    /// One class' part of a row's loss, and the probability times its derivative.
    private func term(logProbability: Double, share: Double) -> (loss: Double, slope: Double) {
        guard focus > 0 else { return (-share * logProbability, -share) }
        let probability = exp(logProbability)
        let rest = -expm1(logProbability)
        guard rest > 0 else { return (0, 0) }
        let factor = pow(rest, focus)
        return (
            -share * factor * logProbability,
            share * (focus * probability * factor / rest * logProbability - factor)
        )
    }

    /// log(sum of exp(logit / T)), with the largest taken out first.
    static func logSumExp(_ logits: UnsafePointer<Float>, _ classes: Int, temperature: Double) -> Double {
        var largest = -Double.infinity
        for index in 0..<classes { largest = max(largest, Double(logits[index]) / temperature) }
        var sum = 0.0
        for index in 0..<classes { sum += exp(Double(logits[index]) / temperature - largest) }
        return largest + log(sum)
    }

    /// The index of the largest logit, the first of equal ones.
    static func largest(_ logits: UnsafePointer<Float>, _ classes: Int) -> Int {
        var best = 0
        for index in 1..<classes where logits[index] > logits[best] { best = index }
        return best
    }
}

extension Distillation {
    /// The teacher's share of one row's loss; adds its gradient, times `share`, where one is wanted.
    fileprivate func addTeacher(
        _ teacher: UnsafePointer<Float>, logits: UnsafePointer<Float>, classes: Int, share: Double,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let teacherNormaliser = ClassificationLoss.logSumExp(teacher, classes, temperature: temperature)
        let studentNormaliser = ClassificationLoss.logSumExp(logits, classes, temperature: temperature)
        var divergence = 0.0
        for index in 0..<classes {
            let teacherLog = Double(teacher[index]) / temperature - teacherNormaliser
            let studentLog = Double(logits[index]) / temperature - studentNormaliser
            divergence += exp(teacherLog) * (teacherLog - studentLog)
            gradient?[index] += Float(alpha * temperature * share * (exp(studentLog) - exp(teacherLog)))
        }
        return alpha * temperature * temperature * divergence
    }
}
