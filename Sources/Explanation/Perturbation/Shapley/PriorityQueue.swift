/// Elements of which the first in an order can be taken: a binary heap.
package struct PriorityQueue<Element> {
    private var elements: [Element] = []
    private let precedes: (Element, Element) -> Bool

    /// An empty queue.
    ///
    /// - Parameter precedes: Whether an element comes before another.
    package init(_ precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

    package var isEmpty: Bool { elements.isEmpty }

    package mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0, precedes(elements[place], elements[(place - 1) / 2]) {
            elements.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the first element; nil if there is none.
    package mutating func popFirst() -> Element? {
        guard !elements.isEmpty else { return nil }
        elements.swapAt(0, elements.count - 1)
        let first = elements.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < elements.count {
                if precedes(elements[child], elements[least]) { least = child }
            }
            guard least != place else { return first }
            elements.swapAt(place, least)
            place = least
        }
    }
}
