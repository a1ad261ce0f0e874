// The system calls that keep unknown files away from the process that the user started: a copy of the process, bounds on
// what a copy may use, and a word from a copy that dies. Linux only.
//
// Every function that can fail returns -1 and leaves errno.
#ifndef KALON_CISOLATION_H
#define KALON_CISOLATION_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a dying copy writes into its channel in the place of the length of an answer; a `uint32_t` with the reason
/// follows.
#define KALON_DEATH UINT32_MAX
/// The reason of one that waited without computing; every other reason is the number of a signal.
#define KALON_DEATH_ASLEEP 1000u

/// How many threads this process has; 0 where the system does not say.
int kalon_thread_count(void);

/// A copy of this process: 0 in the copy, its number in the process that called.
pid_t kalon_copy_process(void);

/// Two connected sockets, which programs that this process starts do not get: whole messages, or a stream of bytes.
int kalon_message_sockets(int sockets[2]);
int kalon_stream_sockets(int sockets[2]);

/// A file in memory without a name, which programs that this process starts do not get.
int kalon_memory_file(void);

/// Sends one message with two descriptors.
int kalon_send_descriptors(int socket, const void *message, size_t count, const int descriptors[2]);

/// Waits for such a message: its length, or 0 at the end. `descriptors` are -1 where none came.
ssize_t kalon_receive_descriptors(int socket, void *message, size_t capacity, int descriptors[2]);

/// Makes of a copy one that ends with `parent`, has no standard streams, and leaves the signals of a terminal to `parent`.
void kalon_serve_parent(pid_t parent);

/// Closes everything but the two descriptors, which may be one, and the standard streams.
void kalon_close_others(int first, int second);

/// The copy no longer has to care for copies of its own.
void kalon_ignore_ended_copies(void);

/// Closes everything but the two descriptors and the standard streams, allows `bytes` of memory of its own, and makes
/// the copy say through `channel` what ends it.
void kalon_enter_bounds(int channel, int memory, uint64_t bytes);

/// From now on so many seconds of processor time are allowed, of all threads together, and no long sleep.
void kalon_begin_work(unsigned seconds);
void kalon_end_work(void);

#endif
