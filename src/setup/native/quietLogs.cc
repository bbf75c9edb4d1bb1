// TensorFlow's newer messages ignore TF_CPP_MIN_LOG_LEVEL until its logging is initialised, which only its Python
// package does. This sets the lowest level that is shown as soon as the binding is loaded: errors.
namespace absl {
inline namespace lts_20250127 {
enum class LogSeverityAtLeast : int;
void SetMinLogLevel(LogSeverityAtLeast level);
}  // namespace lts_20250127
}  // namespace absl

namespace {
const bool quiet = (absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(2)), true);
}
