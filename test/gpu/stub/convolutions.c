// A stand-in for cuDNN 9, libcudnn.so.9, as TensorFlow uses it for convolutions: descriptors keep what they are told and give
// it back, one engine is offered for every operation, and its plans compute nothing.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "copies.h"

typedef int Result;
typedef void *Handle;

enum { ok = 0, notSupported = 3000 };
static int token;

size_t cudnnGetVersion(void) { return 92800; }
Result cudnnGetProperty(int type, int *value) { return *value = type == 0 ? 9 : type == 1 ? 28 : 0, ok; }
Result cudnnGraphVersionCheck(void) { return ok; }
Result cudnnOpsVersionCheck(void) { return ok; }
Result cudnnCnnVersionCheck(void) { return ok; }
Result cudnnAdvVersionCheck(void) { return ok; }
Result cudnnCreate(Handle *handle) { return *handle = &token, ok; }
Result cudnnDestroy(Handle handle) { return ok; }
Result cudnnSetStream(Handle handle, Handle stream) { return ok; }
Result cudnnGetStream(Handle handle, Handle *stream) { return *stream = NULL, ok; }
const char *cudnnGetErrorString(Result error) { return "an error of the stub"; }
void cudnnGetLastErrorString(char *text, size_t size) { strncpy(text, "an error of the stub", size); }

/* Attributes that are asked for without having been set, by the library's numbers: one of each, all others none. */
enum { results = 202, engine = 300, workspace = 402, engines = 802, engineIndex = 1301 };
static int isOne(int name) {
  return name == results || name == engine || name == workspace || name == engines || name == engineIndex;
}
enum { mostAttributes = 32 };

struct Attribute { int name, type; int64_t count; void *values; };
struct Descriptor { int kind, length; struct Attribute attributes[mostAttributes]; };

static size_t sizeOf(int type) {
  switch (type) {
    case 2: return sizeof(char);                              // a truth value
    case 24: return sizeof(char);
    case 0: case 3: case 5: case 6: case 15: return 8;        // handles, 64-bit numbers, pointers, descriptors
    case 26: return 16;                                       // a fraction
    default: return 4;
  }
}

Result cudnnBackendCreateDescriptor(int kind, struct Descriptor **made) {
  *made = calloc(1, sizeof **made);
  (*made)->kind = kind;
  return ok;
}

Result cudnnBackendDestroyDescriptor(struct Descriptor *of) {
  for (int n = 0; n < of->length; n++) free(of->attributes[n].values);
  return free(of), ok;
}

static struct Attribute *attributeOf(struct Descriptor *of, int name) {
  for (int n = 0; n < of->length; n++)
    if (of->attributes[n].name == name) return &of->attributes[n];
  return NULL;
}

Result cudnnBackendSetAttribute(struct Descriptor *of, int name, int type, int64_t count, const void *values) {
  struct Attribute *found = attributeOf(of, name);
  if (!found && of->length == mostAttributes) return notSupported;
  if (!found) found = &of->attributes[of->length++];
  free(found->values);
  *found = (struct Attribute){name, type, count, malloc(count * sizeOf(type) + 1)};
  return memcpy(found->values, values, count * sizeOf(type)), ok;
}

Result cudnnBackendGetAttribute(struct Descriptor *of, int name, int type, int64_t wanted, int64_t *count, void *values) {
  const struct Attribute *found = attributeOf(of, name);
  int64_t told = found ? found->count : isOne(name);
  if (count) *count = told;
  if (told > wanted) told = wanted;
  if (!values || told == 0) return ok;
  if (found) memcpy(values, found->values, told * sizeOf(type));
  // Descriptors come made by the caller and stay empty.
  else if (type == 3) *(int64_t *)values = name == engines;
  return ok;
}

Result cudnnBackendFinalize(struct Descriptor *of) { return ok; }
Result cudnnBackendExecute(Handle handle, struct Descriptor *plan, struct Descriptor *data) { return noteKernel(), ok; }

// Batch norm goes by the older interface. Its arguments do not matter.
Result cudnnCreateTensorDescriptor(Handle *made) { return *made = &token, ok; }
Result cudnnDestroyTensorDescriptor(Handle of) { return ok; }
Result cudnnSetTensor4dDescriptor(Handle of, int format, int type, int n, int c, int h, int w) { return ok; }
Result cudnnSetTensor4dDescriptorEx(Handle of, int type, int n, int c, int h, int w, int a, int b, int d, int e) { return ok; }
Result cudnnSetTensorNdDescriptor(Handle of, int type, int sides, const int *size, const int *step) { return ok; }
Result cudnnCreateActivationDescriptor(Handle *made) { return *made = &token, ok; }
Result cudnnDestroyActivationDescriptor(Handle of) { return ok; }
Result cudnnSetActivationDescriptor(Handle of, int mode, int nan, double limit) { return ok; }
Result cudnnBatchNormalizationForwardTraining() { return noteKernel(), ok; }
Result cudnnBatchNormalizationForwardTrainingEx() { return noteKernel(), ok; }
Result cudnnBatchNormalizationForwardInference() { return noteKernel(), ok; }
Result cudnnBatchNormalizationBackward() { return noteKernel(), ok; }
Result cudnnBatchNormalizationBackwardEx() { return noteKernel(), ok; }
/* The last of the arguments says how much room is needed. */
Result cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(Handle h, int mode, int ops, Handle a, Handle b, Handle c, Handle d, Handle e, size_t *bytes) {
  return *bytes = 0, ok;
}
Result cudnnGetBatchNormalizationTrainingExReserveSpaceSize(Handle h, int mode, int ops, Handle a, Handle b, size_t *bytes) {
  return *bytes = 0, ok;
}
Result cudnnGetBatchNormalizationBackwardExWorkspaceSize(Handle h, int mode, int ops, Handle a, Handle b, Handle c, Handle d, Handle e, Handle f, Handle g, size_t *bytes) {
  return *bytes = 0, ok;
}
