#pragma once
//! \file  The number that an experiment watches: what [lockin] calls by names, found in a model's panels.
#include <optional>
#include <string>
#include <vector>

#include "engine/lock_in_settings.hpp"
#include "engine/model.hpp"

namespace yanzhen::lock_in {

/// One entry of a panel or a sum of entries, where asked divided by the entry of another panel for the same
/// places. Every model built from one scenario, with whatever settings, has the panels in the same order; so
/// one Watch serves all runs of an experiment.
class Watch {
 public:
  /// Finds panel and labels. A label may be any of a dimension's names (its aliases are names too), in small
  /// or capital letters, with or without 市 at its end. Adds to `problems` what is not there, with the
  /// nearest name, and what is ambiguous.
  [[nodiscard]] static std::optional<Watch> resolve(const WatchSettings& settings, const Model& model,
                                                    Problems& problems);

  /// The number as it stands now. Changes nothing. NaN where it is divided by zero.
  [[nodiscard]] double measure(const Model& model) const;

  /// "employment (city 徐州市, industry electronics) / employment (city 徐州市)", by the labels of the model.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const std::string& unit() const noexcept { return unit_; }  ///< "1" for a quotient

 private:
  friend class WatchReader;
  /// Entries of one panel that are summed.
  struct Entries {
    std::size_t panel = 0;
    std::size_t length = 0;  ///< of the whole panel
    std::vector<std::size_t> places;
    [[nodiscard]] double sum(const Model& model) const;
  };

  Entries above_;
  std::optional<Entries> below_;
  std::string text_;
  std::string unit_;
};

/// The dimension of this name. \throws std::logic_error when the model has none
[[nodiscard]] const Dimension& dimension_of(const Model& model, const std::string& name);
/// Entries of a panel: the product of its dimensions' lengths.
[[nodiscard]] std::size_t length_of(const Model& model, const Panel& panel);

}  // namespace yanzhen::lock_in
