// TensorFlow's newer messages ignore TF_CPP_MIN_LOG_LEVEL until its logging is initialised, which only its Python
// package does. This sets the lowest level that is shown as soon as the binding is loaded: errors, unless somebody wants to
// know why a GPU is not used.
#include <cstdlib>

namespace absl {
inline namespace lts_20250127 {
enum class LogSeverityAtLeast : int;
void SetMinLogLevel(LogSeverityAtLeast level);
}  // namespace lts_20250127
}  // namespace absl

namespace {
const bool quiet = std::getenv("ASYMMETRIC_TENSORFLOW_LOG") ||
                   (absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(2)), true);
}
