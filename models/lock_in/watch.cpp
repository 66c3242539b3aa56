#include "models/lock_in/watch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace yanzhen::lock_in {
namespace {

// A name as it is compared: small letters, and a Chinese city without its last character 市.
std::string folded(std::string text) {
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  constexpr std::string_view kCity = "市";
  if (text.size() > kCity.size() && text.ends_with(kCity)) text.resize(text.size() - kCity.size());
  return text;
}

// Every name of one thing of a dimension.
std::vector<std::string> names_of(const Dimension& dimension, std::size_t at) {
  std::vector<std::string> names{dimension.labels[at]};
  for (const Dimension::Alias& alias : dimension.aliases) names.push_back(alias.labels[at]);
  return names;
}

std::vector<std::size_t> matches(const Dimension& dimension, const std::string& wanted) {
  std::vector<std::size_t> exact, near;
  for (std::size_t at = 0; at < dimension.labels.size(); ++at) {
    const std::vector<std::string> names = names_of(dimension, at);
    const auto same = [&](const std::string& name) { return folded(name) == folded(wanted); };
    if (std::find(names.begin(), names.end(), wanted) != names.end()) exact.push_back(at);
    if (std::any_of(names.begin(), names.end(), same)) near.push_back(at);
  }
  return exact.empty() ? near : exact;
}

bool has(const Panel& panel, const std::string& dimension) {
  return std::find(panel.dimensions.begin(), panel.dimensions.end(), dimension) != panel.dimensions.end();
}

std::string hint_from(const std::string& word, const std::vector<std::string>& candidates,
                      const std::string& otherwise) {
  const std::string near = nearest_name(word, candidates);
  return near.empty() ? otherwise : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace

const Dimension& dimension_of(const Model& model, const std::string& name) {
  for (const Dimension& one : model.dimensions())
    if (one.name == name) return one;
  throw std::logic_error{"a panel names the unknown dimension " + name};
}

std::size_t length_of(const Model& model, const Panel& panel) {
  std::size_t length = 1;
  for (const std::string& name : panel.dimensions) length *= dimension_of(model, name).labels.size();
  return length;
}

/// Looks up what the settings name, and says what it does not find.
class WatchReader {
 public:
  WatchReader(const WatchSettings& settings, const Model& model, Problems& problems)
      : settings_{settings}, model_{model}, problems_{problems} {}

  std::optional<Watch> read() {
    const std::size_t before = problems_.count();
    const Panel* const above = find_panel("panel", settings_.panel);
    const Panel* const below = settings_.over.empty() ? nullptr : find_panel("over", settings_.over);
    if (above != nullptr) find_labels(*above);
    if (problems_.count() > before) return std::nullopt;
    Watch watch;
    watch.above_ = entries(*above);
    watch.text_ = text(*above);
    watch.unit_ = above->unit;
    if (below != nullptr) {
      watch.below_ = entries(*below);
      watch.text_ += " / " + text(*below);
      watch.unit_ = "1";
    }
    return watch;
  }

 private:
  const Panel* find_panel(const std::string& key, const std::string& name) {
    std::vector<std::string> names;
    for (const Panel& panel : model_.panels()) names.push_back(panel.name);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return &model_.panels()[static_cast<std::size_t>(found - names.begin())];
    problems_.add(
        settings_.where,
        fmt::format("{}.{} is \"{}\", which is not a panel of this model", settings_.name, key, name),
        hint_from(name, names, fmt::format("its panels are {}", fmt::join(names, ", "))));
    return nullptr;
  }

  void find_labels(const Panel& panel) {
    for (const auto& [name, label] : settings_.at) {
      if (!has(panel, name)) {
        problems_.add(settings_.where,
                      fmt::format("{} names {} \"{}\", but panel {} has no such dimension", settings_.name,
                                  name, label, panel.name),
                      panel.dimensions.empty() ? "it is one number"
                                               : hint_from(name, panel.dimensions,
                                                           fmt::format("its dimensions are {}",
                                                                       fmt::join(panel.dimensions, ", "))));
        continue;
      }
      find_label(dimension_of(model_, name), label);
    }
  }

  void find_label(const Dimension& dimension, const std::string& label) {
    const std::vector<std::size_t> found = matches(dimension, label);
    if (found.size() == 1) {
      chosen_[dimension.name] = found.front();
    } else if (found.empty()) {
      std::vector<std::string> names;
      for (std::size_t at = 0; at < dimension.labels.size(); ++at)
        for (std::string& name : names_of(dimension, at)) names.push_back(std::move(name));
      problems_.add(settings_.where,
                    fmt::format("{}.{} is \"{}\", which is none of this model's labels", settings_.name,
                                dimension.name, label),
                    hint_from(label, names, fmt::format("there are {}", fmt::join(dimension.labels, ", "))));
    } else {
      std::vector<std::string> names;
      for (const std::size_t at : found) names.push_back(dimension.labels[at]);
      problems_.add(settings_.where,
                    fmt::format("{}.{} is \"{}\", which is a name of {}", settings_.name, dimension.name,
                                label, fmt::join(names, " and of ")),
                    "give one of these labels");
    }
  }

  // Places in storage order whose labels are the chosen ones, in dimensions that were named.
  Watch::Entries entries(const Panel& panel) const {
    const auto number = static_cast<std::size_t>(&panel - model_.panels().data());
    Watch::Entries out{number, length_of(model_, panel), {}};
    for (std::size_t place = 0; place < out.length; ++place) {
      std::size_t rest = place;
      bool wanted = true;
      for (auto name = panel.dimensions.rbegin(); name != panel.dimensions.rend(); ++name) {
        const std::size_t labels = dimension_of(model_, *name).labels.size();
        const auto found = chosen_.find(*name);
        wanted = wanted && (found == chosen_.end() || found->second == rest % labels);
        rest /= labels;
      }
      if (wanted) out.places.push_back(place);
    }
    return out;
  }

  std::string text(const Panel& panel) const {
    std::vector<std::string> parts;
    for (const std::string& name : panel.dimensions)
      if (const auto found = chosen_.find(name); found != chosen_.end())
        parts.push_back(fmt::format("{} {}", name, dimension_of(model_, name).labels[found->second]));
    return parts.empty() ? panel.name : fmt::format("{} ({})", panel.name, fmt::join(parts, ", "));
  }

  const WatchSettings& settings_;
  const Model& model_;
  Problems& problems_;
  std::map<std::string, std::size_t> chosen_;  // row by dimension
};

std::optional<Watch> Watch::resolve(const WatchSettings& settings, const Model& model, Problems& problems) {
  return WatchReader{settings, model, problems}.read();
}

double Watch::Entries::sum(const Model& model) const {
  std::vector<double> values(length);
  model.measure(panel, values);
  double total = 0;
  for (const std::size_t place : places) total += values[place];
  return total;
}

double Watch::measure(const Model& model) const {
  const double above = above_.sum(model);
  if (!below_) return above;
  const double below = below_->sum(model);
  return below == 0 ? std::numeric_limits<double>::quiet_NaN() : above / below;
}

}  // namespace yanzhen::lock_in
