#include "tools/report/view_moves.hpp"

#include <algorithm>
#include <cmath>

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

// Transfers of all records and views together; they take about 20 bytes each.
constexpr std::size_t kMostTransfers = 60'000;

const std::vector<std::string>& labels_of(const std::vector<Dimension>& dimensions, const std::string& name) {
  static const std::vector<std::string> none;
  for (const Dimension& dimension : dimensions)
    if (dimension.name == name) return dimension.labels;
  return none;
}

// Matrices that are held at once, of all runs and some records.
constexpr std::size_t kMostHeld = std::size_t{1} << 23U;  // numbers: 64 MiB

// The panels of a kind at some records, summed over what stands before the places: records x places x places.
std::vector<double> read_matrices(const RunPanels& run, const MoveKind& kind, std::size_t first,
                                  std::size_t count, std::size_t size) {
  std::vector<double> matrices(count * size, 0.0);
  for (const Panel& panel : kind.panels) {
    const auto add = [&](std::uint64_t record, std::span<const double> row) {
      double* const matrix = matrices.data() + (record - first) * size;
      for (std::size_t begin = 0; begin < row.size(); begin += size)
        for (std::size_t k = 0; k < size; ++k) matrix[k] += row[begin + k];
    };
    run.read_rows(*run.find_panel(panel.name), first, count, add);
  }
  return matrices;
}

// Whole numbers are shorter without a point.
Json amount_of(double amount) {
  constexpr double kExact = 9007199254740992.0;
  if (amount == std::floor(amount) && std::abs(amount) < kExact) return static_cast<std::int64_t>(amount);
  return amount;
}

// The number along `place` of each of `origin`: whoever pays holds a budget.
std::vector<std::size_t> place_numbers(const std::vector<Dimension>& dimensions) {
  const std::vector<std::string>& places = labels_of(dimensions, "place");
  std::vector<std::size_t> numbers;
  for (const std::string& label : labels_of(dimensions, "origin")) {
    const auto found = std::find(places.begin(), places.end(), label);
    numbers.push_back(found == places.end() ? numbers.size()
                                            : static_cast<std::size_t>(found - places.begin()));
  }
  return numbers;
}

Json moves_array(const std::vector<Move>& moves, const std::vector<std::size_t>& numbers) {
  Json array = Json::array();
  for (const Move& move : moves)
    array.push_back(Json::array({numbers[move.from], numbers[move.to], amount_of(move.amount)}));
  return array;
}

}  // namespace

std::vector<Json> moves_by_view(const MoveKind& kind, const std::vector<RunPanels>& runs,
                                const std::vector<bool>& needed, const std::vector<ReportView>& views,
                                const std::vector<Dimension>& dimensions, std::size_t records) {
  const std::size_t places = labels_of(dimensions, "origin").size();
  const bool transfers = kind.word == "transfers";
  const std::size_t most =
      transfers ? std::max(kMostMoves, kMostTransfers / (records * views.size())) : kMostMoves;
  std::vector<std::size_t> numbers = place_numbers(dimensions);
  if (!transfers)
    for (std::size_t k = 0; k < numbers.size(); ++k) numbers[k] = k;

  Json head = transfers ? Json{{"unit", kind.unit}} : Json{{"panel", kind.label}, {"unit", kind.unit}};
  head["by_record"] = Json::array();
  std::vector<Json> by_view(views.size(), head);
  const std::size_t size = places * places;
  const std::size_t block = std::max<std::size_t>(1, kMostHeld / (size * runs.size()));
  for (std::size_t first = 0; first < records; first += block) {
    const std::size_t count = std::min(block, records - first);
    std::vector<std::vector<double>> by_run(runs.size());
    for (std::size_t run = 0; run < runs.size(); ++run)
      if (needed[run]) by_run[run] = read_matrices(runs[run], kind, first, count, size);
    for (std::size_t v = 0; v < views.size(); ++v) {
      const std::vector<double> means = numbers_of(views[v], by_run).values;
      for (std::size_t k = 0; k < count; ++k) {
        const auto matrix = std::span{means}.subspan(k * size, size);
        by_view[v]["by_record"].push_back(moves_array(largest_moves(matrix, places, most), numbers));
      }
    }
  }
  return by_view;
}

}  // namespace yanzhen::tools
