#include "io/sweep_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>

#include "engine/checksum.hpp"
#include "engine/clock.hpp"
#include "io/labelled_array.hpp"
#include "io/result_layout.hpp"
#include "io/text_file.hpp"

namespace yanzhen::sweep_layout {
namespace {

using result_layout::is_name;
using result_layout::is_text;

constexpr const char* kAttributes[] = {"Conventions", kVersionKey,     "dimensions", "panels",     "texts",
                                       "counts",      "factor_levels", "checksum",   "coordinates"};
constexpr const char* kArrays[] = {"run",           "factor",        "index",        "time",
                                   "date",          "year",          "factor_unit",  "factor_meaning",
                                   "index_unit",    "index_meaning", "factor_value", "point",
                                   "replicate",     "seed",          "status",       "reason",
                                   "reason_number", "checksum",      "index_value",  "index_series"};

// Cut where a letter ends, so that it stays UTF-8.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  text.resize(most);
  return text;
}

std::string plain_words(std::string text) {
  return cut(hdf5::on_one_line(std::move(text)), hdf5::kMostLabelBytes);
}

// Counts what is wrong until something is: the first complaint is kept.
class Faults {
 public:
  void require(bool condition, std::string_view name, std::string_view what) {
    if (!condition && first_.empty()) first_ = fmt::format("\"{}\" {}", name, what);
  }

  void require_label(const std::string& label, std::string_view owner) {
    label_space_ += label.size() + result_layout::kLabelOverhead;
    require(is_text(label) && label.size() <= hdf5::kMostLabelBytes, owner,
            "has a label that is too long or no UTF-8");
    require(hdf5::on_one_line(label) == label, owner, "has a label of several lines");
    require(label_space_ <= result_layout::kMostLabelSpace, owner, "has too many labels");
  }

  void require_labels(const std::vector<std::string>& labels, std::string_view owner) {
    require(!labels.empty() && labels.size() <= hdf5::kMostLabels, owner, "has no labels, or too many");
    for (const std::string& label : labels) require_label(label, owner);
  }

  [[nodiscard]] const std::string& first() const { return first_; }

