// Takes the place of glibc's allocating functions in the test process, which call them on; not beside a sanitizer, which
// takes that place itself.
#define _GNU_SOURCE
#include "CAllocationCount.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static _Thread_local bool counts __attribute__((tls_model("initial-exec")));
static _Thread_local size_t counted __attribute__((tls_model("initial-exec")));
static _Thread_local size_t largest __attribute__((tls_model("initial-exec")));
static _Thread_local long held __attribute__((tls_model("initial-exec")));

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KALON_IS_SANITIZED
#endif
#endif

bool kalon_counts_allocations(void) {
#ifdef KALON_IS_SANITIZED
    return false;
#else
    return true;
#endif
}

void kalon_count_allocations(void) {
    counted = largest = 0;
    held = 0;
    counts = true;
}

size_t kalon_counted_bytes(void) {
    counts = false;
    return counted;
}

long kalon_held_blocks(void) { return held; }

size_t kalon_largest_counted(void) { return largest; }

#ifndef KALON_IS_SANITIZED
// `caller` is an address within the function that asks.
static void count(size_t size, const void *caller) {
    if (!counts) return;
    counts = false;
    Dl_info info;
    bool isLibrary = dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "libdnnl");
    counts = true;
    held++;
    if (isLibrary) return;
    counted += size;
    if (size > largest) largest = size;
}

void *malloc(size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size, __builtin_return_address(0));
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(size, __builtin_return_address(0));
    if (counts && block) held--;
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count(size, __builtin_return_address(0));
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

void free(void *block) {
    if (counts && block) held--;
    __libc_free(block);
}
#endif
