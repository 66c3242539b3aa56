# Builds the program of the report page in BUILD, out of the sources in SOURCE: packages as the lock file has them, then one
# bundle. Packages are fetched when the lock file changed, from npm's own cache where it has them.
#   cmake -D SOURCE=... -D BUILD=... -D NODE=... -D NPM=... -P build_report_page.cmake
function(check what hint)
  if(failed)
    message(FATAL_ERROR "the report page: ${what} failed. ${hint} Or configure with -DYANZHEN_REPORT=OFF to build without it.")
  endif()
endfunction()

file(MAKE_DIRECTORY "${BUILD}")
file(GLOB parts "${SOURCE}/*.json" "${SOURCE}/*.mjs" "${SOURCE}/*.txt" "${SOURCE}/.npmrc")
file(COPY ${parts} DESTINATION "${BUILD}")
file(REMOVE_RECURSE "${BUILD}/src")
file(COPY "${SOURCE}/src" DESTINATION "${BUILD}")

set(installed "${BUILD}/node_modules/.installed")
file(SHA256 "${SOURCE}/package-lock.json" lock)
set(before "")
if(EXISTS "${installed}")
  file(READ "${installed}" before)
endif()
if(NOT before STREQUAL lock)
  execute_process(COMMAND "${NPM}" ci --prefer-offline --no-audit --no-fund --loglevel=error
                  WORKING_DIRECTORY "${BUILD}" RESULT_VARIABLE failed)
  check("`npm ci`" "It needs the network once; later builds do without it.")
  file(WRITE "${installed}" "${lock}")
endif()
execute_process(COMMAND "${NODE}" build.mjs WORKING_DIRECTORY "${BUILD}" RESULT_VARIABLE failed)
check("`node build.mjs`" "What it says stands above.")
