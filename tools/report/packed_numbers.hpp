#pragma once
//! \file  Numbers as a page takes them: base64 of their bytes.
#include <cstddef>
#include <span>
#include <string>

namespace yanzhen::tools {

/// "f64:" and base64 (RFC 4648, section 4) of the numbers as little-endian float64, bit for bit.
[[nodiscard]] std::string pack_numbers(std::span<const double> numbers);

/// How long pack_numbers() of so many numbers is, in bytes.
[[nodiscard]] std::size_t packed_size(std::size_t numbers);

}  // namespace yanzhen::tools
