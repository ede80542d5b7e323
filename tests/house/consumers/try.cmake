# SPDX-License-Identifier: Apache-2.0
#
# Configures, builds and runs one consumer from nothing, as somebody else would:
#   installed      against a copy that `cmake --install` has just put into a staging folder
#   subdirectory   with add_subdirectory of the sources
file(REMOVE_RECURSE ${build})
set(arguments "")
if(consumer STREQUAL installed)
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${caseclock_build} --prefix ${build}/stage
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  set(arguments -D CMAKE_PREFIX_PATH=${build}/stage)
else()
  set(arguments -D CASECLOCK_SOURCE=${caseclock_source})
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/${consumer} -B ${build}/tree -G ${generator}
  -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_CXX_COMPILER_LAUNCHER=${launcher} ${arguments}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build}/tree COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${build}/tree/consumer COMMAND_ERROR_IS_FATAL ANY)
