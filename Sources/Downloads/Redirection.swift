import Foundation

/// Where a redirection leads, and whether it is followed.
package enum Redirection {
    package static let limit = 10

    /// The statuses that lead to another address if a field names one.
    static let statuses: Set = [301, 302, 303, 307, 308]

    /// Throws for targets that are not on the web, and for a step from https to http.
    package static func target(of location: String, from source: URL) throws(DownloadError) -> URL {
        guard let target = URL(string: location, relativeTo: source)?.absoluteURL, target.host?.isEmpty == false,
            let scheme = target.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw .badRedirection(from: source.absoluteString, to: location) }
        guard source.scheme?.lowercased() != "https" || scheme == "https" else {
            throw .downgrade(from: source.absoluteString, to: target.absoluteString)
        }
        return target
    }
}
