#pragma once
//! \file  What this program was built from. The values are written at build time by
//! cmake/write_build_info.cmake.

namespace yanzhen::tools {

extern const char* const kVersion;  ///< "0.1.0"
extern const char* const
    kCommit;  ///< twelve digits, "-dirty" after them where files had changed; or "unknown"
extern const char* const kSourceFolder;  ///< where the sources were

}  // namespace yanzhen::tools
