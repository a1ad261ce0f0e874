import Foundation

/// What a server's answer means for the file being downloaded (RFC 9110, sections 13 to 15).
package enum Answer: Equatable {
    /// The rest of the file follows.
    case goesOn
    /// The whole file follows: nothing was there yet, the server sends no parts, or the file has changed.
    case startsOver(PartialFile.Origin)
    /// Everything is already there.
    case isWhole
    /// What is there does not fit anything that the server has; the whole file must be requested again.
    case doesNotFit

    /// Interprets an answer to a request.
    ///
    /// The request asked for the rest of the file if `held` is not 0, otherwise for all of it.
    ///
    /// - Parameters:
    ///   - response: the head of the answer.
    ///   - address: where the answer came from, for errors.
    ///   - held: the number of bytes of `origin` that are there already.
    ///   - origin: the state of the file that these bytes belong to.
    ///   - expected: the size of the whole file, if it is known beforehand.
    /// - Throws: `DownloadError` if the answer carries no part of the file, or if the file has another size than `expected`.
    package init(
        _ response: ResponseHead, address: String, held: Int, origin: PartialFile.Origin?, expected: Int?
    ) throws(DownloadError) {
        if response.value("Content-Type")?.lowercased().hasPrefix("text/html") == true, response.status < 300 {
            throw .webPage(address: address)
        }
        switch response.status {
        case 200:
            let coming = PartialFile.Origin(
                address: address, validator: response.validator, total: try response.length(from: address))
            try Self.require(expected, of: coming.total, address)
            self = .startsOver(coming)
        case 206:
            guard held > 0, let range = response.contentRange else {
                throw .senseless(address: address, problem: "it sent a part of the file that was not asked for")
            }
            try Self.require(expected, of: range.total, address)
            let isSame = response.validator == nil || response.validator == origin?.validator
            let isSameSize = range.total == nil || origin?.total == nil || range.total == origin?.total
            self = range.first == held && isSame && isSameSize ? .goesOn : .doesNotFit
        case 416 where held > 0:
            self = response.contentRange?.total == held ? .isWhole : .doesNotFit
        default:
            let pause = response.value("Retry-After").flatMap { Int($0) }
            throw .status(response.status, address: address, retryAfter: pause)
        }
    }

    private static func require(_ expected: Int?, of found: Int?, _ address: String) throws(DownloadError) {
        guard let found else { return }
        if let expected, expected != found { throw .otherSize(address: address, found: found, expected: expected) }
        guard found <= Downloader.mostBytes else { throw .tooLarge(address: address, limit: Downloader.mostBytes) }
    }
}

extension ResponseHead {
    /// What a later request for the rest can use to name this state of the file.
    ///
    /// A weak ETag does not serve, because files that differ in their bytes may share it.
    fileprivate var validator: String? {
        if let tag = value("ETag"), !tag.hasPrefix("W/") { return tag }
        return value("Last-Modified")
    }

    /// The size of the body; nil if it is not given or if an encoding changes it.
    ///
    /// - Throws: `DownloadError.senseless` for several sizes, or for something that is not a size.
    fileprivate func length(from address: String) throws(DownloadError) -> Int? {
        let isPlain = value("Content-Encoding").map { $0.lowercased() == "identity" } ?? true
        guard isPlain, value("Transfer-Encoding") == nil else { return nil }
        let sizes = Set(values("Content-Length"))
        guard let size = sizes.first else { return nil }
        guard sizes.count == 1, size.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .senseless(
                address: address, problem: "it gives the size of the file as \(sizes.sorted().joined(separator: " and "))")
        }
        // A number with too many digits is larger than any file.
        return Int(size) ?? .max
    }

    /// `bytes 100-199/400`, or `bytes */400`; either number may be missing.
    fileprivate var contentRange: (first: Int?, total: Int?)? {
        guard let text = value("Content-Range"), text.hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst("bytes ".count).split(separator: "/")
        guard parts.count == 2 else { return nil }
        return (parts[0].split(separator: "-").first.flatMap { Int($0) }, Int(parts[1]))
    }
}
