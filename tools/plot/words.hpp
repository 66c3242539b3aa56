#pragma once
//! \file  Words of a figure in Chinese and English: panels, units, and what a legend says.
#include <string>

#include "tools/run_comparison.hpp"

namespace yanzhen::tools::plot {

enum class Language { zh, en };

/// Short name of a panel for an axis: "Value added", "增加值". A panel that has no Chinese name here is
/// called by its own. \param panel  as Quantity has it: with ":label" where it is told in parts
[[nodiscard]] std::string panel_name(Language language, const std::string& panel);

/// A unit as numbers on paper have it.
struct ShownUnit {
  double factor = 1;  ///< shown = recorded * factor
  std::string text;   ///< "million persons", "万亿元/年"; empty for a pure number
};

/// The unit in which the largest of some numbers is short: "100 million yuan a year" and 30,000 give 0.0001
/// and "trillion yuan a year". \param largest  the largest size of a recorded number
[[nodiscard]] ShownUnit shown_unit(Language language, const std::string& unit, double largest);

/// Name, comma, unit: the title of an axis.
[[nodiscard]] std::string with_unit(Language language, const std::string& name, const std::string& unit);

/// "value added": how a name goes on within a sentence. A name of capitals alone is left as it is.
[[nodiscard]] std::string lower_first(std::string name);

/// A city, industry or province in one language; a Chinese city without its 市.
[[nodiscard]] std::string key_name(Language language, const Key& key);

/// "2010" for the first of a year, else "2010-07".
[[nodiscard]] std::string short_date(const std::string& date);

}  // namespace yanzhen::tools::plot
