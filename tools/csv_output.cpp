#include "tools/csv_output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/file_guard.hpp"

namespace yanzhen::tools {

namespace fs = std::filesystem;

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string{"\"\""} : std::string{letter};
  return quoted + "\"";
}

std::string csv_field(double number) { return std::isnan(number) ? "" : fmt::format("{}", number); }

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t k = 0; k < fields.size(); ++k) line += (k == 0 ? "" : ",") + fields[k];
  return line + "\n";
}

std::string csv_target(const Arguments& arguments) {
  const std::string target = arguments.value("csv").value_or("");
  if (target.empty() && arguments.has("csv")) throw UsageError{"--csv needs the name of a file, or -"};
  if (target == "-" && arguments.has("json"))
    throw UsageError{"--csv - and --json both want standard output", "name a file: --csv FILE"};
  if (target.empty() || target == "-") return target;
  const fs::path folder = fs::path{target}.parent_path();
  if (fs::is_directory(target)) throw UsageError{fmt::format("{} is a folder", target)};
  if (fs::exists(target) && !fs::is_regular_file(target))
    throw UsageError{fmt::format("{} is not an ordinary file", target), "--csv - writes to standard output."};
  if (!folder.empty() && !fs::is_directory(folder))
    throw UsageError{fmt::format("{} is not a folder, so {} cannot be written", folder.string(), target)};
  for (const std::string& input : arguments.words) {
    std::error_code ignored;
    if (fs::equivalent(input, target, ignored))
      throw UsageError{fmt::format("{} is read by this command, and --csv would replace it", target)};
  }
  return target;
}

void write_text_file(const std::string& file, const std::string& text) {
  TemporaryFile fresh{file};
  std::ofstream out{fresh.path(), std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) throw std::runtime_error{fmt::format("cannot write {}: {}", file, std::strerror(errno))};
  fresh.replace_target();
}

}  // namespace yanzhen::tools
