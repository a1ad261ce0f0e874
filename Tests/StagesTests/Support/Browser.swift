import Foundation
import Rendering
import Testing
import TestSupport

/// Chromium without a window.
struct Browser {
    /// What a page looks like in a window of some width.
    struct View: Decodable {
        let scrollWidth: Int
        let height: Int
        let pictures: Int
        let brokenPictures: Int
        let picturesWithoutWords: Int
        /// What the browser complained of.
        var messages: [String] = []

        private enum CodingKeys: String, CodingKey {
            case scrollWidth, height, pictures, brokenPictures, picturesWithoutWords
        }
    }

    private let path: String

    /// `make setup` installs it for the tests.
    init() throws {
        let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome"]
        let candidates = folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
        path = try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0) },
            "no Chromium was found on PATH; make test installs the Debian package chromium")
    }

    /// Opens a page in a frame of the given width, with a script beside it that measures it.
    func view(_ html: String, width: Int, in scratch: Scratch) throws -> View {
        let page = html.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        try scratch.write(
            """
            <!DOCTYPE html><iframe id="f" style="width:\(width)px;height:800px;border:0" srcdoc="\(page)"></iframe>
            <script>
            addEventListener("load", () => {
              const d = document.getElementById("f").contentDocument, all = [...d.images];
              const p = document.createElement("pre"); p.id = "found";
              p.textContent = JSON.stringify({ scrollWidth: d.documentElement.scrollWidth,
                height: d.documentElement.scrollHeight, pictures: all.length,
                brokenPictures: all.filter(i => !i.naturalWidth).length,
                picturesWithoutWords: all.filter(i => !i.alt).length
                  + [...d.querySelectorAll("svg[role=img]")].filter(s => !s.getAttribute("aria-label")).length });
              document.body.append(p);
            });
            </script>
            """, to: "frame.html")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
            "--user-data-dir=\(scratch.path("profile"))", "--window-size=1400,900", "--virtual-time-budget=20000",
            "--dump-dom", "file://\(scratch.path("frame.html"))",
        ]
        let output = Pipe(), error = try scratch.write("", to: "browser.log")
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: error))
        try process.run()
        let dom = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let match = dom.firstMatch(of: #/<pre id="found">(.*?)</pre>/#).map { String($0.1) }
        let found = try #require(match, "the page was not measured")
        var view = try JSONDecoder().decode(View.self, from: Data(found.utf8))
        view.messages = try String(contentsOfFile: error, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.contains("CONSOLE") }
        return view
    }
}
