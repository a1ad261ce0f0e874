import StageSupport

extension Explain {
    /// Runs the command, with threads that sleep while they wait for each other.
    static func main() {
        ThreadWaiting.restartAsleep()
        start { nil }
    }
}
