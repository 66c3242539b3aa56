#include "engine/city_graph.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include <limits>
#include <stdexcept>

#include "engine/parallel.hpp"

namespace yanzhen {

struct CityGraph::Network {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                      boost::property<boost::edge_weight_t, double>>;
  Graph graph;
};

CityGraph::CityGraph(std::vector<double> within_minutes, std::vector<Link> links)
    : within_minutes_{std::move(within_minutes)}, links_{std::move(links)} {
  for (const Link& link : links_)
    if (link.from >= cities() || link.to >= cities() || link.from == link.to || !(link.minutes > 0.0))
      throw std::logic_error{"a link needs two different cities of the graph and a travel time above zero"};
}

CityGraph::~CityGraph() = default;
CityGraph::CityGraph(CityGraph&&) noexcept = default;
CityGraph& CityGraph::operator=(CityGraph&&) noexcept = default;

CityGraph::Network CityGraph::open_network(double decimal_year) const {
  Network network{Network::Graph{cities()}};
  for (const Link& link : links_)
    if (link.is_open(decimal_year)) boost::add_edge(link.from, link.to, link.minutes, network.graph);
  return network;
}

std::vector<int> CityGraph::parts(double decimal_year) const {
  const Network network = open_network(decimal_year);
  std::vector<int> part(cities(), 0);
  // Not the raw pointer: Boost 1.74 finds no property map for it in every order of includes.
  boost::connected_components(network.graph, boost::make_iterator_property_map(
                                                 part.begin(), get(boost::vertex_index, network.graph)));
  return part;
}

Eigen::ArrayXXd CityGraph::travel_minutes(double decimal_year) const {
  const Network network = open_network(decimal_year);
  const auto n = static_cast<Eigen::Index>(cities());
  Eigen::ArrayXXd minutes(n, n);
  for_each_row(cities(), 8, [&](std::size_t source) {
    std::vector<double> distance(cities());
    boost::dijkstra_shortest_paths(
        network.graph, source,
        boost::distance_map(
            boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, network.graph)))
            .distance_inf(std::numeric_limits<double>::infinity()));
    for (std::size_t target = 0; target < cities(); ++target)
      minutes(static_cast<Eigen::Index>(source), static_cast<Eigen::Index>(target)) = distance[target];
  });
  for (Eigen::Index city = 0; city < n; ++city) {
    for (Eigen::Index other = 0; other < city;
         ++other)  // the two directions may differ in the last bit: take one
      minutes(city, other) = minutes(other, city);
    minutes(city, city) = within_minutes_[static_cast<std::size_t>(city)];
  }
  return minutes;
}

std::size_t CityGraph::changes(double decimal_year) const {
  std::size_t changes = 0;
  for (const Link& link : links_)
    changes += (link.open_from <= decimal_year ? 1U : 0U) + (link.open_until <= decimal_year ? 1U : 0U);
  return changes;
}

}  // namespace yanzhen
