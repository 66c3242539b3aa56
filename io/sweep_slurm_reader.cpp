#include "io/sweep_slurm_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/sweep_names.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

constexpr std::size_t kLongestText = 200;     // bytes of a partition, a module
constexpr std::size_t kLongestOption = 1000;  // bytes
constexpr std::size_t kMostTexts = 100;
constexpr std::int64_t kMostCores = 1024;
constexpr std::int64_t kMostTasks = 1'000'000;

bool is_letter_or_digit(char one) {
  return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
}

// Whether the text is made of ASCII letters, digits and those in `others`.
bool is_made_of(std::string_view text, std::string_view others) {
  return !text.empty() && text.size() <= kLongestText && std::all_of(text.begin(), text.end(), [&](char one) {
    return is_letter_or_digit(one) || others.find(one) != std::string_view::npos;
  });
}

bool is_digits(std::string_view text) {
  constexpr std::size_t kMostDigits = 9;
  return !text.empty() && text.size() <= kMostDigits &&
         std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

// Whether there are 1 to `most` numbers with ':' between them.
bool is_clock_text(std::string_view text, int most) {
  for (int parts = 1; parts <= most; ++parts) {
    const std::size_t colon = text.find(':');
    if (!is_digits(text.substr(0, colon))) return false;
    if (colon == std::string_view::npos) return true;
    text.remove_prefix(colon + 1);
  }
  return false;
}

bool is_partition(std::string_view text) { return is_made_of(text, "_-,"); }
bool is_module(std::string_view text) { return is_made_of(text, "._/+-"); }

// What to do about an option that the sweep says itself or has a key for; empty for any other. sbatch takes
// the beginning of an option for the whole.
std::string key_of_option(std::string_view option) {
  struct Own {
    const char* option;
    const char* key;
  };
  constexpr std::array<Own, 10> kOwn{{{"--array", "tasks and throttle"},
                                      {"--partition", "partition"},
                                      {"--time", "time"},
                                      {"--mem", "memory"},
                                      {"--cpus-per-task", "cores"},
                                      {"--job-name", ""},
                                      {"--output", ""},
                                      {"--error", ""},
                                      {"--parsable", ""},
                                      {"--wrap", ""}}};
  const std::string_view name = option.substr(0, option.find('='));
  for (const Own& one : kOwn)
    if (std::string_view{one.option}.substr(0, name.size()) == name)
      return *one.key == '\0' ? "the sweep says it itself" : fmt::format("say it as {}", one.key);
  return {};
}

// Reads the section.
class SlurmReader {
 public:
  SlurmReader(const TomlTable& table, Problems& problems)
      : problems_{problems},
        section_{table,
                 "slurm",
                 {"partition", "time", "memory", "cores", "tasks", "throttle", "modules", "options"},
                 problems} {}

  SlurmSettings read() const {
    SlurmSettings out;
    out.partition = text("partition", is_partition, "text: letters, digits, \"_\", \"-\" and \",\"");
    out.time =
        text("time", is_slurm_time,
             "text as sbatch takes it: \"90\" (minutes), \"MM:SS\", \"HH:MM:SS\", \"D-HH\", \"D-HH:MM\" or "
             "\"D-HH:MM:SS\"");
    out.memory = text("memory", is_slurm_memory,
                      "text as sbatch takes it: digits with K, M, G or T behind them, for example \"4G\"");
    out.cores = whole("cores", kMostCores, "cores of a task: so many of its runs go on at once", out.cores);
    out.tasks = whole("tasks", kMostTasks, "tasks of the array", out.tasks);
    out.throttle = whole("throttle", kMostTasks, "tasks of the array that run at once", out.throttle);
    for_texts("modules", [&](const TomlValue& value, const std::string& name) {
      if (const std::string* module = text(value, name, is_module, kModule)) out.modules.push_back(*module);
    });
    for_texts("options", [&](const TomlValue& value, const std::string& name) {
      if (const std::string* option = text(value, name, is_option, kOption)) add_option(*option, value, out);
    });
    return out;
  }

 private:
  static constexpr const char* kModule = "text: letters, digits, \".\", \"_\", \"/\", \"+\" and \"-\"";
  static constexpr const char* kOption =
      "text that begins with \"--\", without spaces, quotes and backslashes, at most 1000 bytes";

  static bool is_option(std::string_view text) {
    return text.substr(0, 2) == "--" && text.size() > 2 && text.size() <= kLongestOption &&
           is_letter_or_digit(text[2]) && text.find_first_of(" \"'`\\") == std::string_view::npos &&
           !has_control_character(std::string{text}) && first_bad_byte(text) == std::string_view::npos;
  }

  void add_option(const std::string& option, const TomlValue& value, SlurmSettings& out) const {
    const std::string own = key_of_option(option);
    if (own.empty())
      out.options.push_back(option);
    else
      problems_.add(value.where, fmt::format("slurm.options has {}, which is not for it", in_quotes(option)),
                    own);
  }

  [[nodiscard]] std::string text(const std::string& key, bool (*allows)(std::string_view),
                                 const std::string& allowed) const {
    const TomlValue* value = section_.find(key);
    if (value == nullptr) return {};
    const std::string* found = text(*value, section_.full_name(key), allows, allowed);
    return found == nullptr ? "" : *found;
  }

  const std::string* text(const TomlValue& value, const std::string& name, bool (*allows)(std::string_view),
                          const std::string& allowed) const {
    const auto* text = std::get_if<std::string>(&value.value);
    if (text != nullptr && allows(*text)) return text;
    problems_.add(value.where, fmt::format("{} is {}, allowed is {}", name, describe(value), allowed));
    return nullptr;
  }

  [[nodiscard]] std::uint32_t whole(const std::string& key, std::int64_t most, const std::string& meaning,
                                    std::uint32_t standard) const {
    return static_cast<std::uint32_t>(section_.whole_number(key, 1, most, meaning).value_or(standard));
  }

  template <class Read>
  void for_texts(const std::string& key, const Read& read) const {
    const TomlValue* value = section_.find(key);
    if (value == nullptr) return;
    const auto* array = std::get_if<TomlArray>(&value->value);
    if (array == nullptr || array->size() > kMostTexts)
      return section_.refuse(key, fmt::format("an array of at most {} texts", kMostTexts));
    for (std::size_t k = 0; k < array->size(); ++k)
      read((*array)[k], fmt::format("entry {} of {}", k + 1, section_.full_name(key)));
  }

  Problems& problems_;
  TomlSection section_;
};

}  // namespace

SlurmSettings read_slurm(const TomlTable& table, Problems& problems) {
  return SlurmReader{table, problems}.read();
}

bool is_slurm_time(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return is_clock_text(text, 3);
  return is_digits(text.substr(0, dash)) && is_clock_text(text.substr(dash + 1), 3);
}

bool is_slurm_memory(std::string_view text) {
  if (!text.empty() && std::string_view{"KMGT"}.find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return is_digits(text);
}

}  // namespace yanzhen
