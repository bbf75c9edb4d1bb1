// The package's binding with four methods more: `addFunction` makes a graph a function of the binding's own context,
// where `executeOp` runs it by its name like any operation, `removeFunction` takes it away again, `allowTf32` says
// whether a GPU may round the factors of products to ten bits, and `cardMemory` tells how much memory it has.
#include <node_api.h>
#undef NAPI_MODULE
#define NAPI_MODULE(name, initialise)
#include "tfjs_binding.cc"

#include "cardMemory.h"

// TensorFlow's own switch, which its C interface leaves out.
namespace tsl {
void enable_tensor_float_32_execution(bool enabled);
}

namespace tfnodejs {

// The package keeps its context to itself; an explicit instantiation may name a private member.
TFE_Context *ContextOf(const TFJSBackend *backend);
template <TFE_Context *TFJSBackend::*Member>
struct ContextReader {
  friend TFE_Context *ContextOf(const TFJSBackend *backend) { return backend->*Member; }
};
template struct ContextReader<&TFJSBackend::tfe_context_>;

template <typename Value, void (*Delete)(Value *)>
struct Deleter {
  void operator()(Value *value) const { Delete(value); }
};
template <typename Value, void (*Delete)(Value *)>
using Owned = std::unique_ptr<Value, Deleter<Value, Delete>>;

static std::string Text(napi_env env, napi_value value) {
  std::string text;
  GetStringParam(env, value, text);
  return text;
}

// The graph's outputs that an array of names (`node` or `node:2`) stands for. Throws in JavaScript where one is missing.
static std::vector<TF_Output> Named(napi_env env, TF_Graph *graph, napi_value names) {
  uint32_t length = 0;
  napi_get_array_length(env, names, &length);
  std::vector<TF_Output> outputs;
  for (uint32_t i = 0; i < length; i++) {
    napi_value name;
    napi_get_element(env, names, i, &name);
    const std::string text = Text(env, name);
    const size_t colon = text.find(':');
    TF_Operation *node = TF_GraphOperationByName(graph, text.substr(0, colon).c_str());
    if (node == nullptr) NAPI_THROW_ERROR(env, "The graph has no node %s", text.c_str());
    outputs.push_back({node, colon == std::string::npos ? 0 : atoi(text.c_str() + colon + 1)});
  }
  return outputs;
}

// (name, graph as the bytes of a GraphDef, names of inputs, names of outputs, names of nodes that run in any case,
// whether XLA compiles it)
static napi_value AddFunction(napi_env env, napi_callback_info info) {
  size_t count = 6;
  napi_value args[6];
  ENSURE_NAPI_OK_RETVAL(env, napi_get_cb_info(env, info, &count, args, nullptr, nullptr), nullptr);
  void *data;
  size_t length;
  ENSURE_NAPI_OK_RETVAL(
      env, napi_get_typedarray_info(env, args[1], nullptr, &length, &data, nullptr, nullptr), nullptr);

  TF_AutoStatus status;
  Owned<TF_Graph, TF_DeleteGraph> graph(TF_NewGraph());
  Owned<TF_Buffer, TF_DeleteBuffer> bytes(TF_NewBufferFromString(data, length));
  Owned<TF_ImportGraphDefOptions, TF_DeleteImportGraphDefOptions> options(TF_NewImportGraphDefOptions());
  TF_GraphImportGraphDef(graph.get(), bytes.get(), options.get(), status.status);
  ENSURE_TF_OK_RETVAL(env, status, nullptr);

  const auto inputs = Named(env, graph.get(), args[2]), outputs = Named(env, graph.get(), args[3]);
  std::vector<const TF_Operation *> effects;
  for (const TF_Output &effect : Named(env, graph.get(), args[4])) effects.push_back(effect.oper);
  if (IsExceptionPending(env)) return nullptr;
  Owned<TF_Function, TF_DeleteFunction> function(TF_GraphToFunctionWithControlOutputs(
      graph.get(), Text(env, args[0]).c_str(), 0, -1, nullptr, inputs.size(), inputs.data(), outputs.size(),
      outputs.data(), nullptr, effects.size(), effects.data(), nullptr, nullptr, nullptr, status.status));
  ENSURE_TF_OK_RETVAL(env, status, nullptr);
  bool compiled;
  ENSURE_NAPI_OK_RETVAL(env, napi_get_value_bool(env, args[5], &compiled), nullptr);
  if (compiled) {
    const char yes[] = {0x28, 0x01};  // An AttrValue whose field 5, `b`, is true.
    TF_FunctionSetAttrValueProto(function.get(), "_XlaMustCompile", yes, sizeof yes, status.status);
    ENSURE_TF_OK_RETVAL(env, status, nullptr);
  }
  TFE_ContextAddFunction(ContextOf(GetTFJSBackend(env)), function.get(), status.status);
  EnsureTFOK(env, status, __FILE__, __LINE__);
  return nullptr;
}

// (name)
static napi_value RemoveFunction(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value name;
  ENSURE_NAPI_OK_RETVAL(env, napi_get_cb_info(env, info, &count, &name, nullptr, nullptr), nullptr);
  TF_AutoStatus status;
  TFE_ContextRemoveFunction(ContextOf(GetTFJSBackend(env)), Text(env, name).c_str(), status.status);
  EnsureTFOK(env, status, __FILE__, __LINE__);
  return nullptr;
}

// (allowed)
static napi_value AllowTf32(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arg;
  bool allowed;
  ENSURE_NAPI_OK_RETVAL(env, napi_get_cb_info(env, info, &count, &arg, nullptr, nullptr), nullptr);
  ENSURE_NAPI_OK_RETVAL(env, napi_get_value_bool(env, arg, &allowed), nullptr);
  tsl::enable_tensor_float_32_execution(allowed);
  return nullptr;
}

// () -> { bytes, unusedBytes }; undefined where no card computes
static napi_value TellCardMemory(napi_env env, napi_callback_info) {
  size_t unused, bytes;
  if (!GetTFJSBackend(env)->is_gpu_device || !CardMemory(&unused, &bytes)) return nullptr;
  napi_value told, number;
  ENSURE_NAPI_OK_RETVAL(env, napi_create_object(env, &told), nullptr);
  ENSURE_NAPI_OK_RETVAL(env, napi_create_double(env, bytes, &number), nullptr);
  ENSURE_NAPI_OK_RETVAL(env, napi_set_named_property(env, told, "bytes", number), nullptr);
  ENSURE_NAPI_OK_RETVAL(env, napi_create_double(env, unused, &number), nullptr);
  ENSURE_NAPI_OK_RETVAL(env, napi_set_named_property(env, told, "unusedBytes", number), nullptr);
  return told;
}

}  // namespace tfnodejs

NAPI_MODULE_INIT() {
  using namespace tfnodejs;
  napi_value binding = InitTFNodeJSBinding(env, exports);
  if (binding == nullptr) return nullptr;
  const napi_property_descriptor methods[] = {
      {"addFunction", nullptr, AddFunction, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"removeFunction", nullptr, RemoveFunction, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"allowTf32", nullptr, AllowTf32, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"cardMemory", nullptr, TellCardMemory, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, binding, ARRAY_SIZE(methods), methods);
  return binding;
}
