/// What can go wrong between a server and a file.
public enum DownloadError: Error, Equatable {
    /// An address that is not http or https.
    case notWeb(address: String)
    /// The host's name leads nowhere: a wrong name, or no network.
    case hostUnknown(host: String)
    /// The host takes no connection.
    case unreachable(host: String, reason: String)
    /// The host cannot prove who it is.
    case untrusted(host: String, reason: String)
    /// The connection ended before the file did.
    case lost(host: String, reason: String)
    /// Nothing came for so many seconds.
    case stalled(host: String, seconds: Int)
    /// Fewer bytes a second than the least speed came for so many seconds.
    case tooSlow(host: String, speed: Int, seconds: Int)
    /// An HTTP status other than success; `retryAfter` is what the server asks for, in seconds.
    case status(Int, address: String, retryAfter: Int?)
    /// A redirection from https to http.
    case downgrade(from: String, to: String)
    /// A redirection to what is no web address, or to nothing.
    case badRedirection(from: String, to: String)
    case tooManyRedirections(address: String, limit: Int)
    /// A page to be read by people, such as a log-in page, in place of a file.
    case webPage(address: String)
    /// The file has another size than the one expected.
    case otherSize(address: String, found: Int, expected: Int)
    /// The file is larger than any that is expected, or without end.
    case tooLarge(address: String, limit: Int)
    /// An answer that contradicts the request.
    case senseless(address: String, problem: String)
    /// libcurl cannot do its work.
    case library(reason: String)
    /// So many attempts in a row failed; `kept` bytes of the file are there.
    indirect case gaveUp(attempts: Int, kept: Int, last: DownloadError)

    /// Whether the same request may succeed a little later, on a server that gave some of the file before.
    var isTransient: Bool {
        switch self {
        case .lost, .stalled, .tooSlow: true
        case .status(let code, _, _): [408, 425, 429, 500, 502, 503, 504].contains(code)
        default: false
        }
    }

    /// Whether it may also be a network that was lost for a moment; not worth waiting for where nothing has come yet.
    var isDisconnection: Bool {
        switch self {
        case .hostUnknown, .unreachable: true
        default: false
        }
    }

    /// How long the server asks to wait, in seconds.
    var retryAfter: Int? {
        guard case .status(_, _, let seconds) = self else { return nil }
        return seconds
    }
}
