import Foundation
import Kernels

extension Distillation {
    /// The teacher's share of one row's loss.
    ///
    /// If a gradient is given, `share` times the gradient of the teacher's share is added to it.
    func addTeacher(
        _ teacher: UnsafePointer<Float>, logits: UnsafePointer<Float>, classes: Int, share: Double,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let teacherNormaliser = Softmax.logSumExp(teacher, classes, temperature: temperature)
        let studentNormaliser = Softmax.logSumExp(logits, classes, temperature: temperature)
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
