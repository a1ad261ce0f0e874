#define _GNU_SOURCE
#include "CIsolation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int kalon_thread_count(void) {
    DIR *folder = opendir("/proc/self/task");
    if (!folder) return 0;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

pid_t kalon_copy_process(void) { return fork(); }

int kalon_message_sockets(int sockets[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets); }

int kalon_stream_sockets(int sockets[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets); }

int kalon_memory_file(void) { return memfd_create("kalon", MFD_CLOEXEC); }

int kalon_send_descriptors(int socket, const void *message, size_t count, const int descriptors[2]) {
    char control[CMSG_SPACE(2 * sizeof(int))] = {0};
    struct iovec part = {(void *) message, count};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    first->cmsg_level = SOL_SOCKET;
    first->cmsg_type = SCM_RIGHTS;
    first->cmsg_len = CMSG_LEN(2 * sizeof(int));
    memcpy(CMSG_DATA(first), descriptors, 2 * sizeof(int));
    ssize_t sent;
    do sent = sendmsg(socket, &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

ssize_t kalon_receive_descriptors(int socket, void *message, size_t capacity, int descriptors[2]) {
    char control[CMSG_SPACE(2 * sizeof(int))] = {0};
    struct iovec part = {message, capacity};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    descriptors[0] = descriptors[1] = -1;
    ssize_t received;
    do received = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    struct cmsghdr *first = received > 0 ? CMSG_FIRSTHDR(&header) : NULL;
    if (first && first->cmsg_type == SCM_RIGHTS && first->cmsg_len == CMSG_LEN(2 * sizeof(int)))
        memcpy(descriptors, CMSG_DATA(first), 2 * sizeof(int));
    return received;
}

void kalon_serve_parent(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // If the parent died before this request, no signal will come.
    if (getppid() != parent) _exit(0);
    // Ctrl-C is meant for the parent, which then ends its copies or lets them finish.
    const int left[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE};
    for (size_t index = 0; index < sizeof left / sizeof *left; ++index) signal(left[index], SIG_IGN);
    const int nothing = open("/dev/null", O_RDWR);
    // A stream that stayed open would keep its reader waiting, and libraries would write to it.
    for (int stream = 0; stream < 3; ++stream)
        if (nothing < 0) close(stream);
        else if (nothing != stream) dup2(nothing, stream);
    if (nothing > 2) close(nothing);
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

void kalon_ignore_ended_copies(void) { signal(SIGCHLD, SIG_IGN); }

// Signal handlers have access to nothing else.
static volatile int death_channel = -1;
static volatile uint64_t last_processor_time;
static volatile sig_atomic_t idle_ticks;

static uint64_t processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static void die(uint32_t reason) {
    const uint32_t words[] = {KALON_DEATH, reason};
    send(death_channel, words, sizeof words, MSG_NOSIGNAL | MSG_DONTWAIT);
    _exit(1);
}

static void say_and_die(int signal) { die((uint32_t) signal); }

static const time_t seconds_a_tick = 5;
// A minute without computing. A stopped or suspended process gets one tick when it continues, however long it was stopped.
static const int most_idle_ticks = 12;

static void look_for_sleep(int signal) {
    (void) signal;
    const uint64_t now = processor_time();
    idle_ticks = now - last_processor_time < 1000000u ? idle_ticks + 1 : 0;
    last_processor_time = now;
    if (idle_ticks >= most_idle_ticks) die(KALON_DEATH_ASLEEP);
}

void kalon_close_others(int first, int second) {
    const int low = first < second ? first : second, high = first < second ? second : first;
    const unsigned gaps[][2] = {
        {3, (unsigned) low - 1}, {(unsigned) low + 1, (unsigned) high - 1}, {(unsigned) high + 1, ~0u}};
    for (size_t gap = 0; gap < 3; ++gap) {
        if (gaps[gap][0] > gaps[gap][1]) continue;
#ifdef SYS_close_range
        if (syscall(SYS_close_range, gaps[gap][0], gaps[gap][1], 0) == 0) continue;
#endif
        const long limit = sysconf(_SC_OPEN_MAX);
        for (unsigned number = gaps[gap][0]; number <= gaps[gap][1] && (long) number < limit; ++number)
            close((int) number);
    }
}

static void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

void kalon_enter_bounds(int channel, int memory, uint64_t bytes) {
    kalon_close_others(channel, memory);
    struct rlimit limit;
    if (bytes > 0 && getrlimit(RLIMIT_DATA, &limit) == 0 && (limit.rlim_max == RLIM_INFINITY || bytes < limit.rlim_max)) {
        limit.rlim_cur = limit.rlim_max = bytes;
        setrlimit(RLIMIT_DATA, &limit);
    }
    death_channel = channel;
    signal(SIGCHLD, SIG_DFL);
    // A stack that has overflowed leaves no room for a handler.
    static char spare[1 << 16];
    const stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare};
    sigaltstack(&stack, NULL);
    const int ends[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU, SIGXFSZ};
    for (size_t index = 0; index < sizeof ends / sizeof *ends; ++index) handle(ends[index], say_and_die, SA_ONSTACK);
    handle(SIGALRM, look_for_sleep, SA_ONSTACK | SA_RESTART);
    sigset_t all;
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}

void kalon_begin_work(unsigned seconds) {
    struct rlimit limit;
    last_processor_time = processor_time();
    idle_ticks = 0;
    if (getrlimit(RLIMIT_CPU, &limit) == 0) {
        const rlim_t wanted = last_processor_time / 1000000000u + 1 + seconds;
        limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || wanted < limit.rlim_max ? wanted : limit.rlim_max;
        setrlimit(RLIMIT_CPU, &limit);
    }
    const struct itimerval tick = {{seconds_a_tick, 0}, {seconds_a_tick, 0}};
    setitimer(ITIMER_REAL, &tick, NULL);
}

void kalon_end_work(void) {
    const struct itimerval none = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &none, NULL);
}
