# schemagen_generate(TARGET name SCHEMA path [QUERIES folder [MIGRATIONS folder]] [OUTPUT folder])
#
# Makes the static library `name` from the C code of a schema: generated at build time, again whenever the schema
# changes.  Link it, include <model>.h:
#
#     find_package(schemagen REQUIRED)
#     schemagen_generate(TARGET shop_db SCHEMA ${CMAKE_CURRENT_SOURCE_DIR}/schema.prisma)
#     target_link_libraries(shop PRIVATE shop_db)
#
# With BUILD_SHARED_LIBS the program links the shared runtime, when schemagen was built with BUILD_SHARED_LIBS too.
#
# SCHEMA is a .prisma file or a folder of them, QUERIES a folder of .sql files (SQL of one's own; its queries.lock says
# what PostgreSQL knows of them, so that a build needs no server), MIGRATIONS the folder of what makes their database
# (default: the schema makes it), OUTPUT where the C goes (default: a folder `name` in the build tree).  The names of the
# files depend on the schema's models, so CMake asks `schemagen generate --list` when it configures, and configures again
# when the schema has changed.
include_guard(GLOBAL)

# The program that runs on this machine while the project is configured and built.
function(schemagen_host_program out)
    if(SCHEMAGEN_PROGRAM)
        set(${out} ${SCHEMAGEN_PROGRAM} PARENT_SCOPE)
        return()
    endif()
    if(NOT TARGET schemagen::program)
        message(FATAL_ERROR "schemagen_generate: no schemagen program; set SCHEMAGEN_PROGRAM, or install schemagen")
    endif()
    get_target_property(imported schemagen::program IMPORTED)
    if(imported)
        get_target_property(location schemagen::program LOCATION)
        set(${out} ${location} PARENT_SCOPE)
        return()
    endif()
    schemagen_build_host_program(location)
    set(${out} ${location} PARENT_SCOPE)
endfunction()

# schemagen is part of this build (FetchContent, add_subdirectory) and not built yet: builds it aside, once per change.
function(schemagen_build_host_program out)
    get_target_property(source schemagen::program SCHEMAGEN_SOURCE_DIR)
    set(folder ${CMAKE_BINARY_DIR}/schemagen-host)
    message(STATUS "schemagen: building the program in ${folder}")
    foreach(step IN ITEMS
            "-S;${source};-B;${folder};-G;${CMAKE_GENERATOR};-DCMAKE_BUILD_TYPE=Release;-DSCHEMAGEN_TESTS=OFF;-DSCHEMAGEN_EXAMPLES=OFF"
            "--build;${folder};--target;schemagen_program")
        execute_process(COMMAND ${CMAKE_COMMAND} ${step}
            RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
        if(NOT result EQUAL 0)
            message(FATAL_ERROR "schemagen_generate: the program could not be built:\n${output}")
        endif()
    endforeach()
    set(${out} ${folder}/bin/schemagen PARENT_SCOPE)
endfunction()

function(schemagen_generate)
    cmake_parse_arguments(GENERATE "" "TARGET;SCHEMA;QUERIES;MIGRATIONS;OUTPUT" "" ${ARGN})
    if(NOT GENERATE_TARGET OR NOT GENERATE_SCHEMA OR GENERATE_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "usage: schemagen_generate(TARGET name SCHEMA path [QUERIES folder [MIGRATIONS folder]] "
            "[OUTPUT folder])")
    endif()
    get_filename_component(schema ${GENERATE_SCHEMA} ABSOLUTE)
    if(NOT GENERATE_OUTPUT)
        set(GENERATE_OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${GENERATE_TARGET})
    endif()
    get_filename_component(folder ${GENERATE_OUTPUT} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_BINARY_DIR})

    if(IS_DIRECTORY ${schema})
        file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${schema}/*.prisma)
    else()
        set(sources ${schema})
    endif()
    set(options --schema ${schema})
    if(GENERATE_QUERIES)
        get_filename_component(queries ${GENERATE_QUERIES} ABSOLUTE)
        file(GLOB_RECURSE statements CONFIGURE_DEPENDS ${queries}/*.sql ${queries}/queries.lock)
        list(APPEND sources ${statements})
        list(APPEND options --queries ${queries})
    endif()
    if(GENERATE_MIGRATIONS)
        get_filename_component(migrations ${GENERATE_MIGRATIONS} ABSOLUTE)
        file(GLOB_RECURSE scripts CONFIGURE_DEPENDS ${migrations}/migration.sql)
        list(APPEND sources ${scripts})
        list(APPEND options --migrations ${migrations})
    endif()
    schemagen_host_program(program)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources} ${program})

    execute_process(COMMAND ${program} generate --list ${options}
        RESULT_VARIABLE result OUTPUT_VARIABLE names ERROR_VARIABLE error)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "schemagen_generate: ${schema} is not accepted:\n${error}")
    endif()
    string(REGEX MATCHALL "[^\n]+" names "${names}")
    list(FILTER names INCLUDE REGEX "\\.[ch]$")
    list(TRANSFORM names PREPEND ${folder}/ OUTPUT_VARIABLE files)

    # A file whose text did not change keeps its time; the stamp tells the build tool that the run was made.
    set(stamp ${CMAKE_CURRENT_BINARY_DIR}/${GENERATE_TARGET}.stamp)
    add_custom_command(OUTPUT ${stamp} BYPRODUCTS ${files}
        COMMAND ${program} generate --quiet ${options} --output ${folder}
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${sources} ${program}
        COMMENT "schemagen: ${GENERATE_TARGET} from ${GENERATE_SCHEMA}" VERBATIM)
    add_custom_target(${GENERATE_TARGET}_generate DEPENDS ${stamp})

    add_library(${GENERATE_TARGET} STATIC ${files})
    add_dependencies(${GENERATE_TARGET} ${GENERATE_TARGET}_generate)
    set_target_properties(${GENERATE_TARGET} PROPERTIES C_STANDARD 11 POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${GENERATE_TARGET} PUBLIC ${folder})
    # The shared runtime, where the project asks for shared libraries and schemagen was built with one.
    set(runtime schemagen::schemagen)
    if(BUILD_SHARED_LIBS AND TARGET schemagen::shared)
        set(runtime schemagen::shared)
    endif()
    target_link_libraries(${GENERATE_TARGET} PUBLIC ${runtime})
endfunction()
