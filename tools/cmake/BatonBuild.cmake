# How every target of the house is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(BATON_PCH "Precompile the headers of gRPC, protobuf and CLI11 where that pays" ON)

# ccache takes precompiled headers only when told that their defines and times don't matter.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

if(BATON_SANITIZE)
  add_compile_options(-fsanitize=${BATON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BATON_SANITIZE})
endif()

option(BATON_WERROR "Warnings are errors" ON)

# Warnings in what we write; generated code is compiled without them. The release doesn't stop at
# them: at -O2, GCC 12 warns of memory accesses in the standard library that never happen.
function(baton_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor)
  if(BATON_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# baton_precompile(TARGET HEADERS...): headers that most files of the target read anyway.
function(baton_precompile target)
  if(BATON_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

# baton_allocator(target): jemalloc instead of the C library's allocator. A call's memory is taken on
# one thread and given back on another, where it costs half. Sanitizers bring their own.
function(baton_allocator target)
  if(NOT BATON_SANITIZE)
    target_link_libraries(${target} PRIVATE ${JEMALLOC_LIBRARY})
  endif()
endfunction()
find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)

# baton_library(NAME SOURCES ... LINK ...): one room of the house, named baton::NAME.
function(baton_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(baton_${name} STATIC ${ARG_SOURCES})
  add_library(baton::${name} ALIAS baton_${name})
  target_include_directories(baton_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(baton_${name} PUBLIC ${ARG_LINK})
  baton_warnings(baton_${name})
endfunction()

# baton_test(NAME SOURCES ... LINK ... [LABEL label] [TIMEOUT seconds] [OWN_MAIN] [POSTGRES]): one
# test program of GoogleTest, each of its cases a CTest test. A program without cases fails its
# discovery, so a suite can't be empty. OWN_MAIN is for a program that brings its main() because its cases come from
# data that is found when it runs: it is one CTest test as a whole. POSTGRES is for a program that
# needs the tests' PostgreSQL (tests/postgres).
function(baton_test name)
  cmake_parse_arguments(ARG "OWN_MAIN;POSTGRES" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest)
  baton_warnings(${name})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(needs "")
  if(ARG_POSTGRES)
    target_link_libraries(${name} PRIVATE baton_test_database)
    set(needs ${BATON_POSTGRES_TEST})
  endif()
  if(ARG_OWN_MAIN)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} ${needs})
    return()
  endif()
  target_link_libraries(${name} PRIVATE GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} ${needs})
endfunction()
