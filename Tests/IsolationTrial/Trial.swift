import Foundation
import Imaging
import Isolation

/// Asks processes for what none should do, and prints one line for each: what came back, or how the process ended.
///
/// `isolation-trial CASE`; the cases are those of the `switch` below.
@main
struct Trial {
    static func main() {
        guard let isolation = Isolation.start(services: services, notice: { print("notice: \($0)") }) else { return }
        let trial = CommandLine.arguments.dropFirst().first ?? ""
        switch trial {
        case "threads":
            // Started above without threads; a second start meets one.
            let isRunning = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                isRunning.signal()
                while true { sleep(60) }
            }
            isRunning.wait()
            print(Isolation.start(services: services, notice: { print("notice: \($0)") }) == nil ? "none" : "some")
        case "picture": picture(isolation)
        case "children": children(isolation)
        case "memory":
            let sent = [UInt8](0...255)
            print(answer(isolation, "reverse", before: { memory in sent.withUnsafeBytes { memory.write($0) } }))
        default: print(answer(isolation, trial))
        }
    }

    private static let services = [
        IsolatedService("echo") { question, _ in question },
        IsolatedService("reverse") { _, memory in (memory.read(256) ?? []).reversed() },
        IsolatedService("trap") { question, _ in [question[question.count + 1]] },
        IsolatedService("abort") { _, _ in abort() },
        IsolatedService("null") { _, _ in
            raise(SIGSEGV)
            return []
        },
        IsolatedService("stack") { question, _ in [UInt8(truncatingIfNeeded: depth(question.count))] },
        IsolatedService("spin") { _, _ in
            var number: UInt64 = 1
            while true { number = number &* 6_364_136_223_846_793_005 &+ 1 }
        },
        IsolatedService("hunger") { _, _ in
            var blocks: [[UInt8]] = []
            while true { blocks.append([UInt8](repeating: 1, count: 1 << 24)) }
        },
        IsolatedService("killed") { _, _ in
            kill(getpid(), SIGKILL)
            return []
        },
        IsolatedService("number") { _, _ in Array("\(getpid())".utf8) },
        IsolatedService("pictures") { _, _ in abort() },
    ]

    @inline(never)
    private static func depth(_ count: Int) -> Int { count < 0 ? 0 : 1 + depth(count + 1) + count % 2 }

    private static let bounds = IsolationBounds(memory: 1 << 28, processorSeconds: 1)

    private static func answer(
        _ isolation: Isolation, _ service: String, isKept: Bool = false, before: (SharedMemory) -> Bool = { _ in true }
    ) -> String {
        do throws(IsolationEnd) {
            let answer = try isolation.ask(
                service, Array("hello".utf8), bounds: bounds, isKept: isKept, before: before, after: { answer, _ in answer })
            guard let answer else { return "no process" }
            return String(bytes: answer, encoding: .utf8).flatMap { $0.isEmpty ? nil : $0 } ?? "\(answer)"
        } catch {
            return "\(error)"
        }
    }

    /// A decoder whose process dies says so of the picture.
    private static func picture(_ isolation: Isolation) {
        do throws(ImagingError) {
            _ = try PictureDecoder(isolation: isolation).decode(Array("P3 1 1 255 1 2 3".utf8), path: "a.ppm")
            print("decoded")
        } catch {
            print(error.sentence)
        }
    }

    /// The numbers of the processes that work for this one, which then waits to be killed.
    private static func children(_ isolation: Isolation) {
        let first = answer(isolation, "number", isKept: true), second = answer(isolation, "number", isKept: true)
        print(first == second ? "kept \(first)" : "changed")
        fflush(nil)
        while true { sleep(60) }
    }
}
