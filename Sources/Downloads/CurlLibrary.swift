import CCurl

/// libcurl, started once for the process.
enum CurlLibrary {
    static let started: Result<Void, DownloadError> = {
        let code = kalon_curl_start()
        return code == CURLE_OK ? .success(()) : .failure(.library(reason: text(of: code)))
    }()

    /// libcurl's words for a code.
    static func text(of code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}
