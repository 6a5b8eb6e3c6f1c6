# One room = one folder = one static library of all its .cpp files (docs/architecture.md).
# A room links only what it may include, so that a wrong include direction does not even link.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the source tree, so that two clones and two presets share the cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()

add_library(cerebras_ls_options INTERFACE)
target_compile_options(cerebras_ls_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
  $<$<BOOL:${CEREBRAS_LS_WERROR}>:-Werror>
  # False positive of g++ 12 at -O2 in every translation unit with a coroutine.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>
  # False positives of g++ 12's optimizer on std::string and std::optional (GCC bugs 105651, 105562).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict$<SEMICOLON>-Wno-maybe-uninitialized>)
target_include_directories(cerebras_ls_options INTERFACE ${CMAKE_SOURCE_DIR})
if(CEREBRAS_LS_SANITIZE)
  target_compile_options(cerebras_ls_options INTERFACE
    -fsanitize=${CEREBRAS_LS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    # g++ 12 warns about Asio's own fences under the thread sanitizer.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  target_link_options(cerebras_ls_options INTERFACE -fsanitize=${CEREBRAS_LS_SANITIZE})
endif()

# add_room(NAME [LINK targets...]): the library NAME of the .cpp files in the current folder.
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)  # a room of headers only
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE cerebras_ls_options ${ROOM_LINK})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC cerebras_ls_options ${ROOM_LINK})
endfunction()

# add_unit_test(NAME LINK targets...): one GoogleTest program NAME_test of the .cpp files in the
# folder NAME, run by ctest as unit.NAME.
function(add_unit_test name)
  cmake_parse_arguments(TEST "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_test ${sources})
  target_link_libraries(${name}_test PRIVATE ${TEST_LINK} GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name}_test PRIVATE
    TEST_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}/${name}/data")
  add_test(NAME unit.${name} COMMAND ${name}_test)
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 600)
endfunction()
