import CIsolation
import Glibc

/// The copy of a process that was made before the process had threads; it makes the copies that do the work.
///
/// A process with threads cannot be copied safely, because whatever a thread has locked at that moment stays locked in the
/// copy. So a keeper does nothing but wait, and each of its copies starts in the same state as the stage itself did.
struct Keeper {
    let services: [IsolatedService]
    let channel: Int32

    /// Makes a copy for each order, and ends with the process that gives the orders.
    func serve() -> Never {
        kalon_close_others(channel, channel)
        kalon_ignore_ended_copies()
        var order = Order()
        var descriptors: [Int32] = [-1, -1]
        while kalon_receive_descriptors(channel, &order, MemoryLayout<Order>.size, &descriptors) == MemoryLayout<Order>.size {
            let keeper = getpid()
            let copy = kalon_copy_process()
            if copy == 0 { work(order, descriptors, keeper) }
            var code = copy < 0 ? errno : 0
            for descriptor in descriptors where descriptor >= 0 { close(descriptor) }
            guard send(channel, &code, MemoryLayout<Int32>.size, Int32(MSG_NOSIGNAL)) > 0 else { break }
        }
        _exit(0)
    }

    /// What a keeper is asked for: a process for one service.
    struct Order {
        var service: Int32 = 0
        var memory: UInt64 = 0
    }

    /// What a copy does for all of its life.
    private func work(_ order: Order, _ descriptors: [Int32], _ keeper: pid_t) -> Never {
        let service = Int(order.service)
        guard descriptors.allSatisfy({ $0 >= 0 }), services.indices.contains(service) else { _exit(1) }
        kalon_serve_parent(keeper)
        kalon_enter_bounds(descriptors[0], descriptors[1], order.memory)
        let exchange = Exchange(taking: descriptors[0]), memory = SharedMemory(taking: descriptors[1])
        while let received = exchange.receive(), !received.isDeath {
            kalon_begin_work(received.frame.note)
            let answer = services[service].answer(received.frame.bytes, memory)
            kalon_end_work()
            guard exchange.send(answer, note: 0) else { break }
        }
        // Not `exit`, because what it would run was set up by the stage for itself.
        _exit(0)
    }
}
