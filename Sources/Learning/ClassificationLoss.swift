import Foundation

/// Softmax cross-entropy, with a teacher's share when one is given; computed in double precision from float logits.
package struct ClassificationLoss {
    package let distillation: Distillation?

    package init(distillation: Distillation?) {
        self.distillation = distillation
    }

    /// The sum of the losses of some rows, and how many of them have their largest logit at their label.
    package struct Total {
        package var loss = 0.0
        package var correct = 0

        package init() {}

        mutating func add(_ other: Total) {
            loss += other.loss
            correct += other.correct
        }
    }

    /// Sums the loss of `labels.count` rows and writes the gradient of their *mean* loss.
    ///
    /// Shapes: logits, teacher and gradient `[rows, classes]`. Without a teacher the loss is the cross-entropy alone.
    package func evaluate(
        logits: UnsafePointer<Float>, classes: Int, labels: UnsafeBufferPointer<Int>, teacher: UnsafePointer<Float>?,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Total {
        var total = Total()
        let share = 1 / Double(labels.count)
        let soft = teacher.flatMap { teacher in distillation.map { (teacher: teacher, rule: $0) } }
        let hard = 1 - (soft?.rule.alpha ?? 0)
        for row in 0..<labels.count {
            let logits = logits + row * classes
            let label = labels[row]
            let normaliser = Self.logSumExp(logits, classes, temperature: 1)
            total.loss += hard * (normaliser - Double(logits[label]))
            total.correct += Self.largest(logits, classes) == label ? 1 : 0
            if let gradient {
                for index in 0..<classes {
                    let probability = exp(Double(logits[index]) - normaliser)
                    gradient[row * classes + index] = Float(hard * share * (probability - (index == label ? 1 : 0)))
                }
            }
            if let soft {
                total.loss += soft.rule.addTeacher(
                    soft.teacher + row * classes, logits: logits, classes: classes, share: share,
                    gradient: gradient.map { $0 + row * classes })
            }
        }
        return total
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
