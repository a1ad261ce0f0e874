import Foundation

/// How the threads of OpenMP wait for work, which its library reads from the environment when it is loaded.
public enum ThreadWaiting {
    private static let name = "OMP_WAIT_POLICY"

    /// Starts this program once more, with threads that sleep while they wait, unless the user has chosen how they do.
    ///
    /// Threads that wait in a loop take processors from those that they wait for: on a machine that does other work as well,
    /// a step of training takes nearly twice as long. To be called before there are threads. Goes on as it is if the program
    /// cannot be started.
    public static func restartAsleep() {
        guard getenv(name) == nil, setenv(name, "passive", 1) == 0 else { return }
        var words = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &words)
        for word in words { free(word) }
    }
}
