import Graphs
import Kernels
import Learning
import LinearAlgebra
import TestSupport
import Testing

/// What a step of a convolutional network promises beside its numbers.
@Suite struct MapStepTests {
    /// The allocator is asked for no buffer between the first step and the last.
    @Test(
        .enabled(if: AllocationCount.isPossible), arguments: ["mobile", "shuffle", "residual"], ProductPrecision.usable)
    func aStepTakesNoBuffers(name: String, precision: ProductPrecision) throws {
        for order in [MapOrder.channelsLast, .blocked] {
            let step = try TorchStep(name, order, precision: precision)
            let adam = Adam(tensorCounts: step.plan.tensorCounts)
            func largest(of steps: Int) -> Int {
                AllocationCount.largest {
                    for _ in 0..<steps {
                        adam.beginStep(learningRate: 0.001)
                        _ = step.run(adam)
                    }
                }
            }
            _ = largest(of: 2)
            #expect(largest(of: 0) == 0)
            // Closures of a few dozen bytes are taken, kernel by kernel; the smallest map of a whole layer has 24 KiB.
            #expect(largest(of: 10) <= 1024)
        }
    }
}
