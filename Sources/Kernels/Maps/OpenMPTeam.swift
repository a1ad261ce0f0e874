import COneDNN
import Concurrency

extension WorkTeam {
    /// The threads that oneDNN works with.
    ///
    /// They wait for work in a loop for a while, so that a second set of threads would have to share processors with them.
    static func openMP(_ count: Int) -> WorkTeam {
        WorkTeam(count: count) { threads, body in
            withoutActuallyEscaping(body) { body in
                var body = body
                withUnsafeMutablePointer(to: &body) { place in
                    kalon_team_run(
                        Int32(threads),
                        { thread, context in
                            context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(thread))
                        }, place)
                }
            }
        }
    }
}
