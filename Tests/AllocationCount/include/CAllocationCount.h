// Counts what the calling thread asks of the allocator.
#ifndef KALON_CALLOCATIONCOUNT_H
#define KALON_CALLOCATIONCOUNT_H

#include <stdbool.h>
#include <stddef.h>

// Whether anything is counted: not where a sanitizer has taken the allocator.
bool kalon_counts_allocations(void);

// Counts from here on what this thread asks for, oneDNN's own requests left out: it takes and gives back a buffer
// within most products.
void kalon_count_allocations(void);

// Ends the count; the bytes asked for since.
size_t kalon_counted_bytes(void);

// The largest of the requests that were counted last.
size_t kalon_largest_counted(void);

// How many blocks more this thread asked for than it gave back while the last count went on, by any library.
long kalon_held_blocks(void);

#endif
