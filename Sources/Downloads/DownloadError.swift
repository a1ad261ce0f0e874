/// What can go wrong between a server and a file.
package enum DownloadError: Error, Equatable {
    /// An address that is neither http nor https.
    case notWeb(address: String)
    /// The host's name cannot be resolved: the name is wrong, or there is no network.
    case hostUnknown(host: String)
    /// The host accepts no connection.
    case unreachable(host: String, reason: String)
    /// The host cannot prove its identity.
    case untrusted(host: String, reason: String)
    /// The connection ended before the file did.
    case lost(host: String, reason: String)
    /// Nothing came for this many seconds.
    case stalled(host: String, seconds: Int)
    /// Fewer bytes per second than the least speed came for this many seconds.
    case tooSlow(host: String, speed: Int, seconds: Int)
    /// An HTTP status other than success; `retryAfter` is the pause that the server asks for, in seconds.
    case status(Int, address: String, retryAfter: Int?)
    /// A redirection from https to http.
    case downgrade(from: String, to: String)
    /// A redirection to something that is not a web address, or to nothing.
    case badRedirection(from: String, to: String)
    /// More redirections in a row than are followed.
    case tooManyRedirections(address: String, limit: Int)
    /// A page for people, such as a log-in page, instead of a file.
    case webPage(address: String)
    /// The file has another size than expected, in bytes.
    case otherSize(address: String, found: Int, expected: Int)
    /// The file is larger than any that is expected, or endless; `limit` is in bytes.
    case tooLarge(address: String, limit: Int)
    /// An answer that contradicts the request.
    case senseless(address: String, problem: String)
    /// libcurl cannot work.
    case library(reason: String)
    /// This many attempts in a row failed; `kept` bytes of the file are there.
    indirect case gaveUp(attempts: Int, kept: Int, last: DownloadError)

    /// Whether the same request may succeed a little later, on a server that sent some of the file before.
    var isTransient: Bool {
        switch self {
        case .lost, .stalled, .tooSlow: true
        case .status(let code, _, _): [408, 425, 429, 500, 502, 503, 504].contains(code)
        default: false
        }
    }

    /// Whether the network may also have been lost for a moment; not worth waiting for if nothing has come yet.
    var isDisconnection: Bool {
        switch self {
        case .hostUnknown, .unreachable: true
        default: false
        }
    }

    /// The pause that the server asks for, in seconds.
    var retryAfter: Int? {
        guard case .status(_, _, let seconds) = self else { return nil }
        return seconds
    }
}
