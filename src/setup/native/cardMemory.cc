// The memory of the card that computes, as its driver has it. TensorFlow's own count is not in its C interface; what it takes from
// the card it does not give back before it ends, so that what is gone is the most that it has had.
#include <dlfcn.h>

#include "cardMemory.h"

namespace {

typedef int (*DeviceGet)(int *device, int place);
typedef int (*Retain)(void **context, int device);
typedef int (*Release)(int device);
typedef int (*Push)(void *context);
typedef int (*Pop)(void **context);
typedef int (*MemoryInfo)(size_t *unused, size_t *bytes);

template <typename Function>
Function Named(void *driver, const char *name) {
  return reinterpret_cast<Function>(dlsym(driver, name));
}

}  // namespace

bool CardMemory(size_t *unused, size_t *bytes) {
  // TensorFlow has loaded it where a card computes.
  void *driver = dlopen("libcuda.so.1", RTLD_NOLOAD | RTLD_NOW);
  if (driver == nullptr) return false;
  const auto get = Named<DeviceGet>(driver, "cuDeviceGet");
  const auto retain = Named<Retain>(driver, "cuDevicePrimaryCtxRetain");
  const auto release = Named<Release>(driver, "cuDevicePrimaryCtxRelease_v2");
  const auto push = Named<Push>(driver, "cuCtxPushCurrent_v2");
  const auto pop = Named<Pop>(driver, "cuCtxPopCurrent_v2");
  const auto info = Named<MemoryInfo>(driver, "cuMemGetInfo_v2");
  bool known = false;
  int device;
  void *context;
  if (get && retain && release && push && pop && info && get(&device, 0) == 0 && retain(&context, device) == 0) {
    if (push(context) == 0) {
      known = info(unused, bytes) == 0;
      pop(&context);
    }
    release(device);
  }
  dlclose(driver);
  return known;
}
