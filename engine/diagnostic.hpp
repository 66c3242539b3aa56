#pragma once
//! \file  What is wrong with an input, where, and what would be right. All problems of an input are told at
//! once.
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace yanzhen {

/// Where in a file something was written. Line and column count from 1; 0 means the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One problem of an input: what was found and what is allowed, and how to mend it (hint may be empty).
struct Diagnostic {
  Place where;
  std::string problem;
  std::string hint;
};

/// "file:line:column: error: problem\n    hint: ..." without a newline at the end.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

/// Everything that is wrong with an input, thrown once the whole input was read. Ends a command with exit
/// code 2.
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(std::vector<Diagnostic> diagnostics);
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Collects problems and notes while an input is read. Stops collecting (but not counting) after kMost
/// problems.
class Problems {
 public:
  static constexpr std::size_t kMost = 100;

  void add(Place where, std::string problem, std::string hint = {});
  /// Something the user should know that is no error: a fill rule used, a value clipped.
  void note(std::string text) { notes_.push_back(std::move(text)); }

  [[nodiscard]] bool any() const noexcept { return count_ > 0; }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] const std::vector<Diagnostic>& list() const noexcept { return list_; }
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }
  /// \throws ScenarioError holding every problem, if there is any.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> list_;
  std::vector<std::string> notes_;
  std::size_t count_ = 0;
};

/// The candidate with the smallest edit distance to `word` (letters of UTF-8, not bytes; case folded for
/// ASCII), or empty when none is near: more than a third of the word's letters, and more than one, would have
/// to change, or every letter.
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string> candidates);

}  // namespace yanzhen
