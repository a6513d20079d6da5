// Opens libCTorch.so at run time, and says how memory is shared before. The only file of this target
// that SwiftPM compiles: it needs no libtorch.

#include "ctorch.h"

#include <dlfcn.h>
#include <stdio.h>

#ifdef __GLIBC__
#include <malloc.h>

// One heap for all threads: what one has freed another can use. A thread stays with the heap that it
// began with, so this is said before there is a second thread.
__attribute__((constructor)) static void use_one_heap(void) { mallopt(M_ARENA_MAX, 1); }
#endif

typedef const ct_functions *(*table_function)(void);

const ct_functions *ctorch_open(const char *path, char *message, size_t message_size) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    snprintf(message, message_size, "%s", dlerror());
    return NULL;
  }
  table_function table = (table_function)dlsym(library, "ctorch_functions");
  if (!table) {
    snprintf(message, message_size, "%s has no ctorch_functions: it is not libCTorch.so", path);
    return NULL;
  }
  const ct_functions *functions = table();
  if (functions->abi_version != CTORCH_ABI_VERSION) {
    snprintf(message, message_size,
             "%s speaks version %u of the boundary and this program version %u; rebuild it with "
             "Scripts/build-ctorch",
             path, functions->abi_version, (unsigned)CTORCH_ABI_VERSION);
    return NULL;
  }
  return functions;
}
