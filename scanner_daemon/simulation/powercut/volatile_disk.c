/* Preloaded into every process that writes below one folder: notes in a shadow folder what would survive a power cut.
 *
 * POWERCUT_FOLDER  the folder whose disk loses power
 * POWERCUT_SHADOW  where to note: files/KEY (bytes), folders/KEY (one "type KEY name" per entry), lock, off
 *
 * KEY is the inode with its birth time, because an inode's number is given out again. Once "off" exists the power is
 * gone: whoever syncs then ends at once, and nothing is noted any more.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_LENGTH = 64, BLOCK = 1 << 16 };

typedef int sync_call(int);

static sync_call *next_call(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    sync_call *call;
    memcpy(&call, &found, sizeof call);
    return call;
}

/* The path that an open descriptor has now, and whether it lies in or below the watched folder. */
static int is_watched(int descriptor, const char *folder)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    size_t prefix = strlen(folder);
    return strncmp(path, folder, prefix) == 0 && (path[prefix] == '/' || path[prefix] == '\0');
}

static int key_of(int folder, const char *name, int flags, char key[KEY_LENGTH], unsigned *mode)
{
    struct statx told;
    if (statx(folder, name, flags | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE, &told) != 0)
        return -1;
    *mode = told.stx_mode;
    snprintf(key, KEY_LENGTH, "%llu-%lld.%09u", (unsigned long long)told.stx_ino, (long long)told.stx_btime.tv_sec,
             told.stx_btime.tv_nsec);
    return 0;
}

static int copy_bytes(int descriptor, int to)
{
    char link[64], block[BLOCK];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    int from = open(link, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return -1;
    ssize_t got;
    while ((got = read(from, block, sizeof block)) > 0) {
        if (write(to, block, (size_t)got) != got) {
            got = -1;
            break;
        }
    }
    close(from);
    return got < 0 ? -1 : 0;
}

static int list_entries(int descriptor, int to)
{
    int again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = again < 0 ? NULL : fdopendir(again);
    if (folder == NULL)
        return -1;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char key[KEY_LENGTH], line[KEY_LENGTH + NAME_MAX + 8];
        unsigned mode;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (key_of(again, entry->d_name, 0, key, &mode) != 0)
            continue; /* removed while we looked */
        int length = snprintf(line, sizeof line, "%c %s %s\n", S_ISDIR(mode) ? 'd' : 'f', key, entry->d_name);
        if (write(to, line, (size_t)length) != length) {
            closedir(folder);
            return -1;
        }
    }
    closedir(folder);
    return 0;
}

/* Write it beside its place and rename: whoever is killed here has not synced. */
static void note(int descriptor, const char *shadow)
{
    char key[KEY_LENGTH], draft[PATH_MAX], target[PATH_MAX];
    unsigned mode;
    if (key_of(descriptor, "", AT_EMPTY_PATH, key, &mode) != 0)
        return;
    const char *kind = S_ISDIR(mode) ? "folders" : "files";
    if (snprintf(draft, sizeof draft, "%s/drafts/%s.%d", shadow, key, (int)gettid()) >= (int)sizeof draft ||
        snprintf(target, sizeof target, "%s/%s/%s", shadow, kind, key) >= (int)sizeof target)
        return;
    int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        return;
    int failed = S_ISDIR(mode) ? list_entries(descriptor, to) : copy_bytes(descriptor, to);
    close(to);
    if (failed || rename(draft, target) != 0)
        unlink(draft);
}

static int synced(int descriptor, sync_call *real)
{
    const char *folder = getenv("POWERCUT_FOLDER"), *shadow = getenv("POWERCUT_SHADOW");
    if (folder == NULL || shadow == NULL || !is_watched(descriptor, folder))
        return real(descriptor);
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/lock", shadow);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return real(descriptor);
    while (flock(lock, LOCK_EX) != 0 && errno == EINTR)
        continue;
    snprintf(path, sizeof path, "%s/off", shadow);
    if (access(path, F_OK) == 0)
        _exit(137);
    int result = real(descriptor), why = errno;
    if (result == 0)
        note(descriptor, shadow);
    close(lock);
    errno = why;
    return result;
}

/* For the one who plays the disk: the key under which `path` is noted. KEY must have room for 64 bytes. */
int bookcradle_powercut_key(const char *path, char key[KEY_LENGTH])
{
    unsigned mode;
    return key_of(AT_FDCWD, path, 0, key, &mode);
}

int fsync(int descriptor)
{
    return synced(descriptor, next_call("fsync"));
}

int fdatasync(int descriptor)
{
    return synced(descriptor, next_call("fdatasync"));
}
