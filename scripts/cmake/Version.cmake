# VERSION_STRING: the project's version with the git description, overridable by -DVERSION_STRING=.
if(NOT VERSION_STRING)
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} describe --always --dirty
    OUTPUT_VARIABLE description OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(VERSION_STRING ${PROJECT_VERSION})
  if(description)
    string(APPEND VERSION_STRING "+${description}")
  endif()
endif()
