// A stand-in for NVIDIA's driver, libcuda.so.1: one card whose memory is the host's and whose kernels do nothing. Every copy
// between host and card is appended to the file STUB_COPIES as its direction and its bytes.
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "copies.h"

typedef int Result;
typedef uint64_t Address;
typedef void *Handle;

enum { ok = 0, invalidValue = 1, outOfMemory = 2, notFound = 500 };

static const uint64_t cardBytes = 8ull << 30;
static int token;

Result cuInit(unsigned flags) { return flags == 0 ? ok : invalidValue; }
Result cuDriverGetVersion(int *version) { return *version = 12090, ok; }
Result cuDeviceGetCount(int *count) { return *count = 1, ok; }
Result cuDeviceGet(int *device, int place) { return *device = place, place == 0 ? ok : invalidValue; }
Result cuDeviceGetName(char *name, int size, int device) { return snprintf(name, size, "Stub card"), ok; }
Result cuDeviceGetUuid_v2(char *uuid, int device) { return memset(uuid, 7, 16), ok; }
Result cuDeviceGetUuid(char *uuid, int device) { return memset(uuid, 7, 16), ok; }
Result cuDeviceTotalMem_v2(size_t *bytes, int device) { return *bytes = cardBytes, ok; }
Result cuDeviceComputeCapability(int *major, int *minor, int device) { return *major = 9, *minor = 0, ok; }
Result cuDeviceGetPCIBusId(char *name, int size, int device) { return snprintf(name, size, "0000:01:00.0"), ok; }
Result cuDeviceCanAccessPeer(int *can, int device, int peer) { return *can = 0, ok; }
Result cuDeviceGetP2PAttribute(int *value, int attribute, int from, int to) { return *value = 0, ok; }

// The numbers of a common card, by the driver's numbers for them.
Result cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 1: *value = 1024; break;                            // threads of a block
    case 2: case 3: *value = 1024; break;                    // its sides
    case 4: *value = 64; break;
    case 5: *value = 2147483647; break;                      // sides of a grid
    case 6: case 7: *value = 65535; break;
    case 8: *value = 49152; break;                           // shared memory of a block
    case 10: *value = 32; break;                             // threads of a warp
    case 12: *value = 65536; break;                          // registers of a block
    case 13: *value = 1700000; break;                        // kHz
    case 16: *value = 132; break;                            // multiprocessors
    case 36: *value = 2600000; break;                        // kHz of the memory
    case 37: *value = 5120; break;                           // its width
    case 38: *value = 50 << 20; break;                       // bytes of the cache
    case 39: *value = 2048; break;                           // threads of a multiprocessor
    case 75: *value = 9; break;                              // compute capability
    case 76: *value = 0; break;
    case 81: *value = 233472; break;                         // shared memory of a multiprocessor
    case 82: *value = 65536; break;
    case 97: *value = 232448; break;                         // shared memory of a block on request
    case 41: *value = 1; break;                              // one address space with the host
    default: *value = 0;
  }
  return ok;
}

static _Thread_local Handle current;
Result cuDevicePrimaryCtxRetain(Handle *context, int device) { return *context = &token, ok; }
Result cuDevicePrimaryCtxRelease_v2(int device) { return ok; }
Result cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags) { return ok; }
Result cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active) { return *flags = 0, *active = 1, ok; }
Result cuCtxGetCurrent(Handle *context) { return *context = current, ok; }
Result cuCtxSetCurrent(Handle context) { return current = context, ok; }
Result cuCtxPushCurrent_v2(Handle context) { return current = context, ok; }
Result cuCtxPopCurrent_v2(Handle *context) { return *context = current, ok; }
Result cuCtxGetDevice(int *device) { return *device = 0, ok; }
Result cuCtxGetApiVersion(Handle context, unsigned *version) { return *version = 12090, ok; }
Result cuCtxSynchronize(void) { return ok; }
Result cuCtxSetLimit(int limit, size_t value) { return ok; }
Result cuCtxGetStreamPriorityRange(int *least, int *greatest) { return *least = 0, *greatest = 0, ok; }

Result cuMemGetInfo_v2(size_t *unused, size_t *all) { return *unused = cardBytes - heldMemory(), *all = cardBytes, ok; }
Result cuMemAlloc_v2(Address *address, size_t bytes) {
  if (heldMemory() + bytes > cardBytes) return outOfMemory;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return outOfMemory;
  *address = (Address)memory;
  return noteMemory(memory, bytes) ? ok : outOfMemory;
}
Result cuMemFree_v2(Address address) { return munmap((void *)address, forgetMemory((void *)address)), ok; }
Result cuMemHostAlloc(void **memory, size_t bytes, unsigned flags) { return posix_memalign(memory, 4096, bytes) ? outOfMemory : ok; }
Result cuMemAllocHost_v2(void **memory, size_t bytes) { return cuMemHostAlloc(memory, bytes, 0); }
Result cuMemFreeHost(void *memory) { return free(memory), ok; }
Result cuMemHostRegister_v2(void *memory, size_t bytes, unsigned flags) { return ok; }
Result cuMemHostUnregister(void *memory) { return ok; }
Result cuMemHostGetDevicePointer_v2(Address *address, void *memory, unsigned flags) { return *address = (Address)memory, ok; }
Result cuMemGetAddressRange_v2(Address *base, size_t *bytes, Address address) { return *base = address, *bytes = 0, ok; }
Result cuPointerGetAttribute(void *value, int attribute, Address address) {
  if (attribute == 2) return *(unsigned *)value = isOnCard((void *)address) ? 2 : 1, ok;
  if (attribute == 9) return *(int *)value = 0, ok;
  return invalidValue;
}