 private:
  std::string first_;
  std::uint64_t label_space_ = 0;  // bytes in the heap of the file
};

void check_attributes(const SweepHead& head, Faults& faults) {
  std::set<std::string> names{std::begin(kAttributes), std::end(kAttributes)};
  const auto check_name = [&](const std::string& name) {
    faults.require(is_name(name), name, "has a name that is not one of an attribute");
    faults.require(names.insert(name).second, name, "has a name that is taken");
  };
  for (const auto& [name, text] : head.texts) {
    check_name(name);
    faults.require(is_text(text), name, "is not UTF-8 text");
  }
  for (const auto& [name, count] : head.counts) check_name(name);
}

// Factors, or indices.
template <class One>
void check_labelled(const std::vector<One>& all, Faults& faults) {
  std::set<std::string> names;
  for (const One& one : all) {
    faults.require(!one.name.empty() && names.insert(one.name).second, one.name, "has a name that is taken");
    faults.require_labels({one.name, one.unit, one.meaning}, one.name);
  }
  faults.require(all.size() <= hdf5::kMostNames, "", "factors or indices are too many");
}

void check_levels(const SweepHead& head, Faults& faults) {
  for (const SweepFactor& factor : head.factors)
    for (const std::string& level : factor.levels) faults.require_label(level, factor.name);
}

void check_times(const SweepHead& head, Faults& faults) {
  faults.require(!head.times.empty() && head.times.size() == head.dates.size(), "time",
                 "has no records, or not a date for each");
  faults.require(head.times.size() <= hdf5::kMostLabels, "time", "has too many records");
  for (const double time : head.times) faults.require(std::isfinite(time), "time", "is not a number");
  std::optional<std::chrono::year_month_day> before;
  for (const std::string& text : head.dates) {
    const std::optional<std::chrono::year_month_day> date = date_from(text);
    faults.require(date && (!before || *before < *date), "time", "has dates that are none, or not in order");
    before = date;
    faults.require_label(text, "time");
  }
}

void check_dimensions(const SweepHead& head, Faults& faults) {
  std::set<std::string> names;
  faults.require(head.dimensions.size() <= hdf5::kMostNames, "", "dimensions are too many");
  const auto check = [&](const std::string& name, const std::string& meaning,
                         const std::vector<std::string>& labels) {
    faults.require(is_name(name) && names.insert(name).second, name, "has a name that is taken or none");
    faults.require(is_text(meaning), name, "is not described by UTF-8 text");
    faults.require_labels(labels, name);
  };
  for (const Dimension& one : head.dimensions) {
    check(one.name, one.meaning, one.labels);
    for (const Dimension::Alias& alias : one.aliases) {
      check(alias.name, alias.meaning, alias.labels);
      faults.require(alias.labels.size() == one.labels.size(), alias.name, "has not a name for each label");
    }
  }
}

bool has_dimension(const SweepHead& head, const std::string& name) {
  return std::any_of(head.dimensions.begin(), head.dimensions.end(),
                     [&](const Dimension& one) { return one.name == name; });
}

void check_panels(const SweepHead& head, Faults& faults) {
  std::set<std::string> names;
  faults.require(head.panels.size() <= hdf5::kMostNames, "", "panels are too many");
  for (const Panel& panel : head.panels) {
    faults.require(is_name(panel.name) && names.insert(panel.name).second, panel.name,
                   "has a name that is taken or none");
    faults.require(is_text(panel.unit) && is_text(panel.meaning), panel.name,
                   "is not described by UTF-8 text");
    const std::set<std::string> different{panel.dimensions.begin(), panel.dimensions.end()};
    faults.require(different.size() == panel.dimensions.size() && different.size() <= kMostPanelAxes,
                   panel.name, "has a dimension twice, or too many");
    std::uint64_t length = std::max<std::uint64_t>(head.times.size(), 1);
    for (const std::string& name : panel.dimensions) {
      faults.require(has_dimension(head, name), panel.name, "has a dimension that the sweep has not");
      if (!faults.first().empty()) return;
      const std::uint64_t labels = head.dimensions[dimension_at(head, name)].labels.size();
      faults.require(length <= kMostValues / labels, panel.name, "is too large");
      length *= labels;
    }
  }
}

bool is_used(const SweepHead& head, const std::string& dimension) {
  return std::any_of(head.panels.begin(), head.panels.end(), [&](const Panel& panel) {
    return std::find(panel.dimensions.begin(), panel.dimensions.end(), dimension) != panel.dimensions.end();
  });
}

std::string word_of(PanelGroup group) {
  switch (group) {
    case PanelGroup::state:
      return "state";
    case PanelGroup::flow:
      return "flow";
    case PanelGroup::index:
      return "index";
  }
  return "state";
}

class HeadChecksum {
 public:
  void add(std::uint64_t number) { checksum_.add(number); }
  void add(const std::string& text) {
    checksum_.add(text.size());
    for (const char one : text) checksum_.add(static_cast<unsigned char>(one));
  }
  void add(const std::vector<std::string>& texts) {
    checksum_.add(texts.size());
    for (const std::string& text : texts) add(text);
  }
  [[nodiscard]] std::uint64_t value() const { return checksum_.value(); }

 private:
  Checksum checksum_;
};

}  // namespace

SweepHead plain_head(SweepHead head) {
  std::erase_if(head.dimensions, [&](const Dimension& one) { return !is_used(head, one.name); });
  for (SweepFactor& factor : head.factors) {
    factor.name = hdf5::on_one_line(std::move(factor.name));
    factor.unit = plain_words(std::move(factor.unit));
    factor.meaning = plain_words(std::move(factor.meaning));
    for (std::string& level : factor.levels) level = hdf5::on_one_line(std::move(level));
  }
  for (SweepIndex& index : head.indices) {
    index.name = hdf5::on_one_line(std::move(index.name));
    index.unit = plain_words(std::move(index.unit));
    index.meaning = plain_words(std::move(index.meaning));
  }
  for (Dimension& dimension : head.dimensions) {
    dimension.meaning = plain_words(std::move(dimension.meaning));
    for (std::string& label : dimension.labels) label = hdf5::on_one_line(std::move(label));
    for (Dimension::Alias& alias : dimension.aliases) {
      alias.meaning = plain_words(std::move(alias.meaning));
      for (std::string& label : alias.labels) label = hdf5::on_one_line(std::move(label));
    }
  }
  for (Panel& panel : head.panels) {
    panel.unit = plain_words(std::move(panel.unit));
    panel.meaning = plain_words(std::move(panel.meaning));
  }
  return head;
}

