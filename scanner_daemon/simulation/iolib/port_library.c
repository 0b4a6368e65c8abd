/* The functions of the libgphoto2_port that loaded us. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

#include "port_library.h"

PortLibrary gp;

int bind_library(void *return_address)
{
    Dl_info caller;
    void *library = NULL;
    if (gp.get_info)
        return GP_OK;
    if (dladdr(return_address, &caller) && caller.dli_fname)
        library = dlopen(caller.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (!library)
        return GP_ERROR_LIBRARY;
    gp.info_new = (int (*)(PortInfo *))dlsym(library, "gp_port_info_new");
    gp.info_set_type = (int (*)(PortInfo, int))dlsym(library, "gp_port_info_set_type");
    gp.info_set_name = (int (*)(PortInfo, const char *))dlsym(library, "gp_port_info_set_name");
    gp.info_set_path = (int (*)(PortInfo, const char *))dlsym(library, "gp_port_info_set_path");
    gp.info_get_path = (int (*)(PortInfo, char **))dlsym(library, "gp_port_info_get_path");
    gp.list_append = (int (*)(PortInfoList, PortInfo))dlsym(library, "gp_port_info_list_append");
    gp.get_info = (int (*)(Port *, PortInfo *))dlsym(library, "gp_port_get_info");
    if (!gp.info_new || !gp.info_set_type || !gp.info_set_name || !gp.info_set_path || !gp.info_get_path ||
        !gp.list_append || !gp.get_info) {
        gp.get_info = NULL;
        return GP_ERROR_LIBRARY;
    }
    return GP_OK;
}
