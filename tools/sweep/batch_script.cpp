#include "tools/sweep/batch_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "io/text_file.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

void require_one_line(const std::string& what, std::string_view text) {
  const auto is_control = [](unsigned char letter) { return letter < 32 || letter == 127; };
  if (std::none_of(text.begin(), text.end(), is_control)) return;
  throw UsageError{fmt::format("{} is {}, which cannot stand in a batch script", what, in_quotes(text)),
                   "lines of sbatch end at the first line break; leave control characters out."};
}

// One word as sbatch reads it from a line that begins with #SBATCH.
std::string word_for_sbatch(std::string_view text) {
  std::string word = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') word += '\\';
    word += letter;
  }
  return word + "\"";
}

void add_line(std::string& script, const std::string& what, const std::string& option,
              const std::string& value) {
  if (value.empty()) return;
  require_one_line(what, value);
  script += fmt::format("#SBATCH --{}={}\n", option, word_for_sbatch(value));
}

// "--comment=two words" is one word for sbatch as for its writer; "-A delta" stays two, and quotes stay.
std::string free_option(const std::string& option) {
  require_one_line("slurm.options", option);
  const std::size_t value = option.find('=') + 1;  // 0 without '='
  const std::size_t special = option.find_first_of(" \t\"'");
  const bool spaces_alone = special != std::string::npos && option.find_first_of("\"'") == std::string::npos;
  if (value == 0 || special < value || !spaces_alone) return option;
  return option.substr(0, value) + word_for_sbatch(std::string_view{option}.substr(value));
}

// Slurm fills in %A and %a, and takes %% for %. A backslash anywhere makes it fill in nothing.
std::string output_pattern(const std::filesystem::path& folder) {
  std::string pattern;
  for (const char letter : folder.string()) pattern.append(letter == '%' ? 2 : 1, letter);
  if (pattern.find('\\') != std::string::npos) {
    throw UsageError{
        fmt::format("{} has a backslash in its name; Slurm cannot write what its tasks say there",
                    in_quotes(folder.string())),
        "put the sweep's output elsewhere with -o."};
  }
  return pattern + "/%A_%a.out";
}

std::string sbatch_lines(const BatchJob& job) {
  std::string lines;
  add_line(lines, "the array's name", "job-name", job.name);
  add_line(lines, "the sweep's folder", "output", output_pattern(job.folder));
  add_line(lines, "slurm.partition", "partition", job.slurm.partition);
  add_line(lines, "slurm.time", "time", job.slurm.time);
  add_line(lines, "slurm.memory", "mem", job.slurm.memory);
  lines +=
      fmt::format("#SBATCH --nodes=1\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n", job.slurm.cores);
  // Tasks that were lost are submitted again by whoever watches, once the rest is done.
  lines += "#SBATCH --no-requeue\n#SBATCH --dependency=singleton\n";
  for (const std::string& option : job.slurm.options) lines += "#SBATCH " + free_option(option) + "\n";
  return lines;
}

// `module` is a function of the shell; where it did not come along with the environment, a login has it.
std::string module_lines(const std::vector<std::string>& modules) {
  if (modules.empty()) return "";
  std::string lines = "command -v module >/dev/null || . /etc/profile\n";
  for (const std::string& module : modules) {
    const std::array<std::string, 3> words{"module", "load", module};
    lines += shell_line(words) + " || exit 1\n";
  }
  return lines + "\n";
}

std::string command_line(const std::vector<std::string>& command) {
  std::string line = "exec";
  for (const std::string& word : command) {
    line += word == kTaskNumber ? fmt::format(" \"{}\"", word) : " " + shell_line({&word, 1});
  }
  return line + "\n";
}

}  // namespace

std::string batch_text(const BatchJob& job) {
  return "#!/bin/bash\n" + sbatch_lines(job) + "\n" + module_lines(job.slurm.modules) +
         command_line(job.command);
}

}  // namespace yanzhen::tools
