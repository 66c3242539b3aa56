#include "tools/sweep/task_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLines = 5;
constexpr std::uintmax_t kBytes = 2000;

std::optional<fs::path> spoke_last(const fs::path& folder, const std::string& job) {
  std::optional<fs::path> last;
  fs::file_time_type when;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder, error}) {
    const std::string name = entry.path().filename().string();
    const bool of_job = name.ends_with(".out") && (job.empty() || name.starts_with(job + "_"));
    if (!of_job || entry.file_size(error) == 0 || error) continue;
    const fs::file_time_type written = entry.last_write_time(error);
    if (error || (last && written < when)) continue;
    last = entry.path();
    when = written;
  }
  return last;
}

std::string end_of(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary | std::ios::ate};
  const auto size = static_cast<std::uintmax_t>(std::max<std::streamoff>(stream.tellg(), 0));
  const std::uintmax_t bytes = std::min(size, kBytes);
  stream.seekg(-static_cast<std::streamoff>(bytes), std::ios::end);
  std::string text(bytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(bytes));
  // What was cut begins somewhere within a line, maybe within a letter.
  if (size > bytes) text.erase(0, std::min(text.find('\n'), text.size() - 1) + 1);
  const auto is_control = [](unsigned char letter) {
    return (letter < 32 && letter != '\n') || letter == 127;
  };
  std::erase_if(text, is_control);
  return text;
}

std::string last_lines(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t begin = text.size();
  for (std::size_t line = 0; line < kLines && begin != std::string_view::npos && begin > 0; ++line) {
    begin = text.rfind('\n', begin - 1);
  }
  if (begin != std::string_view::npos && begin < text.size()) text.remove_prefix(begin + 1);
  return std::string{text};
}

std::string indented(const std::string& lines) {
  std::string text = "  ";
  for (const char letter : lines) text += letter == '\n' ? "\n  " : std::string{letter};
  return text;
}

}  // namespace

std::string last_words(const fs::path& folder, const std::string& job) {
  const std::optional<fs::path> file = spoke_last(folder, job);
  if (!file) return fmt::format("no task said anything in {}", folder.string());
  return fmt::format("{} ends with\n{}", file->string(), indented(last_lines(end_of(*file))));
}

}  // namespace yanzhen::tools
