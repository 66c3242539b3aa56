#include "io/text_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include "engine/diagnostic.hpp"

namespace yanzhen {
namespace {

// How many bytes the UTF-8 sequence at the front of `text` has, 0 when it is none. Table 3-7 of the Unicode
// standard.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead >= 0x01 && lead <= 0x7F) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::optional<std::string> why_unreadable(const std::filesystem::path& file, std::uint64_t most_bytes) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) return "does not exist";
  if (status.type() == std::filesystem::file_type::directory) return "is a folder";
  if (error) return fmt::format("cannot be looked at ({})", error.message());
  if (!std::filesystem::is_regular_file(status)) return "is a pipe or a device, not an ordinary file";
  if (access(file.c_str(), R_OK) != 0) return "may not be read by this user";
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  if (!error && bytes > most_bytes)
    return fmt::format("has {} MB, allowed are {} MB", (bytes + (1U << 20U) - 1) >> 20U, most_bytes >> 20U);
  return std::nullopt;
}

std::string read_text(const std::filesystem::path& file, std::uint64_t most_bytes) {
  std::ifstream stream{file, std::ios::binary};
  std::string text;
  std::string block(std::size_t{1} << 16U, '\0');
  while (stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most_bytes) throw std::runtime_error{file.string() + " grew while it was read"};
  }
  if (!stream.eof() || stream.bad()) throw std::runtime_error{file.string() + " could not be read"};
  return text;
}

std::string nearest_file(const std::filesystem::path& missing) {
  constexpr std::size_t kMostFiles = 1000;
  const std::filesystem::path folder = missing.has_parent_path() ? missing.parent_path() : ".";
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator entry{folder, error}, end; !error && entry != end;
       entry.increment(error)) {
    if (names.size() == kMostFiles) return {};
    if (entry->is_regular_file(error)) names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());  // a folder lists its files in no order
  const std::string near = nearest_name(missing.filename().string(), names);
  return near.empty() || near == missing.filename() ? "" : fmt::format("did you mean {}?", in_quotes(near));
}

std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text.substr(i, 4));
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

int count_letters(std::string_view utf8) {
  int letters = 0;
  for (const char byte : utf8) letters += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
  return letters;
}

std::string in_quotes(std::string_view utf8) {
  constexpr int kMostLetters = 60;
  std::string out = "\"";
  int letters = 0;
  for (const char one : utf8) {
    const auto byte = static_cast<unsigned char>(one);
    if ((byte & 0xC0U) != 0x80U && ++letters > kMostLetters) return out + "...\"";
    if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += one;
  }
  return out + "\"";
}

std::string range_text(double min, double max, const std::string& any) {
  const bool floor = std::isfinite(min);
  const bool ceiling = std::isfinite(max);
  if (floor && ceiling) return fmt::format("{} to {}", min, max);
  if (floor) return fmt::format("{} or more", min);
  return ceiling ? fmt::format("{} or less", max) : any;
}

std::string hint_for(std::string_view name, const std::vector<std::string>& names) {
  constexpr std::size_t kMostNames = 24;  // more would hide the answer
  std::string hint;
  if (const std::string near = nearest_name(name, names); !near.empty())
    hint = fmt::format("did you mean \"{}\"?", near);
  if (names.empty() || names.size() > kMostNames) return hint;
  if (!hint.empty()) hint += ' ';
  return fmt::format("{}known: {}", hint, fmt::join(names, ", "));
}

}  // namespace yanzhen
