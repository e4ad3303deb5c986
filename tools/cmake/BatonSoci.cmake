# Debian's SOCI ships neither a CMake package nor a pkg-config file.
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)

add_library(soci_core INTERFACE)
target_include_directories(soci_core INTERFACE ${SOCI_INCLUDE_DIR})
target_link_libraries(soci_core INTERFACE ${SOCI_CORE_LIBRARY})
add_library(Soci::core ALIAS soci_core)

# The back end's header includes sqlite3.h by this folder's name for it.
add_library(soci_sqlite3 INTERFACE)
target_link_libraries(soci_sqlite3 INTERFACE ${SOCI_SQLITE3_LIBRARY} soci_core SQLite::SQLite3)
add_library(Soci::sqlite3 ALIAS soci_sqlite3)

add_library(soci_postgresql INTERFACE)
target_link_libraries(soci_postgresql INTERFACE ${SOCI_POSTGRESQL_LIBRARY} soci_core PostgreSQL::PostgreSQL)
add_library(Soci::postgresql ALIAS soci_postgresql)
