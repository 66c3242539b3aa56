#pragma once
//! \file  What a subcommand of `yanzhen` is: its words and options as data, its work as one function.
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace yanzhen::tools {

/// What the shell is told. A script may rely on these.
enum class ExitCode : int { done = 0, failed = 1, bad_input = 2, interrupted = 130 };

/// The command line itself is wrong: what was found and what is allowed, and how to mend it (hint may be
/// empty).
class UsageError : public std::runtime_error {
 public:
  explicit UsageError(const std::string& problem, std::string hint = {})
      : std::runtime_error{problem}, hint_{std::move(hint)} {}
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  std::string hint_;
};

/// One option: `--name VALUE`, or a flag where `value` is empty. A letter of 0 means that there is no short
/// form.
struct OptionSpec {
  std::string name;
  char letter = 0;
  std::string value;
  std::string meaning;
};

/// One word that stands without a dash.
struct WordSpec {
  std::string name;  ///< as help shows it, e.g. "SCENARIO"
  bool required = true;
  std::string meaning;
};

struct Example {
  std::string line;
  std::string meaning;
};

/// Everything that help and the reader of the command line must know of a command.
struct CommandSpec {
  std::string name;
  std::string summary;
  std::vector<WordSpec> words;
  bool more_words = false;  ///< the last word may be given any number of times
  std::vector<OptionSpec> options;
  std::vector<Example> examples;
  std::string details;  ///< further paragraphs of `yanzhen help NAME`; may be empty
};

/// A command line that fits its CommandSpec.
class Arguments {
 public:
  std::string program;             ///< how yanzhen itself was called
  std::string line;                ///< the whole command line, as a shell reads it
  std::vector<std::string> words;  ///< in the order of CommandSpec::words; optional ones may miss
  std::map<std::string, std::vector<std::string>>
      values;  ///< by option name, in the order given; flags: empty texts

  [[nodiscard]] bool has(const std::string& option) const { return values.count(option) > 0; }
  /// The last value given, or nothing.
  [[nodiscard]] std::optional<std::string> value(const std::string& option) const;
  [[nodiscard]] std::vector<std::string> all(const std::string& option) const;
  [[nodiscard]] std::optional<std::string> word(std::size_t position) const;

  /// The last value given as a whole number in the closed range, or nothing when the option is absent.
  /// \throws UsageError when it is no whole number or out of range
  [[nodiscard]] std::optional<std::uint64_t> whole_number(const std::string& option, std::uint64_t min,
                                                          std::uint64_t max) const;
};

struct Command {
  CommandSpec spec;
  ExitCode (*run)(const Arguments& arguments);
};

/// Reads the words after the command's name.
/// \throws UsageError for an unknown option (with the nearest one), a missing value, too few or too many
/// words
[[nodiscard]] Arguments read_arguments(const CommandSpec& spec, const std::string& program,
                                       std::span<const std::string> arguments);

/// The page that `yanzhen help NAME` prints.
[[nodiscard]] std::string help_page(const CommandSpec& spec);

/// A line that a POSIX shell reads back as exactly these words.
[[nodiscard]] std::string shell_line(std::span<const std::string> words);

// One of each; the file has the command's name.
[[nodiscard]] Command run_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command analyze_command();
[[nodiscard]] Command breakpoints_command();
[[nodiscard]] Command compare_command();
[[nodiscard]] Command list_command();
[[nodiscard]] Command lockin_command();
[[nodiscard]] Command new_command();
[[nodiscard]] Command plot_command();
[[nodiscard]] Command recover_command();
[[nodiscard]] Command report_command();
[[nodiscard]] Command reproduce_command();
[[nodiscard]] Command sweep_command();
[[nodiscard]] Command sweep_task_command();
[[nodiscard]] Command verify_command();

}  // namespace yanzhen::tools
