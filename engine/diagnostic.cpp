#include "engine/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yanzhen {
namespace {

/// Code points of UTF-8, ASCII letters folded to lower case; a broken byte counts as a letter of its own.
std::u32string letters(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t letter = 0;
    for (std::size_t k = 0; k < length && i + k < text.size(); ++k)
      letter = (letter << 8) | static_cast<unsigned char>(text[i + k]);
    if (letter >= U'A' && letter <= U'Z') letter += U'a' - U'A';
    out.push_back(letter);
    i += length;
  }
  return out;
}

/// Damerau's distance: letters changed, added, left out, or swapped with their neighbour. Three rows of the
/// table are kept.
std::size_t edits(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string all_lines(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& one : diagnostics) {
    if (!out.empty()) out += '\n';
    out += to_text(one);
  }
  return out;
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string out = diagnostic.where.file;
  if (diagnostic.where.line > 0) out += fmt::format(":{}", diagnostic.where.line);
  if (diagnostic.where.line > 0 && diagnostic.where.column > 0)
    out += fmt::format(":{}", diagnostic.where.column);
  if (!out.empty()) out += ": ";
  out += "error: " + diagnostic.problem;
  if (!diagnostic.hint.empty()) out += "\n    hint: " + diagnostic.hint;
  return out;
}

ScenarioError::ScenarioError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error{all_lines(diagnostics)}, diagnostics_{std::move(diagnostics)} {}

void Problems::add(Place where, std::string problem, std::string hint) {
  ++count_;
  if (list_.size() < kMost) list_.push_back({std::move(where), std::move(problem), std::move(hint)});
}

void Problems::throw_if_any() const {
  if (any()) throw ScenarioError{list_};
}

std::string nearest_name(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t kLongestWord = 200;  // edit distance is quadratic, and nobody mistypes more
  if (word.size() > kLongestWord) return {};
  const std::u32string wanted = letters(word);
  std::string best;
  std::size_t fewest = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const std::u32string there = letters(candidate);
    const std::size_t distance = edits(wanted, there);
    if (distance < fewest && distance < std::max(wanted.size(), there.size())) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace yanzhen
