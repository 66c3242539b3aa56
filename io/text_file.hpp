#pragma once
//! \file  Text from outside: reading a file within a limit, checking that it is UTF-8, and quoting it in a
//! message.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yanzhen {

/// Why `file` cannot be read as an ordinary file of at most `most_bytes`, as the end of a sentence ("does not
/// exist"); nothing when it can. Never waits, not even for a pipe.
[[nodiscard]] std::optional<std::string> why_unreadable(const std::filesystem::path& file,
                                                        std::uint64_t most_bytes);

/// The whole file. \pre why_unreadable(file, most_bytes) said nothing.
/// \throws std::runtime_error naming the file when the disk fails, or when the file grew past `most_bytes`
/// since.
[[nodiscard]] std::string read_text(const std::filesystem::path& file, std::uint64_t most_bytes);

/// A hint naming the file beside `missing` whose name is nearest to its own; empty when there is none.
[[nodiscard]] std::string nearest_file(const std::filesystem::path& missing);

/// What a byte order mark of UTF-8 looks like; it says nothing and is skipped.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Where `text` stops being text: the first byte that is not UTF-8 (overlong forms and surrogates included)
/// or is NUL. std::string_view::npos when all of it is text.
[[nodiscard]] std::size_t first_bad_byte(std::string_view text);

/// Letters, i.e. Unicode code points, of valid UTF-8.
[[nodiscard]] int count_letters(std::string_view utf8);

/// Text between quotes for a message: control characters shown as \xNN, cut with "..." after 60 letters.
[[nodiscard]] std::string in_quotes(std::string_view utf8);

/// "0 to 1", "0 or more", "1 or less", or `any` where neither end is finite.
[[nodiscard]] std::string range_text(double min, double max, const std::string& any = "any number");

/// "did you mean "city"? known: a, b, c": the hint for a name that is not one of `names`.
[[nodiscard]] std::string hint_for(std::string_view name, const std::vector<std::string>& names);

}  // namespace yanzhen
