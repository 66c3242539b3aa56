#include "bench/gravity_cities.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/elementary.hpp"
#include "engine/random.hpp"
#include "io/csv_file.hpp"

namespace yanzhen::bench {
namespace {

TableSpec city_columns() {
  constexpr double kFarthest = 1e5;  // km, more than twice round the Earth
  TableSpec spec;
  spec.name = "cities";
  spec.meaning = "cities of the gravity_logit benchmark";
  spec.columns = {
      {.name = "id",
       .kind = CellKind::integer,
       .unit = "-",
       .meaning = "number of the city",
       .min = 0,
       .max = 1e9},
      {.name = "x_km", .unit = "km", .meaning = "position eastwards", .min = -kFarthest, .max = kFarthest},
      {.name = "y_km", .unit = "km", .meaning = "position northwards", .min = -kFarthest, .max = kFarthest},
      {.name = "A", .unit = "-", .meaning = "productivity", .min = 1e-6, .max = 1e6},
      {.name = "amenity", .unit = "-", .meaning = "not used", .required = false}};
  spec.max_rows = kMostCities;
  return spec;
}

}  // namespace

std::optional<std::vector<GravityCity>> read_gravity_cities(const std::filesystem::path& file,
                                                            Problems& problems) {
  const std::optional<Table> table = read_csv(file, city_columns(), problems);
  if (!table) return std::nullopt;
  if (table->rows() == 0) problems.add({file.string()}, "the file holds no city", "give one row a city");
  std::vector<GravityCity> cities;
  std::set<double> ids;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const double id = *table->number("id", row);
    if (!ids.insert(id).second)
      problems.add(table->place("id", row), fmt::format("id {} stands here twice", id));
    cities.push_back({*table->number("x_km", row), *table->number("y_km", row), *table->number("A", row)});
  }
  if (problems.any()) return std::nullopt;
  return cities;
}

std::vector<GravityCity> made_up_cities(std::size_t count) {
  constexpr std::uint64_t kSeed = 41;
  std::vector<GravityCity> cities;
  for (std::uint32_t city = 0; city < count; ++city) {
    const StepDraws draws{kSeed, 0, 0};
    const RandomBlock place = draws.block(city, 0);
    const RandomBlock size = draws.block(city, 1);
    const double spread = unit_interval(size[0]) + unit_interval(size[1]) + unit_interval(size[2]) - 1.5;
    cities.push_back(
        {1200.0 * unit_interval(place[0]), 900.0 * unit_interval(place[1]), exponential(0.5 * spread)});
  }
  return cities;
}

}  // namespace yanzhen::bench
