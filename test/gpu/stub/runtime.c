// A stand-in for CUDA's runtime, libcudart.so.12, and for its products of matrices, libcublas.so.12: the part of both that
// TensorFlow calls. Memory and streams are the driver's.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "copies.h"

typedef int Result;
typedef void *Handle;
typedef struct { unsigned x, y, z; } Sides;

enum { ok = 0 };
static int token;

Result cuDeviceGetAttribute(int *value, int attribute, int device);

Result cudaGetDeviceCount(int *count) { return *count = 1, ok; }
Result cudaGetDevice(int *device) { return *device = 0, ok; }
Result cudaSetDevice(int device) { return ok; }
Result cudaSetDeviceFlags(unsigned flags) { return ok; }
Result cudaFree(void *memory) { return ok; }
Result cudaDriverGetVersion(int *version) { return *version = 12090, ok; }
Result cudaRuntimeGetVersion(int *version) { return *version = 12090, ok; }
Result cudaDeviceGetAttribute(int *value, int attribute, int device) { return cuDeviceGetAttribute(value, attribute, device); }

// The beginning of CUDA 12's properties of a card, as far as they are asked for.
struct Properties {
  char name[256], uuid[16], luid[8];
  unsigned nodes;
  size_t memory, sharedMemory;
  int registers, warp;
  size_t pitch;
  int threads, blockSides[3], gridSides[3], clock;
  size_t constants;
  int major, minor;
  size_t textureAlignment, texturePitch;
  int overlap, multiprocessors, timeout, integrated, mapsHost, mode, limits[40];
  size_t surfaceAlignment;
  int concurrent, ecc, bus, place, domain, tcc, engines, unified, memoryClock, memoryWidth, cache, persisting, residentThreads;
};
Result cudaGetDeviceProperties_v2(struct Properties *card, int device) {
  *card = (struct Properties){
      .name = "Stub card", .memory = 8ull << 30, .sharedMemory = 49152, .registers = 65536, .warp = 32,
      .threads = 1024, .blockSides = {1024, 1024, 64}, .gridSides = {2147483647, 65535, 65535}, .clock = 1700000,
      .constants = 65536, .major = 9, .multiprocessors = 132, .unified = 1, .cache = 50 << 20, .residentThreads = 2048};
  return ok;
}
Result cudaDeviceGetStreamPriorityRange(int *least, int *greatest) { return *least = 0, *greatest = 0, ok; }
Result cudaDeviceSetSharedMemConfig(int config) { return ok; }
Result cudaDeviceSynchronize(void) { return ok; }
Result cudaGetLastError(void) { return ok; }
Result cudaPeekAtLastError(void) { return ok; }
const char *cudaGetErrorString(Result error) { return "an error of the stub"; }
const char *cudaGetErrorName(Result error) { return "STUB_ERROR"; }
Result cudaStreamQuery(Handle stream) { return ok; }
Result cudaStreamSynchronize(Handle stream) { return ok; }
Result cudaStreamIsCapturing(Handle stream, int *state) { return *state = 0, ok; }
Result cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, Handle stream) { return copy(to, from, bytes), ok; }
Result cudaMemcpyToSymbol(const void *symbol, const void *from, size_t bytes, size_t offset, int kind) { return ok; }
Result cudaMemsetAsync(void *to, int value, size_t bytes, Handle stream) { return memset(to, value, bytes), ok; }

Result cudaLaunchKernel(const void *f, Sides grid, Sides block, void **arguments, size_t shared, Handle stream) {
  return noteKernel(), ok;
}
Result cudaGetFuncBySymbol(Handle *function, const void *symbol) { return *function = &token, ok; }
Result cudaFuncSetAttribute(const void *f, int attribute, int value) { return ok; }
Result cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, const void *f, int size, size_t shared, unsigned flags) {
  return *blocks = 2, ok;
}
Result cudaFuncGetAttributes(void *attributes, const void *f) {
  struct { size_t shared, constants, local; int threads, registers, ptx, binary; } of = {0, 0, 0, 1024, 32, 90, 90};
  memcpy(attributes, &of, sizeof of);
  return ok;
}

// What compiled code calls around a launch.
static _Thread_local struct { Sides grid, block; size_t shared; Handle stream; } launch;
void **__cudaRegisterFatBinary(void *binary) { return (void **)&token; }
void __cudaRegisterFatBinaryEnd(void **binary) {}
void __cudaUnregisterFatBinary(void **binary) {}
void __cudaRegisterFunction(void **b, const char *f, char *name, const char *n, int l, void *t, void *bi, void *bd, void *gd, int *w) {}
void __cudaRegisterVar(void **b, char *v, char *address, const char *name, int e, size_t size, int constant, int global) {}
unsigned __cudaPushCallConfiguration(Sides grid, Sides block, size_t shared, Handle stream) {
  launch.grid = grid, launch.block = block, launch.shared = shared, launch.stream = stream;
  return ok;
}
Result __cudaPopCallConfiguration(Sides *grid, Sides *block, size_t *shared, void *stream) {
  *grid = launch.grid, *block = launch.block, *shared = launch.shared, *(Handle *)stream = launch.stream;
  return ok;
}

// Products. Their arguments do not matter: nothing is computed.
Result cublasCreate_v2(Handle *handle) { return *handle = &token, ok; }
Result cublasLtCreate(Handle *handle) { return *handle = &token, ok; }
Result cublasLtDestroy(Handle handle) { return ok; }
Result cublasDestroy_v2(Handle handle) { return ok; }
const char *cublasGetStatusString(Result status) { return "an error of the stub"; }
Result cublasGetVersion_v2(Handle handle, int *version) { return *version = 120903, ok; }
Result cublasGetProperty(int type, int *value) { return *value = type == 0 ? 12 : type == 1 ? 9 : 3, ok; }
Result cublasSetStream_v2(Handle handle, Handle stream) { return ok; }
Result cublasSetWorkspace_v2(Handle handle, void *workspace, size_t bytes) { return ok; }
Result cublasSetPointerMode_v2(Handle handle, int mode) { return ok; }
Result cublasGetPointerMode_v2(Handle handle, int *mode) { return *mode = 0, ok; }
Result cublasSetMathMode(Handle handle, int mode) { return ok; }
Result cublasGetMathMode(Handle handle, int *mode) { return *mode = 0, ok; }
#define PRODUCT(name) \
  Result name() { return noteKernel(), ok; }
PRODUCT(cublasSgemm_v2)
PRODUCT(cublasSgemv_v2)
PRODUCT(cublasSgemmEx)
PRODUCT(cublasGemmEx)
PRODUCT(cublasSgemmBatched)
PRODUCT(cublasGemmBatchedEx)
PRODUCT(cublasSgemmStridedBatched)
PRODUCT(cublasGemmStridedBatchedEx)
