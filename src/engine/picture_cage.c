#include "picture_cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The sanitizer's shadow is larger than any limit of memory. */
#ifdef __SANITIZE_ADDRESS__
enum { HAS_MEMORY_LIMIT = 0 };
#else
enum { HAS_MEMORY_LIMIT = 1 };
#endif

#if defined(__x86_64__)
enum { ARCHITECTURE = (int)AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { ARCHITECTURE = (int)AUDIT_ARCH_AARCH64 };
#else
enum { ARCHITECTURE = 0 }; /* calls are not filtered */
#endif

/* ---- limits ---- */

static bool limit(int resource, rlim_t value) {
    const struct rlimit both = { value, value };

    return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

static bool set_limits(int seconds) {
    bool good = limit(RLIMIT_CPU, (rlim_t)seconds) && limit(RLIMIT_FSIZE, 0) &&
                limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, CAGE_FILES);

    if (HAS_MEMORY_LIMIT)
        good = limit(RLIMIT_AS, CAGE_MEMORY_BYTES) && good;
    return good;
}

/* ---- files ---- */

/* Where fonts, their settings and the tables of Chinese PDF files lie. */
static const char *const readable[] = {
    "/usr/share",       "/usr/lib",   "/lib",
    "/usr/local/share", "/etc/fonts", "/var/cache/fontconfig",
    "/etc/ld.so.cache", "/dev/null",
};

static const uint64_t reads = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t all_of_first_version = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

static void allow_reading(int rules, const char *path) {
    const int place = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr beneath = { .allowed_access = reads,
                                                  .parent_fd = place };

    if (place < 0)
        return;
    /* Of a single file, folders cannot be read. */
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0)) {
        beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    }
    close(place);
}

static bool is_lacking(void) {
    return errno == ENOSYS || errno == EOPNOTSUPP;
}

static bool fence_files(void) {
    const struct landlock_ruleset_attr handled = { .handled_access_fs =
                                                       all_of_first_version };
    const int rules =
        (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);

    if (rules < 0)
        return is_lacking();
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        allow_reading(rules, readable[i]);

    const bool good = syscall(SYS_landlock_restrict_self, rules, 0) == 0;

    close(rules);
    return good;
}

/* ---- calls ---- */

static const int refused[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_mount,
    SYS_umount2,
    SYS_unshare,
    SYS_setns,
    SYS_chroot,
    SYS_pivot_root,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_userfaultfd,
    SYS_unlinkat,
    SYS_renameat2,
    SYS_mkdirat,
    SYS_linkat,
    SYS_symlinkat,
    SYS_mknodat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_truncate,
    SYS_ftruncate,
    SYS_openat2,
    SYS_shmget,
    SYS_msgget,
    SYS_semget,
    SYS_memfd_create,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_setuid,
    SYS_setgid,
    SYS_reboot,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_unlink,
    SYS_rename,
    SYS_mkdir,
    SYS_rmdir,
    SYS_link,
    SYS_symlink,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
#endif
};

enum {
    REFUSED_COUNT = sizeof refused / sizeof *refused,
    WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC,
    X32_BIT = 0x40000000,
};

#define CALL_NUMBER offsetof(struct seccomp_data, nr)
#define CALL_ARCHITECTURE offsetof(struct seccomp_data, arch)
#define CALL_ARGUMENT(n)                                                                 \
    (offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t)) /* its low half */
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define UNLESS_EQUAL(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)

struct filter {
    struct sock_filter line[2 * REFUSED_COUNT + 40];
    unsigned short count;
};

static void add(struct filter *filter, struct sock_filter line) {
    filter->line[filter->count++] = line;
}

static void refuse_call(struct filter *filter, int number, uint32_t problem) {
    add(filter, (struct sock_filter)UNLESS_EQUAL((uint32_t)number, 1));
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | problem));
}

/* Refuses a call whose argument has one of the bits, or has none of them. */
static void check_bits(struct filter *filter, int number, unsigned argument,
                       uint32_t bits, bool when_set) {
    add(filter, (struct sock_filter)UNLESS_EQUAL((uint32_t)number, 4));
    add(filter, (struct sock_filter)LOAD(CALL_ARGUMENT(argument)));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits,
                                             when_set ? 0 : 1, when_set ? 1 : 0));
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | EPERM));
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW));
}

#ifdef SYS_open
static void check_old_open(struct filter *filter) {
    check_bits(filter, SYS_open, 1, WRITES, true);
}
#else
static void check_old_open(struct filter *filter) {
    (void)filter; /* there is openat alone */
}
#endif

static void write_filter(struct filter *filter) {
    add(filter, (struct sock_filter)LOAD(CALL_ARCHITECTURE));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                             (uint32_t)ARCHITECTURE, 1, 0));
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | EPERM));
    add(filter, (struct sock_filter)LOAD(CALL_NUMBER));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1));
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | EPERM));
    for (size_t i = 0; i < REFUSED_COUNT; i++)
        refuse_call(filter, refused[i], EPERM);
    /* Its flags lie behind a pointer; without it, libc takes clone. */
    refuse_call(filter, SYS_clone3, ENOSYS);
    check_bits(filter, SYS_clone, 0, CLONE_THREAD, false);
    check_bits(filter, SYS_openat, 2, WRITES, true);
    check_old_open(filter);
    add(filter, (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW));
}

static bool refuse_calls(void) {
    struct filter filter = { .count = 0 };

    if (!ARCHITECTURE)
        return true;
    write_filter(&filter);

    const struct sock_fprog program = { filter.count, filter.line };

    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}

bool picture_cage_enter(int seconds) {
    bool good = close_range(3, ~0U, 0) == 0 || errno == ENOSYS;

    good = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && good;
    good = prctl(PR_SET_DUMPABLE, 0) == 0 && good;
    good = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && good;
    good = set_limits(seconds) && good;
    good = fence_files() && good;
    return refuse_calls() && good;
}
