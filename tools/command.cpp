#include "tools/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cxxopts.hpp>

#include "engine/diagnostic.hpp"

namespace yanzhen::tools {
namespace {

constexpr const char* kWords = "words";  // the name under which cxxopts keeps what has no dash

std::vector<std::string> option_names(const CommandSpec& spec) {
  std::vector<std::string> names{"help"};
  for (const OptionSpec& option : spec.options) names.push_back(option.name);
  return names;
}

[[noreturn]] void refuse_option(const CommandSpec& spec, const std::string& found) {
  const std::string bare = found.substr(0, found.find('='));
  const std::size_t letters = bare.find_first_not_of('-');
  const std::string near =
      letters == std::string::npos ? "" : nearest_name(bare.substr(letters), option_names(spec));
  const std::string help = fmt::format("`yanzhen help {}` shows all options.", spec.name);
  throw UsageError{fmt::format("`yanzhen {}` has no option {}", spec.name, bare),
                   near.empty() ? help : fmt::format("did you mean --{}? {}", near, help)};
}

void check_words(const CommandSpec& spec, const std::vector<std::string>& words) {
  for (std::size_t i = words.size(); i < spec.words.size(); ++i) {
    if (!spec.words[i].required) continue;
    throw UsageError{
        fmt::format("`yanzhen {}` needs {}: {}", spec.name, spec.words[i].name, spec.words[i].meaning),
        fmt::format("for example: {}", spec.examples.at(0).line)};
  }
  if (words.size() > spec.words.size() && !spec.more_words) {
    throw UsageError{
        fmt::format("`yanzhen {}` takes {} word{}, but \"{}\" is one more", spec.name, spec.words.size(),
                    spec.words.size() == 1 ? "" : "s", words[spec.words.size()]),
        fmt::format("`yanzhen help {}` shows how it is called.", spec.name)};
  }
}

cxxopts::Options to_cxxopts(const CommandSpec& spec) {
  cxxopts::Options options{"yanzhen " + spec.name};
  options.allow_unrecognised_options();  // so that we can name the nearest one
  auto add = options.add_options();
  add("h,help", "");
  for (const OptionSpec& option : spec.options) {
    const std::string names =
        option.letter == 0 ? option.name : fmt::format("{},{}", option.letter, option.name);
    if (option.value.empty()) {
      add(names, option.meaning);
    } else {
      add(names, option.meaning, cxxopts::value<std::string>());
    }
  }
  add(kWords, "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({kWords});
  return options;
}

cxxopts::ParseResult parse(cxxopts::Options options, const CommandSpec& spec,
                           std::span<const std::string> arguments) {
  std::vector<const char*> pointers{"yanzhen"};
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  try {
    return options.parse(static_cast<int>(pointers.size()), pointers.data());
  } catch (const std::exception& error) {  // the class's name changed between versions 3.0 and 3.1
    throw UsageError{fmt::format("`yanzhen {}`: {}", spec.name, error.what()),
                     fmt::format("`yanzhen help {}` shows how it is called.", spec.name)};
  }
}

bool is_plain(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
         std::string_view{"_-./=:,+@%"}.find(letter) != std::string_view::npos;
}

std::string quoted(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string text = "'";
  for (const char letter : word) text += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
  return text + "'";
}

std::string option_column(const OptionSpec& option) {
  const std::string letter = option.letter == 0 ? "    " : fmt::format("-{}, ", option.letter);
  return fmt::format("{}--{}{}{}", letter, option.name, option.value.empty() ? "" : " ", option.value);
}

}  // namespace

std::optional<std::string> Arguments::value(const std::string& option) const {
  const auto found = values.find(option);
  if (found == values.end()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& option) const {
  const auto found = values.find(option);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::string> Arguments::word(std::size_t position) const {
  if (position >= words.size()) return std::nullopt;
  return words[position];
}

std::optional<std::uint64_t> Arguments::whole_number(const std::string& option, std::uint64_t min,
                                                     std::uint64_t max) const {
  const std::optional<std::string> text = value(option);
  if (!text) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end || number < min || number > max) {
    throw UsageError{
        fmt::format("--{} is \"{}\", allowed is a whole number from {} to {}", option, *text, min, max)};
  }
  return number;
}

Arguments read_arguments(const CommandSpec& spec, const std::string& program,
                         std::span<const std::string> arguments) {
  const cxxopts::ParseResult parsed = parse(to_cxxopts(spec), spec, arguments);
  if (!parsed.unmatched().empty()) refuse_option(spec, parsed.unmatched().front());

  // Read from the sequence, not by name: by name cxxopts cuts lists at commas, and keeps one of a repeated
  // option.
  Arguments result;
  result.program = program;
  std::vector<std::string> line{program, spec.name};
  line.insert(line.end(), arguments.begin(), arguments.end());
  result.line = shell_line(line);
  for (const cxxopts::KeyValue& given : parsed.arguments()) {
    if (given.key() == kWords) {
      result.words.push_back(given.value());
    } else {
      result.values[given.key()].push_back(given.value());
    }
  }
  if (!result.has("help")) check_words(spec, result.words);
  return result;
}

std::string help_page(const CommandSpec& spec) {
  std::string text = fmt::format("{}\n\nUsage: yanzhen {}", spec.summary, spec.name);
  for (const WordSpec& word : spec.words) text += word.required ? " " + word.name : " [" + word.name + "]";
  text += spec.options.empty() ? "\n" : " [options]\n";

  std::vector<std::pair<std::string, std::string>> rows;
  for (const WordSpec& word : spec.words) rows.emplace_back(word.name, word.meaning);
  for (const OptionSpec& option : spec.options) rows.emplace_back(option_column(option), option.meaning);
  rows.emplace_back("-h, --help", "print this page");
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.first.size());
  text += "\n";
  for (const auto& row : rows) text += fmt::format("  {:<{}}  {}\n", row.first, width, row.second);

  text += "\nExamples:\n";
  for (const Example& example : spec.examples) {
    text += fmt::format("  {}\n      {}\n", example.line, example.meaning);
  }
  if (!spec.details.empty()) text += "\n" + spec.details;
  return text;
}

std::string shell_line(std::span<const std::string> words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

}  // namespace yanzhen::tools
