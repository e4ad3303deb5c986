# cmake -D OUTPUT=file.cc -D "FILES=a.sql b.sql" -P EmbedMigrations.cmake
# Writes a C++ source that holds the migrations' texts.
separate_arguments(FILES)
set(rows "")
foreach(file IN LISTS FILES)
  cmake_path(GET file STEM name)
  string(REGEX MATCH "^0*([0-9]+)_" ignored "${name}")
  set(version "${CMAKE_MATCH_1}")
  file(READ "${file}" text)
  string(APPEND rows "      {${version}, \"${name}\", R\"migration(${text})migration\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"store/migrations.h\"

namespace baton::store {

const std::vector<Migration>& BuiltInMigrations() {
  static const std::vector<Migration>& migrations = *new std::vector<Migration>{
${rows}  };
  return migrations;
}

}  // namespace baton::store
")
