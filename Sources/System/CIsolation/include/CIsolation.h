// The system calls that keep unknown files away from the process that the user started: a copy of the process, bounds on
// what a copy may use, and a message from a copy that dies. Linux only.
//
// Every function that can fail returns -1 and sets errno.
#ifndef KALON_CISOLATION_H
#define KALON_CISOLATION_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a dying copy writes to its channel instead of the length of an answer; a `uint32_t` with the reason follows.
#define KALON_DEATH UINT32_MAX
/// The reason of a copy that waited without computing; every other reason is the number of a signal.
#define KALON_DEATH_ASLEEP 1000u

/// The number of threads of this process; 0 if the system does not report it.
int kalon_thread_count(void);

/// Copies this process. Returns 0 in the copy, and the number of the copy in the calling process.
pid_t kalon_copy_process(void);

/// Makes two connected sockets, for whole messages or for a stream of bytes. Programs that this process starts do not
/// inherit them.
int kalon_message_sockets(int sockets[2]);
int kalon_stream_sockets(int sockets[2]);

/// Makes a file in memory without a name, which programs that this process starts do not inherit.
int kalon_memory_file(void);

/// Sends one message with two descriptors.
int kalon_send_descriptors(int socket, const void *message, size_t count, const int descriptors[2]);

/// Waits for such a message. Returns its length, or 0 at the end. `descriptors` are -1 if none came.
ssize_t kalon_receive_descriptors(int socket, void *message, size_t capacity, int descriptors[2]);

/// Makes a copy end with `parent`, closes its standard streams, and leaves the signals of a terminal to `parent`.
void kalon_serve_parent(pid_t parent);

/// Closes everything except the two descriptors, which may be the same, and the standard streams.
void kalon_close_others(int first, int second);

/// Relieves the copy of waiting for its own copies to end.
void kalon_ignore_ended_copies(void);

/// Closes everything except the two descriptors and the standard streams, limits the copy's own memory to `bytes`, and
/// makes the copy report through `channel` what ends it.
void kalon_enter_bounds(int channel, int memory, uint64_t bytes);

/// From now on, all threads together may use `seconds` of processor time and must not sleep for long.
void kalon_begin_work(unsigned seconds);
void kalon_end_work(void);

#endif
