import Reporting
import Testing

@Suite struct ElapsedTimeTests {
    @Test(arguments: [
        (0, "0.00 s"), (0.418, "0.42 s"), (9.994, "9.99 s"), (9.996, "10.0 s"), (59.94, "59.9 s"), (59.96, "1 min 00 s"),
        (252.4, "4 min 12 s"), (3599.6, "1 h 00 min"), (7490, "2 h 05 min"), (100_000, "27 h 47 min"), (-1, "0.00 s"),
    ])
    func wordsOfATime(seconds: Double, words: String) {
        #expect(ElapsedTime.words(seconds).replacing("\u{A0}", with: " ") == words)
    }
}
