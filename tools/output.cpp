#include "tools/output.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace yanzhen::tools {

void set_up_messages() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("yanzhen"));
  spdlog::set_pattern("%^%l:%$ %v");
}

void print_result(std::string_view text) {
  errno = 0;
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written == text.size() && std::fflush(stdout) == 0) return;
  if (errno == EPIPE) return;
  throw std::runtime_error{fmt::format("cannot write to standard output: {}", std::strerror(errno))};
}

void print_problems(const std::vector<Diagnostic>& problems) {
  std::string text;
  for (const Diagnostic& problem : problems) text += to_text(problem) + "\n";
  const bool cut_short = problems.size() >= Problems::kMost;
  text += fmt::format("{}{} error{}; nothing was run.\n", cut_short ? "at least " : "", problems.size(),
                      problems.size() == 1 ? "" : "s");
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace yanzhen::tools
