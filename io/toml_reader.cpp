#include "io/toml_reader.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "io/text_file.hpp"

namespace yanzhen {
namespace {

Place place_of(const toml::source_region& source, const std::string& file) {
  return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

// Measures how deep a TOML text nests without building anything: the library recurses once a level when it
// builds, and again when it tears down, and sets no limit to a key with a million dots.
class DepthGauge {
 public:
  // The offset of the first character that lies deeper than kDeepestToml; npos when none does.
  std::size_t first_too_deep(std::string_view text) {
    text_ = text;
    at_ = 0;
    while (at_ < text_.size()) {
      const std::size_t here = at_;
      step();
      if (brackets_ > kDeepestToml || dots_ > kDeepestToml) return here;
    }
    return std::string_view::npos;
  }

 private:
  void step() {
    const char one = text_[at_];
    if (one == '"' || one == '\'') return skip_string(one);
    if (one == '#') return skip_to_line_end();
    ++at_;
    if (one == '.') ++dots_;
    if (one == '\n' || one == '=' || one == ',') dots_ = 0;
    if (one == '[' || one == '{') ++brackets_;
    if (one == ']' || one == '}') brackets_ = std::max(0, brackets_ - 1);
  }
  void skip_to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool many_lines = text_.substr(at_, 3) == three;
    at_ += many_lines ? 3 : 1;
    while (at_ < text_.size()) {
      if (many_lines && text_.substr(at_, 3) == three) {
        at_ += 3;
        for (int extra = 0; extra < 2 && text_.substr(at_, 1) == three.substr(0, 1); ++extra)
          ++at_;  // """a"""""
        return;
      }
      const char one = text_[at_++];
      if (one == '\\' && quote == '"') ++at_;
      if (!many_lines && (one == quote || one == '\n')) return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int brackets_ = 0;
  int dots_ = 0;
};

Place place_at(std::string_view text, std::size_t offset, const std::string& file) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
  const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {file, line, count_letters(before.substr(line_start)) + 1};
}

// The tree of the library as plain values. Recursion is bounded: DepthGauge has passed the text.
class Converter {
 public:
  explicit Converter(const std::string& file) : file_{file} {}

  TomlTable table(const toml::table& from) const {
    TomlTable out;
    for (const auto& [key, node] : from) {
      TomlValue one = value(node);
      one.key_where = place_of(key.source(), file_);
      out.emplace(std::string{key.str()}, std::move(one));
    }
    return out;
  }

 private:
  TomlValue value(const toml::node& from) const {
    const Place where = place_of(from.source(), file_);
    TomlValue out{false, where, where};
    if (const auto* boolean = from.as_boolean())
      out.value = boolean->get();
    else if (const auto* whole = from.as_integer())
      out.value = whole->get();
    else if (const auto* real = from.as_floating_point())
      out.value = real->get();
    else if (const auto* text = from.as_string())
      out.value = text->get();
    else if (const auto* array = from.as_array())
      out.value = elements(*array);
    else if (const auto* inner = from.as_table())
      out.value = table(*inner);
    else
      out.value = TomlDate{as_text(from)};
    return out;
  }
  TomlArray elements(const toml::array& from) const {
    TomlArray out;
    for (const toml::node& one : from) out.push_back(value(one));
    return out;
  }
  static std::string as_text(const toml::node& date) {
    std::ostringstream out;
    if (const auto* day = date.as_date())
      out << day->get();
    else if (const auto* time = date.as_time())
      out << time->get();
    else if (const auto* both = date.as_date_time())
      out << both->get();
    return out.str();
  }

  const std::string& file_;
};

void move_to(TomlValue& value, const Place& where) {
  value.where = value.key_where = where;
  if (auto* array = std::get_if<TomlArray>(&value.value))
    for (TomlValue& one : *array) move_to(one, where);
  if (auto* table = std::get_if<TomlTable>(&value.value))
    for (auto& [key, one] : *table) move_to(one, where);
}

}  // namespace

std::optional<TomlTable> read_toml(std::string_view text, const std::string& file, Problems& problems) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  if (const std::size_t bad = first_bad_byte(text); bad != std::string_view::npos) {
    problems.add(place_at(text, bad, file),
                 fmt::format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(text[bad])),
                 "save the file with the encoding UTF-8");
    return std::nullopt;
  }
  if (const std::size_t deep = DepthGauge{}.first_too_deep(text); deep != std::string_view::npos) {
    problems.add(place_at(text, deep, file), fmt::format("nested deeper than {} levels", kDeepestToml));
    return std::nullopt;
  }
  try {
    return Converter{file}.table(toml::parse(text, file));
  } catch (const toml::parse_error& error) {
    std::string_view why = error.description();
    constexpr std::string_view kOpening = "Error while parsing ";
    if (why.substr(0, kOpening.size()) == kOpening) why.remove_prefix(kOpening.size());
    problems.add(place_of(error.source(), file), fmt::format("not valid TOML: {}", why));
    return std::nullopt;
  }
}

TomlValue toml_value_or_text(const std::string& text, const Place& where) {
  Problems ignored;
  const std::optional<TomlTable> parsed = read_toml("value = " + text, "", ignored);
  const bool one_value = parsed && parsed->size() == 1 && text.find_first_of("\n#") == std::string::npos;
  TomlValue value = one_value ? parsed->at("value") : TomlValue{text, where, where};
  move_to(value, where);
  return value;
}

std::string describe(const TomlValue& value) {
  struct Words {
    std::string operator()(bool one) const { return one ? "true" : "false"; }
    std::string operator()(std::int64_t one) const { return fmt::format("{} (a whole number)", one); }
    std::string operator()(double one) const { return toml_number(one) + " (a number)"; }
    std::string operator()(const std::string& one) const { return in_quotes(one) + " (text)"; }
    std::string operator()(const TomlDate& one) const { return one.text + " (a date or time)"; }
    std::string operator()(const TomlArray&) const { return "an array"; }
    std::string operator()(const TomlTable&) const { return "a table"; }
  };
  return std::visit(Words{}, value.value);
}

std::string toml_text(std::string_view utf8) {
  std::string out = "\"";
  for (const char one : utf8) {
    const auto byte = static_cast<unsigned char>(one);
    if (one == '"' || one == '\\')
      out += {'\\', one};
    else if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\u{:04X}", byte);
    else
      out += one;
  }
  return out + "\"";
}

std::string toml_key(std::string_view utf8) {
  const auto bare = [](char one) {
    return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9') ||
           one == '_' || one == '-';
  };
  return !utf8.empty() && std::all_of(utf8.begin(), utf8.end(), bare) ? std::string{utf8} : toml_text(utf8);
}

std::string shown_key(std::string_view utf8) {
  constexpr int kMostLetters = 60;  // as in_quotes() shows
  return count_letters(utf8) > kMostLetters ? in_quotes(utf8) : toml_key(utf8);
}

std::string toml_number(double number) {
  const std::string text = fmt::format("{}", number);
  const bool whole = std::isfinite(number) && text.find_first_of(".e") == std::string::npos;
  return whole ? text + ".0" : text;  // without the point it would be an integer, which has fewer digits
}

}  // namespace yanzhen