std::string plain_reason(std::string reason) {
  for (std::size_t bad = first_bad_byte(reason); bad != std::string::npos; bad = first_bad_byte(reason))
    reason[bad] = '?';
  return cut(hdf5::on_one_line(std::move(reason)), kMostReasonBytes);
}

std::string fault_of(const SweepHead& head) {
  Faults faults;
  faults.require(head.runs > 0 && head.runs <= kMostRuns, "run", "is empty, or too long");
  faults.require(!head.factors.empty(), "factor", "is empty");
  check_attributes(head, faults);
  check_labelled(head.factors, faults);
  check_labelled(head.indices, faults);
  check_levels(head, faults);
  check_times(head, faults);
  check_dimensions(head, faults);
  check_panels(head, faults);
  faults.require(head.times.size() <= kMostValues / std::max<std::size_t>(head.indices.size(), 1), "index",
                 "is too long");
  return faults.first();
}

ArrayNames array_names(const SweepHead& head) {
  std::set<std::string> taken{std::begin(kArrays), std::end(kArrays)};
  const auto free_name = [&](std::string name) {
    while (!taken.insert(name).second) name = "panel_" + name;
    return name;
  };
  ArrayNames names;
  for (const Dimension& dimension : head.dimensions) {
    names.dimensions.push_back(free_name(dimension.name));
    names.aliases.emplace_back();
    for (const Dimension::Alias& alias : dimension.aliases)
      names.aliases.back().push_back(free_name(alias.name));
  }
  for (const Panel& panel : head.panels) names.panels.push_back(free_name(panel.name));
  return names;
}

std::size_t dimension_at(const SweepHead& head, const std::string& name) {
  const auto found = std::find_if(head.dimensions.begin(), head.dimensions.end(),
                                  [&](const Dimension& one) { return one.name == name; });
  return static_cast<std::size_t>(found - head.dimensions.begin());
}

std::vector<std::uint64_t> panel_lengths(const SweepHead& head, const Panel& panel) {
  std::vector<std::uint64_t> lengths{head.runs, head.times.size()};
  for (const std::string& name : panel.dimensions)
    lengths.push_back(head.dimensions[dimension_at(head, name)].labels.size());
  return lengths;
}

std::string list_dimensions(const SweepHead& head) {
  std::string list;
  for (const Dimension& dimension : head.dimensions) {
    list += dimension.name;
    for (const Dimension::Alias& alias : dimension.aliases) list += " " + alias.name;
    list += "\n";
  }
  return list;
}

std::string list_panels(const SweepHead& head) {
  std::string list;
  for (const Panel& panel : head.panels) {
    list += fmt::format("{} {} {}", panel.name, word_of(panel.group),
                        panel.values == PanelValues::whole ? "whole" : "real");
    for (const std::string& name : panel.dimensions) list += " " + name;
    list += "\n";
  }
  return list;
}

std::string list_levels(const SweepHead& head) {
  std::string list;
  for (const SweepFactor& factor : head.factors) {
    if (factor.levels.empty()) continue;
    list += factor.name;
    for (const std::string& level : factor.levels) list += "\t" + level;
    list += "\n";
  }
  return list;
}

std::vector<std::string> split(std::string_view text, char between) {
  std::vector<std::string> found;
  while (true) {
    const std::size_t end = text.find(between);
    found.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return found;
    text.remove_prefix(end + 1);
  }
}

std::uint64_t checksum_of(const SweepHead& head, const std::vector<std::string>& reasons) {
  HeadChecksum sum;
  for (const auto& [name, text] : head.texts) sum.add(std::vector{name, text});
  for (const auto& [name, count] : head.counts) sum.add(count);
  sum.add(head.runs);
  for (const SweepFactor& one : head.factors) sum.add(std::vector{one.name, one.unit, one.meaning});
  for (const SweepIndex& one : head.indices) sum.add(std::vector{one.name, one.unit, one.meaning});
  for (const double time : head.times) sum.add(std::bit_cast<std::uint64_t>(time));
  sum.add(std::vector{list_dimensions(head), list_panels(head), list_levels(head)});
  sum.add(head.dates);
  for (const Dimension& dimension : head.dimensions) {
    sum.add(dimension.labels);
    for (const Dimension::Alias& alias : dimension.aliases) sum.add(alias.labels);
  }
  sum.add(reasons);
  return sum.value();
}

}  // namespace yanzhen::sweep_layout
