/* Reads the folder that stands for the bus. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device_folder.h"

int devices_fd(void)
{
    const char *named = getenv("BOOKCRADLE_SIMUSB_DIR");
    char path[4096];
    Dl_info self;
    char *slash;
    if (named && *named)
        return open(named, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!dladdr((void *)devices_fd, &self) || !self.dli_fname)
        return -1;
    if (snprintf(path, sizeof path, "%s", self.dli_fname) >= (int)sizeof path || !(slash = strrchr(path, '/')))
        return -1;
    if (snprintf(slash, sizeof path - (size_t)(slash - path), "/../devices") < 0)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int next_device(DIR *folder, int wanted_bus, int wanted_device, Device *found)
{
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        int used = 0;
        if (strlen(entry->d_name) >= sizeof found->file)
            continue;
        if (sscanf(entry->d_name, "%3d-%3d_%4x-%4x.sock%n", &found->bus, &found->device, &found->vendor,
                   &found->product, &used) != 4 || !used || entry->d_name[used])
            continue;
        if (wanted_bus >= 0 && (found->bus != wanted_bus || found->device != wanted_device))
            continue;
        strcpy(found->file, entry->d_name);
        return 1;
    }
    return 0;
}

DIR *open_devices(void)
{
    int fd = devices_fd();
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder && fd >= 0)
        close(fd);
    return folder;
}
