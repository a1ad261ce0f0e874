import Faults

extension DownloadError: Fault {
    /// The kind of fault, which decides the exit code.
    package var kind: FaultKind {
        switch self {
        case .notWeb: .usage
        case .otherSize, .webPage, .tooLarge: .badData
        case .library: .ours
        case .gaveUp(_, _, let last): last.kind
        default: .unavailable
        }
    }

    /// What a user can set otherwise to avoid the fault.
    package var settings: [Setting] {
        switch self {
        case .tooSlow: [.leastSpeed]
        case .gaveUp(_, _, let last): last.settings
        default: []
        }
    }

    /// The fault as one sentence for the user.
    package var sentence: String {
        switch self {
        case .notWeb(let address):
            "\(address) is not a web address; it must begin with https:// or http://"
        case .hostUnknown(let host):
            "the host \(host) cannot be found; is there a network connection, and is the name right?"
        case .unreachable(let host, let reason):
            "cannot connect to \(host) (\(reason)); is the server running, and does a firewall block it?"
        case .untrusted(let host, let reason):
            "\(host) cannot prove that it is \(host) (\(reason)); are this machine's clock and certificates right?"
        case .lost(let host, let reason):
            "the connection to \(host) was lost: \(reason)"
        case .stalled(let host, let seconds):
            "\(host) sent nothing for \(seconds) s"
        case .tooSlow(let host, let speed, let seconds):
            "\(host) sent fewer than \(speed) bytes a second for \(seconds) s"
        case .status(let code, let address, _):
            "\(address): the server answered \(code)\(Self.meaning(of: code))"
        case .downgrade(let from, let to):
            "\(from) redirects to \(to), which is not encrypted; a redirection from https to http is not followed"
        case .badRedirection(let from, let to):
            "\(from) redirects to '\(to)', which is not a web address"
        case .tooManyRedirections(let address, let limit):
            "\(address) redirects more than \(limit) times"
        case .webPage(let address):
            "\(address): the server sent a web page instead of the file; is the address right, and is a login needed?"
        case .otherSize(let address, let found, let expected):
            "\(address): the server's file has \(found) bytes, but \(expected) are expected; it is a different file"
        case .tooLarge(let address, let limit):
            "\(address): the server sent more than \(limit / 1_000_000_000) GB, which no weight file has; it is a different file"
        case .library(let reason):
            "libcurl cannot fetch files here: \(reason)"
        case .senseless(let address, let problem):
            "\(address): the server's answer makes no sense: \(problem)"
        case .gaveUp(let attempts, let kept, let last):
            "\(last.sentence) (gave up after \(attempts) attempts; "
                + (kept > 0 ? "\(kept) bytes are kept, and the same command continues from there)" : "try again later)")
                + (last.settings.isEmpty ? "" : "; if the connection is slow, allow a lower speed")
        }
    }

    private static func meaning(of code: Int) -> String {
        switch code {
        case 401, 403, 407: " (no permission)"
        case 404, 410: " (not found)"
        case 408, 504: " (too slow)"
        case 425, 429: " (too many requests)"
        case 500...: " (server error)"
        default: ""
        }
    }
}