Result cuMemcpyDtoH_v2(void *to, Address from, size_t bytes) { return copy(to, (void *)from, bytes), ok; }
Result cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, Handle stream) { return copy(to, (void *)from, bytes), ok; }
Result cuMemcpyHtoD_v2(Address to, const void *from, size_t bytes) { return copy((void *)to, from, bytes), ok; }
Result cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, Handle stream) { return copy((void *)to, from, bytes), ok; }
Result cuMemcpyDtoD_v2(Address to, Address from, size_t bytes) { return copy((void *)to, (void *)from, bytes), ok; }
Result cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Handle stream) { return copy((void *)to, (void *)from, bytes), ok; }
Result cuMemcpyAsync(Address to, Address from, size_t bytes, Handle stream) { return copy((void *)to, (void *)from, bytes), ok; }
Result cuMemsetD8_v2(Address to, unsigned char value, size_t count) { return memset((void *)to, value, count), ok; }
Result cuMemsetD8Async(Address to, unsigned char value, size_t count, Handle stream) { return cuMemsetD8_v2(to, value, count); }
Result cuMemsetD32_v2(Address to, unsigned value, size_t count) {
  for (size_t n = 0; n < count; n++) ((unsigned *)to)[n] = value;
  return ok;
}
Result cuMemsetD32Async(Address to, unsigned value, size_t count, Handle stream) { return cuMemsetD32_v2(to, value, count); }

Result cuStreamCreate(Handle *stream, unsigned flags) { return *stream = malloc(1), ok; }
Result cuStreamCreateWithPriority(Handle *stream, unsigned flags, int priority) { return cuStreamCreate(stream, flags); }
Result cuStreamDestroy_v2(Handle stream) { return free(stream), ok; }
Result cuStreamSynchronize(Handle stream) { return ok; }
Result cuStreamQuery(Handle stream) { return ok; }
Result cuStreamWaitEvent(Handle stream, Handle event, unsigned flags) { return ok; }
Result cuStreamIsCapturing(Handle stream, int *state) { return *state = 0, ok; }
Result cuLaunchHostFunc(Handle stream, void (*function)(void *), void *data) { return function(data), ok; }
Result cuEventCreate(Handle *event, unsigned flags) { return *event = malloc(1), ok; }
Result cuEventDestroy_v2(Handle event) { return free(event), ok; }
Result cuEventRecord(Handle event, Handle stream) { return ok; }
Result cuEventQuery(Handle event) { return ok; }
Result cuEventSynchronize(Handle event) { return ok; }
Result cuEventElapsedTime(float *milliseconds, Handle from, Handle to) { return *milliseconds = 1, ok; }

Result cuModuleLoadData(Handle *module, const void *image) { return *module = &token, ok; }
Result cuModuleLoadDataEx(Handle *module, const void *image, unsigned n, int *options, void **values) { return *module = &token, ok; }
Result cuModuleLoadFatBinary(Handle *module, const void *image) { return *module = &token, ok; }
Result cuModuleUnload(Handle module) { return ok; }
Result cuModuleGetFunction(Handle *function, Handle module, const char *name) { return *function = &token, ok; }
Result cuModuleGetGlobal_v2(Address *address, size_t *bytes, Handle module, const char *name) { return notFound; }
Result cuFuncGetAttribute(int *value, int attribute, Handle function) { return *value = attribute == 0 ? 1024 : 0, ok; }
Result cuFuncSetAttribute(Handle function, int attribute, int value) { return ok; }
Result cuFuncSetCacheConfig(Handle function, int config) { return ok; }
Result cuLaunchKernel(Handle f, unsigned a, unsigned b, unsigned c, unsigned x, unsigned y, unsigned z, unsigned shared, Handle stream, void **arguments, void **extra) {
  return noteKernel(), ok;
}
Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, Handle f, int size, size_t shared) { return *blocks = 2, ok; }
Result cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, Handle f, int size, size_t shared, unsigned flags) { return *blocks = 2, ok; }

Result cuGetErrorName(Result error, const char **text) { return *text = "STUB_ERROR", ok; }
Result cuGetErrorString(Result error, const char **text) { return *text = "an error of the stub", ok; }
