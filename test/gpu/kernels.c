// Writes the kernels that TensorFlow's library has registered, as the library serialises them.
#include <dlfcn.h>
#include <stdio.h>

typedef struct { const void *data; size_t length; void *release; } Buffer;

int main(int count, char **words) {
  void *library = count == 2 ? dlopen(words[1], RTLD_NOW) : NULL;
  if (!library) return fprintf(stderr, "%s\n", dlerror()), 1;
  void *(*newStatus)(void) = dlsym(library, "TF_NewStatus");
  Buffer *(*kernels)(void *) = dlsym(library, "TF_GetAllRegisteredKernels");
  if (!newStatus || !kernels) return 2;
  const Buffer *all = kernels(newStatus());
  fwrite(all->data, 1, all->length, stdout);
  return fflush(stdout);
}
