// The package's backend, which ends the whole process where TensorFlow cannot start with a card that it sees, as with a driver
// that is too old. Here it starts without cards then, and says why.
#include <cstdio>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

static TFE_Context *StartContext(TFE_ContextOptions *options, TF_Status *status) {
  TFE_Context *context = TFE_NewContext(options, status);
  if (TF_GetCode(status) == TF_OK) return context;
  std::fprintf(stderr, "E startContext.cc:1] Ignoring the GPU: %s\n", TF_Message(status));
  // A ConfigProto whose `device_count` says "GPU": 0.
  const unsigned char no_cards[] = {0x0a, 7, 0x0a, 3, 'G', 'P', 'U', 0x10, 0};
  TF_SetStatus(status, TF_OK, "");
  TFE_ContextOptionsSetConfig(options, no_cards, sizeof no_cards, status);
  return TFE_NewContext(options, status);
}

#define TFE_NewContext StartContext
#include "tfjs_backend.cc"
